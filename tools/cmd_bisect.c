// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bisect.h"
#include "cli.h"
#include "commands.h"
#include "files.h"
#include "git.h"
#include "judge.h"
#include "json.h"
#include "lock.h"
#include "project.h"
#include "tree.h"
#include "worktree.h"

static const char usage[] = "vitro bisect ID|FINDING --good REV --bad REV -k GIT_TREE [options]";

enum { SHOWN = 40 };

struct request {
	struct bisect bisect;
	struct judge judge;
	bool json, drop;
};

static int parse(struct request *request, int argc, char **argv)
{
	struct retrial *retrial = &request->judge.retrial;
	struct bisect *bisect = &request->bisect;
	const struct cli_opt opts[] = {
		{ "good", 0, CLI_STRING, &bisect->good, "REV", "a commit without the bug" },
		{ "bad", 0, CLI_STRING, &bisect->bad, "REV",
		  "a commit with it; the older one: look for what mended it" },
		{ "kernel", 'k', CLI_STRING, &bisect->repository, "GIT_TREE",
		  "git repository of the kernel; its checkout is left alone" },
		RETRIAL_OPTIONS(retrial),
		{ "drop", 0, CLI_FLAG, &request->drop, NULL,
		  "take away what such a call that was interrupted has left" },
		{ "json", 0, CLI_FLAG, &request->json, NULL, "the result as JSON" },
		{ 0 },
	};
	char **rest;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (count != 1 || !bisect->good || !bisect->bad || !bisect->repository)
		return cli_error("bisect wants one finding, --good, --bad and -k");
	return -1;
}

/* ---- The result ---- */

static char *describe(const struct request *request, const char *commit)
{
	return git_ask(request->bisect.repository, "log", "-1", "--no-show-signature",
		       "--format=%h (\"%s\")", commit, NULL);
}

static void print_text(const struct request *request)
{
	const struct bisect *bisect = &request->bisect;
	const struct strings *found = &bisect->candidates;
	const char *what = bisect->mending ? "fixed by" : "first bad commit";

	if (found->count > 1)
		printf("%s: one of %d, the others could not be judged\n", what, found->count);
	for (int i = 0; i < found->count && i < SHOWN; i++) {
		char *line = describe(request, found->item[i]);

		printf("%s%s %s\n", found->count > 1 ? "  " : what, found->count > 1 ? "" : ":",
		       line ? line : found->item[i]);
		free(line);
	}
	if (found->count > SHOWN)
		printf("  and %d more\n", found->count - SHOWN);
	printf("%d steps, %d skipped, %d builds", bisect->known + bisect->steps, bisect->skipped,
	       request->judge.retrial.built);
	if (bisect->known)
		printf(", %d of the steps by an earlier call", bisect->known);
	putchar('\n');
}

static void print_json(const struct request *request)
{
	const struct bisect *bisect = &request->bisect;
	const struct suspect *suspect = &request->judge.suspects.list[0];

	json_print(json_pack("{s:s, s:s, s:s, s:o, s:i, s:i, s:i, s:i}", "bug", suspect->id,
			     "title", suspect->title, "looked_for",
			     bisect->mending ? "fix" : "introduction", "candidates",
			     json_from_strings(&bisect->candidates), "steps", bisect->steps,
			     "steps_before", bisect->known, "skipped", bisect->skipped, "builds",
			     request->judge.retrial.built));
}

/* ---- Where it is done ---- */

/* A name of `vitro kernel list` will do. */
static int find_repository(struct bisect *bisect)
{
	struct tree tree = { .path = (char *)bisect->repository };
	int ret = file_is_directory(tree.path) ? 0 : tree_resolve(bisect->repository, &tree);

	if (ret)
		return ret;
	bisect->repository = realpath(tree.path, NULL);
	return bisect->repository ? 0 : cli_error("%s: %s", tree.path, strerror(errno));
}

/* Named for what is asked: the same call finds what another one has left. */
static void place(struct request *request)
{
	struct bisect *bisect = &request->bisect;
	const struct suspect *suspect = &request->judge.suspects.list[0];
	char digest[SHA1_DIGEST_STRING_LENGTH], *asked;
	char *commits = git_ask(bisect->repository, "rev-parse", bisect->good, bisect->bad, NULL);

	asked = text_format("%s\n%s\n%s\n%s\n%d", suspect->inputs[0].directory, bisect->repository,
			    commits ? commits : "",
			    request->judge.retrial.flavour ? request->judge.retrial.flavour : "",
			    request->judge.retrial.llvm);
	SHA1Data((const uint8_t *)asked, strlen(asked), digest);
	bisect->directory = state_path("bisect/%.12s", digest);
	bisect->name = text_format("bisect-%.12s", digest);
	free(asked);
	free(commits);
}

/* The worktree and what was built of it. */
static int clean_up(struct request *request)
{
	int ret = worktree_forget_builds(request->bisect.tree),
	    code = bisect_remove(&request->bisect);

	return code ? code : ret;
}

static int drop(struct request *request)
{
	int ret = bisect_prepare(&request->bisect);

	return ret ? ret : clean_up(request);
}

static int search(struct request *request)
{
	int ret = bisect_run(&request->bisect), code = 0;

	if (!ret && request->json)
		print_json(request);
	else if (!ret)
		print_text(request);
	if (request->bisect.over)
		code = clean_up(request);
	return ret ? ret : code;
}

static int run(struct request *request)
{
	char *path = text_format("%s.lock", request->bisect.directory),
	     *parent = state_path("bisect");
	int fd, ret = 0;

	if (file_make_directories(parent))
		ret = cli_fail("%s: %s", parent, strerror(errno));
	if (!ret)
		ret = lock_take(path, "wait for another vitro that is at this bisection", &fd);
	if (!ret) {
		ret = request->drop ? drop(request) : search(request);
		unlink(path);
		close(fd);
	}
	free(parent);
	free(path);
	return ret;
}

int cmd_bisect(int argc, char **argv)
{
	struct request request = { .judge.retrial = { .runs = 3, .jobs = 1 } };
	int ret = parse(&request, argc, argv);

	if (ret >= 0)
		return ret;
	ret = retrial_prepare(&request.judge.retrial);
	if (!ret)
		ret = find_repository(&request.bisect);
	if (!ret)
		ret = bugs_open(&request.judge.retrial.bugs);
	if (!ret)
		ret = suspects_collect(&request.judge.suspects, request.judge.retrial.bugs, argv,
				       1);
	if (!ret && !request.judge.suspects.list[0].count)
		ret = cli_error("%s: %s", argv[0], request.judge.suspects.list[0].nothing.detail);
	if (!ret) {
		judge_narrow(&request.judge);
		place(&request);
		request.bisect.to = request.json ? stderr : stdout;
		request.bisect.judge = judge_commit;
		request.bisect.context = &request.judge;
		ret = run(&request);
	}
	bisect_free(&request.bisect);
	suspects_free(&request.judge.suspects);
	bugs_close(request.judge.retrial.bugs);
	return ret;
}
