// SPDX-License-Identifier: GPL-2.0-only
#include "session.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_layout.h"
#include "files.h"
#include "history.h"
#include "project.h"
#include "seeds.h"
#include "text.h"

enum { NOTE_PERIOD = 2000 };

static const char prefix[] = "fuzz-";

/* Run by the next session of its harness, it stops the program again, is filed, and is taken out again. */
static int rescue_one(const char *path, const char *name, void *context)
{
	const char *digest = strrchr(name, '-');
	char *to;

	if (!digest || text_starts(name, "slow-unit-"))
		return 0;
	to = text_format("%s/%s", (const char *)context, digest + 1);
	if (rename(path, to))
		cli_fail("cannot keep %s: %s", path, strerror(errno));
	free(to);
	return 0;
}

static int rescue_worker(const char *path, const char *name, void *context)
{
	if (name[strspn(name, "0123456789")] == '\0')
		file_each(path, rescue_one, context);
	return 0;
}

/* What was found and not filed when the session was killed. */
static void rescue(const char *scratch, const char *name)
{
	const char *harness = strrchr(name, '.');
	char *corpus = harness ? corpus_dir(harness + 1) : NULL;

	if (corpus && file_is_directory(corpus))
		file_each_directory(scratch, rescue_worker, corpus);
	free(corpus);
}

/* A session that was killed leaves its scratch directory behind: fuzz-PID-SLOT.HARNESS. */
static int remove_stale(const char *path, const char *name, void *context)
{
	int pid = text_starts(name, prefix) ? atoi(name + strlen(prefix)) : 0;

	(void)context;
	if (pid > 0 && kill(pid, 0) && errno == ESRCH) {
		rescue(path, name);
		file_remove_tree(path);
	}
	return 0;
}

void session_clear(void)
{
	char *tmp = state_path("tmp");

	file_each_directory(tmp, remove_stale, NULL);
	free(tmp);
}

static int make_empty(const char *path)
{
	if (file_remove_tree(path) || file_make_directories(path))
		return cli_error("cannot write to %s: %s", path, strerror(errno));
	return 0;
}

static int prepare_seeds(struct engine *engine)
{
	char *committed = project_path("corpus/%s/seeds", engine->harness);
	char *links = text_format("%s/seeds", engine->scratch);
	int count = seeds_link(committed, links);

	free(committed);
	if (count > 0)
		engine->seeds = links;
	else
		free(links);
	if (count < 0)
		return cli_error("cannot write to %s: %s", engine->scratch, strerror(errno));
	return 0;
}

/* What is made of one input by itself is worth nothing to the next session: only findings are kept. */
static int prepare_only(struct engine *engine)
{
	char *path = text_format("%s/input", engine->corpus), *data;
	size_t size;
	int ret = 0;

	data = file_read(engine->only, &size);
	if (!data)
		ret = cli_error("cannot read %s: %s", engine->only, strerror(errno));
	else if (file_make_directories(engine->corpus) || file_write(path, data, size))
		ret = cli_error("cannot write to %s: %s", path, strerror(errno));
	free(data);
	free(path);
	return ret;
}

int session_prepare(struct engine *engine)
{
	char *dictionary = project_path("corpus/%s/dict", engine->harness);
	int ret;

	engine->scratch =
		state_path("tmp/%s%d-%d.%s", prefix, getpid(), engine->slot, engine->harness);
	if (file_exists(dictionary))
		engine->dictionary = dictionary;
	else
		free(dictionary);
	session_clear();
	engine->corpus = engine->only ? text_format("%s/corpus", engine->scratch) :
					corpus_dir(engine->harness);
	if (!engine->corpus || (!engine->only && corpus_layout_check(engine->harness)))
		return CLI_USAGE;
	if (!engine->only && file_make_directories(engine->corpus))
		return cli_error("cannot write to %s: %s", engine->corpus, strerror(errno));
	ret = make_empty(engine->scratch);
	if (ret)
		return ret;
	return engine->only ? prepare_only(engine) : prepare_seeds(engine);
}

void session_end(struct engine *engine)
{
	const char **all[] = { &engine->corpus, &engine->seeds, &engine->dictionary,
			       &engine->scratch };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		free((void *)*all[i]);
		*all[i] = NULL;
	}
}

void session_note(struct engine *engine, int64_t now)
{
	int64_t passed = now - engine->began;
	struct history_sample sample = {
		.harness = engine->harness,
		.flavour = engine->flavour,
		.started = time(NULL) - passed / 1000,
		.at = (double)passed / 1000,
		.execs_per_s = (double)engine->rate,
		.coverage = (int)engine->coverage,
		.features = (int)engine->features,
		.corpus = (int)engine->corpus_size,
	};

	if (!engine->loaded || !engine->rate || now - engine->noted < NOTE_PERIOD)
		return;
	engine->noted = now;
	sample.execs = (int64_t)engine_execs(engine);
	history_add_sample(&sample);
}

static json_t *findings_json(const struct findings *findings)
{
	json_t *list = json_array();

	for (int i = 0; i < findings->kinds; i++) {
		const struct finding *finding = &findings->list[i];

		json_array_append_new(list, json_pack("{s:s, s:s, s:i, s:s?}", "id", finding->id,
						      "title", finding->title, "count",
						      finding->count, "directory", finding->first));
	}
	return list;
}

static void print_json(const struct history_run *run, const struct findings *findings)
{
	json_t *summary = json_pack("{s:s, s:s, s:s, s:I, s:f, s:I, s:f, s:i, s:i, s:o}", "harness",
				    run->harness, "flavour", run->flavour, "tree", run->tree,
				    "started", (json_int_t)run->started, "seconds", run->seconds,
				    "execs", (json_int_t)run->execs, "execs_per_s",
				    run->execs_per_s, "coverage", run->coverage, "corpus",
				    run->corpus, "findings", findings_json(findings));

	json_dumpf(summary, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(summary);
}

static void print_table(const struct history_run *run, const struct findings *findings)
{
	findings_print(findings, stdout);
	printf("%s %s %s: %" PRId64
	       " execs in %.0f s, %.0f exec/s, cov %d, corpus %d, findings %d\n",
	       run->harness, run->flavour, run->tree, run->execs, run->seconds, run->execs_per_s,
	       run->coverage, run->corpus, run->findings);
}

void session_report(const struct engine *engine, bool json)
{
	double seconds = (double)(engine_clock() - engine->began) / 1000;
	struct history_run run = {
		.harness = engine->harness,
		.flavour = engine->flavour,
		.tree = engine->version,
		.started = time(NULL) - (int64_t)seconds,
		.seconds = seconds,
		.execs = (int64_t)engine_execs(engine),
		.coverage = (int)engine->coverage,
		.features = (int)engine->features,
		.corpus = (int)engine->corpus_size,
		.findings = engine->findings->total,
	};

	run.execs_per_s = seconds > 0 ? (double)run.execs / seconds : 0;
	history_add_run(&run);
	if (json)
		print_json(&run, engine->findings);
	else
		print_table(&run, engine->findings);
}

int session_check_disk(const struct engine *engine)
{
	if (!file_disk_is_full(engine->corpus))
		return 0;
	return cli_error("%s: %s; what was found last is missing or cut off", engine->corpus,
			 strerror(ENOSPC));
}
