// SPDX-License-Identifier: GPL-2.0-only
/*
 * First the inputs are run as `vitro triage` runs them: which bug is it, and is it one each time? Then each is made smaller, and
 * what else was met is run and filed in its turn.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bugs.h"
#include "cli.h"
#include "commands.h"
#include "compiler.h"
#include "files.h"
#include "json.h"
#include "minimize_job.h"
#include "progress.h"
#include "sanitizer.h"
#include "scratch.h"
#include "triage.h"

static const char usage[] = "vitro minimize FILE|FINDING|BUG|DIRECTORY [options]";

enum { SHORT_MS = 2000 };

struct request {
	struct triage triage;
	int seconds;
	json_t *rows;
};

static int parse(struct request *request, int argc, char **argv)
{
	struct triage *triage = &request->triage;
	const struct cli_opt opts[] = {
		{ "time", 't', CLI_SECONDS, &request->seconds, "TIME",
		  "at most for each input; 5m when not given" },
		{ "sanitizer", 's', CLI_STRING, &triage->flavour, "SAN",
		  "of a plain file; a finding has its own" },
		{ "kernel", 'k', CLI_STRING, &triage->tree, "TREE", "likewise" },
		TRIAGE_OPTIONS(triage),
		{ 0 },
	};
	char **rest;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (count != 1)
		return cli_error("minimize wants one file, finding, bug or directory");
	if (triage->jobs <= 0)
		triage->jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
	return -1;
}

/* A path, or else the number of a bug: its smallest crash. */
static int collect(struct triage *triage, const char *what)
{
	struct bugs *bugs;
	struct bug bug;
	int ret;

	if (file_exists(what))
		return triage_collect(triage, what);
	ret = bugs_open(&bugs);
	if (ret)
		return ret;
	ret = bugs_find(bugs, what, &bug);
	bugs_close(bugs);
	if (ret)
		return ret;
	ret = triage_collect(triage, bug.best);
	bug_free(&bug);
	return ret;
}

static int write_at_once(const char *directory, const char *name, const void *data, size_t size)
{
	char *path = text_format("%s/%s", directory, name), *draft = text_format("%s.new", path);
	int ret = file_write(draft, data, size);

	if (!ret)
		ret = rename(draft, path);
	if (ret)
		ret = cli_fail("cannot write to %s: %s", path, strerror(errno));
	free(draft);
	free(path);
	return ret;
}

static int save(const struct triage_item *item, const struct minimize_job *job)
{
	int ret = write_at_once(item->finding, "minimized", job->data, job->size);

	if (!ret && job->report)
		ret = write_at_once(item->finding, "minimized.log", job->report,
				    strlen(job->report));
	return ret;
}

static void show(struct request *request, const struct triage_item *item,
		 const struct minimize_job *job, size_t from)
{
	double rate = job->took > 0 ? (double)job->tries / job->took : 0;

	json_array_append_new(
		request->rows,
		json_pack("{s:s, s:s, s:I, s:I, s:I, s:f, s:b, s:i, s:s}", "bug", item->id, "title",
			  item->crash.title, "from", (json_int_t)from, "to", (json_int_t)job->size,
			  "tries", (json_int_t)job->tries, "seconds", job->took, "stopped",
			  job->stopped, "others", job->other_count, "finding", item->finding));
	if (request->triage.json)
		return;
	progress_end();
	printf("%s %s\n  %zu to %zu bytes in %ld tries, %.1f s, %.0f tries/s%s\n  %s/minimized\n",
	       item->id, item->crash.title, from, job->size, job->tries, job->took, rate,
	       job->stopped ? "; time was up" : "", item->finding);
	if (job->known)
		printf("  %ld results were known from a run that was stopped\n", job->known);
}

