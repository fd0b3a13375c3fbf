// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "bisect.h"
#include "build.h"
#include "cli.h"
#include "commands.h"
#include "files.h"
#include "git.h"
#include "json.h"
#include "project.h"
#include "retrial.h"

static const char usage[] = "vitro bisect ID|FINDING --good REV --bad REV -k GIT_TREE [options]";

enum { SHOWN = 40 };

struct request {
	struct bisect bisect;
	struct retrial retrial;
	bool json, drop;
	struct suspects suspects;
	char *previous; /* commit that was built last */
	int lock;
};

static int parse(struct request *request, int argc, char **argv)
{
	struct retrial *retrial = &request->retrial;
	struct bisect *bisect = &request->bisect;
	const struct cli_opt opts[] = {
		{ "good", 0, CLI_STRING, &bisect->good, "REV", "a commit without the bug" },
		{ "bad", 0, CLI_STRING, &bisect->bad, "REV",
		  "a commit with it; the older one: look for what mended it" },
		{ "kernel", 'k', CLI_STRING, &bisect->repository, "GIT_TREE",
		  "git repository of the kernel; its checkout is left alone" },
		{ "sanitizer", 's', CLI_STRING, &retrial->flavour, "SAN",
		  "instead of the finding's own" },
		{ "runs", 'n', CLI_INT, &retrial->runs, "RUNS", "of each input; 3 when not given" },
		{ "llvm", 0, CLI_INT, &retrial->llvm, "N", "clang and LLVM version" },
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

/* One program is enough: of the finding's best input, and the others that it can run. */
static void narrow(struct suspect *suspect)
{
	int kept = 1;

	for (int i = 1; i < suspect->count; i++) {
		struct suspect_input input = suspect->inputs[i];

		if (strcmp(input.harness, suspect->inputs[0].harness) != 0 ||
		    strcmp(input.flavour, suspect->inputs[0].flavour) != 0)
			continue;
		suspect->inputs[i] = suspect->inputs[kept];
		suspect->inputs[kept++] = input;
	}
	suspect->count = kept;
}

/* ---- A commit is judged ---- */

/* Have files changed that make or Kconfig read, and whose objects do not name them? */
static bool makes_otherwise(const struct request *request, const char *tree, const char *commit)
{
	char *said;
	bool changed;

	if (!request->previous)
		return true;
	changed = git_tell(tree, &said, "diff", "--quiet", request->previous, commit, "--",
			   ":(glob)**/Makefile*", ":(glob)**/Kbuild*", ":(glob)**/Kconfig*",
			   "scripts", "tools", NULL) != 0;
	free(said);
	return changed;
}

static enum bisect_verdict verdict_on(const struct suspect *suspect, char **said)
{
	const struct suspect_input *worst;

	switch (suspect_outcome(suspect, &worst)) {
	case OUTCOME_SAME:
		return BISECT_WITH;
	case OUTCOME_CHANGED:
		*said = text_format("other: %s", worst->detail);
		return BISECT_WITHOUT;
	case OUTCOME_NOT_APPLICABLE:
		*said = text_format("%s", worst->detail);
		if (!strstr(worst->detail, strerror(ENOSPC)))
			return BISECT_SKIP;
		cli_fail("%s", worst->detail);
		return BISECT_STOP;
	default:
		return BISECT_WITHOUT;
	}
}

static enum bisect_verdict judge(const char *tree, char **said, void *context)
{
	struct request *request = context;
	char *commit = git_ask(tree, "rev-parse", "HEAD", NULL);

	request->retrial.tree = tree;
	request->retrial.configure = makes_otherwise(request, tree, commit);
	free(request->previous);
	request->previous = commit;
	if (retrial_run(&request->retrial, &request->suspects))
		return BISECT_STOP;
	return verdict_on(&request->suspects.list[0], said);
}

/* ---- The result ---- */

static char *describe(const struct request *request, const char *commit)
{
	return git_ask(request->bisect.repository, "log", "-1", "--format=%h (\"%s\")", commit,
		       NULL);
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
	printf("%d steps, %d skipped, %d builds\n", bisect->known + bisect->steps, bisect->skipped,
	       request->retrial.built);
}

static void print_json(const struct request *request)
{
	const struct bisect *bisect = &request->bisect;
	const struct suspect *suspect = &request->suspects.list[0];

	json_print(json_pack("{s:s, s:s, s:s, s:o, s:i, s:i, s:i, s:i}", "bug", suspect->id,
			     "title", suspect->title, "looked_for",
			     bisect->mending ? "fix" : "introduction", "candidates",
			     json_from_strings(&bisect->candidates), "steps", bisect->steps,
			     "steps_before", bisect->known, "skipped", bisect->skipped, "builds",
			     request->retrial.built));
}

/* ---- Where it is done ---- */

/* A name of `vitro kernel list` will do. */
static int find_repository(struct bisect *bisect)
{
	struct tree tree;
	int ret =
		file_is_directory(bisect->repository) ? 0 : tree_resolve(bisect->repository, &tree);

	if (ret)
		return ret;
	bisect->repository = realpath(
		file_is_directory(bisect->repository) ? bisect->repository : tree.path, NULL);
	return bisect->repository ? 0 : cli_error("%s: %s", tree.path, strerror(errno));
}

/* Named for what is asked: the same call finds what another one has left. */
static void place(struct request *request)
{
	struct bisect *bisect = &request->bisect;
	const struct suspect *suspect = &request->suspects.list[0];
	char digest[SHA1_DIGEST_STRING_LENGTH], *asked;

	asked = text_format("%s\n%s\n%s\n%s\n%s\n%d", suspect->inputs[0].directory,
			    bisect->repository, bisect->good, bisect->bad,
			    request->retrial.flavour ? request->retrial.flavour : "",
			    request->retrial.llvm);
	SHA1Data((const uint8_t *)asked, strlen(asked), digest);
	bisect->directory = state_path("bisect/%.12s", digest);
	bisect->name = text_format("bisect-%.12s", digest);
	free(asked);
}

static int lock(const char *path, int *fd)
{
	char *parent = state_path("bisect");
	int ret = 0;

	*fd = -1;
	if (!file_make_directories(parent))
		*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (*fd < 0)
		ret = cli_fail("%s: %s", path, strerror(errno));
	else if (flock(*fd, LOCK_EX | LOCK_NB))
		ret = cli_fail("another vitro is at this bisection: %s", path);
	free(parent);
	return ret;
}

/* The worktree and what was built of it. */
static int clean_up(struct request *request)
{
	struct tree tree = { 0 };
	char *built = NULL;
	int ret = 0;

	if (file_is_directory(request->bisect.tree) && !tree_resolve(request->bisect.tree, &tree))
		built = state_path("build/%s", tree.id);
	ret = bisect_remove(&request->bisect);
	if (built && file_remove_tree(built))
		ret = cli_fail("%s: %s", built, strerror(errno));
	free(built);
	return ret;
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
	char *path = text_format("%s.lock", request->bisect.directory);
	int ret = lock(path, &request->lock);

	if (!ret) {
		ret = request->drop ? drop(request) : search(request);
		unlink(path);
	}
	free(path);
	return ret;
}

int cmd_bisect(int argc, char **argv)
{
	struct request request = { .retrial = { .runs = 3, .jobs = 1 } };
	int ret = parse(&request, argc, argv);

	if (ret >= 0)
		return ret;
	ret = retrial_prepare(&request.retrial);
	if (!ret)
		ret = find_repository(&request.bisect);
	if (!ret)
		ret = bugs_open(&request.retrial.bugs);
	if (!ret)
		ret = suspects_collect(&request.suspects, request.retrial.bugs, argv, 1);
	if (!ret) {
		narrow(&request.suspects.list[0]);
		place(&request);
		request.bisect.to = request.json ? stderr : stdout;
		request.bisect.judge = judge;
		request.bisect.context = &request;
		ret = run(&request);
	}
	bisect_free(&request.bisect);
	suspects_free(&request.suspects);
	bugs_close(request.retrial.bugs);
	return ret;
}