/* As inputs of the same program, each in a file of its own. */
static int file_others(const struct request *request, const struct triage_item *item,
		       const struct minimize_job *job)
{
	struct triage others = { .harness = item->input.harness,
				 .flavour = item->input.flavour,
				 .tree = item->input.tree,
				 .llvm = request->triage.llvm,
				 .runs = request->triage.runs,
				 .jobs = request->triage.jobs };
	char *dir = scratch_path("minimize");
	int ret = 0;

	if (file_make_directories(dir))
		ret = cli_fail("cannot write to %s: %s", dir, strerror(errno));
	for (int i = 0; i < job->other_count && !ret; i++) {
		char *path = text_format("%s/%d", dir, i);

		if (file_write(path, job->others[i].data, job->others[i].size))
			ret = cli_fail("cannot write to %s: %s", path, strerror(errno));
		if (!ret)
			ret = triage_collect(&others, path);
		free(path);
	}
	if (!ret)
		ret = triage_run(&others);
	for (int i = 0; i < others.count && !ret && !request->triage.json; i++)
		if (others.items[i].hits)
			printf("  on the way: %s %s%s\n", others.items[i].id,
			       others.items[i].crash.title, others.items[i].is_new ? " (new)" : "");
	triage_free(&others);
	file_remove_tree(dir);
	free(dir);
	return ret;
}

/* Enough for what the input does, and what never ends need not be waited for. */
static int run_job(struct minimize_job *job, const struct triage_item *item, int llvm)
{
	struct build build;
	int ret = build_prepare(&build, item->input.tree, item->input.flavour, llvm);

	job->build = &build;
	job->timeout_ms = SHORT_MS;
	if (!ret)
		ret = minimize_job_run(job);
	job->build = NULL;
	return ret;
}

static int minimize_item(struct request *request, const struct triage_item *item)
{
	char *state = text_format("%s/minimize.state", item->finding);
	struct minimize_job job = { .harness = item->input.harness,
				    .crash = &item->crash,
				    .state = state,
				    .seconds = request->seconds,
				    .jobs = request->triage.jobs };
	size_t from;
	int ret = 0;

	job.data = (uint8_t *)file_read(item->input.path, &job.size);
	from = job.size;
	if (!job.data)
		ret = cli_fail("cannot read %s: %s", item->input.path, strerror(errno));
	progress_event("minimize %zu bytes of %s", from, item->input.harness);
	if (!ret)
		ret = run_job(&job, item, request->triage.llvm);
	if (!ret)
		ret = save(item, &job);
	if (!ret)
		show(request, item, &job, from);
	if (!ret && job.other_count)
		ret = file_others(request, item, &job);
	minimize_job_free(&job);
	free(job.data);
	free(state);
	return ret;
}

static int minimize_all(struct request *request)
{
	int ret = 0, done = 0;

	for (int i = 0; i < request->triage.count && !ret; i++) {
		const struct triage_item *item = &request->triage.items[i];

		if (item->foreign) {
			ret = cli_error(
				"%s is of another tree or sanitizer: give a copy of its input",
				item->finding);
		} else if (!item->hits) {
			fprintf(stderr, "vitro: %s does not crash\n", item->input.path);
		} else {
			ret = minimize_item(request, item);
			done++;
		}
	}
	if (!ret && request->triage.json)
		json_print(json_incref(request->rows));
	return ret ? ret : done == request->triage.count ? CLI_OK : CLI_FOUND;
}

int cmd_minimize(int argc, char **argv)
{
	struct request request = { .triage = { .runs = 2 }, .seconds = 300 };
	int ret = parse(&request, argc, argv), llvm;

	if (ret >= 0)
		return ret;
	llvm = compiler_choose(request.triage.llvm);
	if (llvm < 0)
		return CLI_USAGE;
	sanitizer_environment(llvm);
	request.rows = json_array();
	ret = collect(&request.triage, argv[0]);
	if (!ret)
		ret = triage_run(&request.triage);
	if (!ret)
		ret = minimize_all(&request);
	json_decref(request.rows);
	triage_free(&request.triage);
	return ret;
}
