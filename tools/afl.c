// SPDX-License-Identifier: GPL-2.0-only
/*
 * afl-fuzz is a worker like libFuzzer's processes. It stops at nothing that it finds, so what it writes is looked through from
 * time to time: what is in its queues goes to the corpus, what crashed is run again for its report.
 */
#include "afl.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "compiler.h"
#include "files.h"
#include "project.h"

enum { LOOK_PERIOD = 1000, CRASHES_AT_ONCE = 2 };

static const char name[] = "afl++";

bool afl_wanted(const char *engine)
{
	return engine && strcmp(engine, name) == 0;
}

int afl_check(const char *engine, const char *schedule_only)
{
	char *fuzzer = program_find("afl-fuzz");
	bool found = fuzzer && file_exists("/usr/lib/afl/afl-compiler-rt.o");

	free(fuzzer);
	if (!engine || strcmp(engine, link_engine_default.name) == 0)
		return 0;
	if (!afl_wanted(engine))
		return cli_error("no engine '%s' to fuzz with; there are: libfuzzer, afl++",
				 engine);
	if (schedule_only)
		return cli_error("--schedule-only is libFuzzer's: AFL++ changes whole inputs");
	return found ? 0 : cli_error("AFL++ is not installed: apt-get install afl++");
}

static struct build program_of(const struct build *build)
{
	struct build program = *build;

	program.engine = link_engine_find(name);
	return program;
}

int afl_build(const struct build *build, char *const *harnesses)
{
	struct build program = program_of(build);

	return build_harnesses(&program, harnesses);
}

/* Both directories in one, which is what afl-fuzz takes; it wants at least one input. */
static int copy_inputs(const struct engine *engine, const char *in)
{
	char *first = text_format("%s/first", in);
	int count, ret = 0;

	if (file_remove_tree(in) || file_make_directories(in))
		ret = -1;
	count = ret ? 0 : file_copy_all(engine->corpus, in);
	if (engine->seeds && count >= 0) {
		int seeds = file_copy_all(engine->seeds, in);

		count = seeds < 0 ? -1 : count + seeds;
	}
	if (!ret && !count)
		ret = file_write(first, "\n", 1);
	if (ret || count < 0)
		ret = cli_error("cannot write to %s: %s", in, strerror(errno));
	free(first);
	return ret;
}

/* afl/HARNESS-FLAVOUR-PID of a process that is gone. */
static int take_stale(const char *path, const char *name, void *context)
{
	struct engine *engine = context;
	char *mine = text_format("%s-%s-", engine->harness, engine->flavour);
	int pid = text_starts(name, mine) ? atoi(name + strlen(mine)) : 0;

	free(mine);
	if (pid <= 0 || kill(pid, 0) == 0 || errno != ESRCH)
		return 0;
	afl_take_queues(engine, path, NULL);
	while (afl_take_crashes(engine, path, CRASHES_AT_ONCE))
		;
	file_remove_tree(path);
	return 0;
}

/* What the harness takes, told by its source, "64 << 10", say; 0 when it does not say. */
static int max_size(const char *harness)
{
	static const char mark[] = ".max_size = ";
	char *path = project_path("harnesses/%s.c", harness), *text = file_read(path, NULL);
	const char *found = text ? strstr(text, mark) : NULL;
	int size = 0, shift = 0;

	if (found)
		sscanf(found + strlen(mark), "%d << %d", &size, &shift);
	free(text);
	free(path);
	return size << shift;
}

int afl_prepare(struct engine *engine, const struct build *build)
{
	struct build program = program_of(build);
	char *all = state_path("afl");
	struct afl *afl = memory_resize(NULL, sizeof(*afl));

	*afl = (struct afl){
		.fuzzer = program_find("afl-fuzz"),
		.program = build_binary(&program, engine->harness),
		.in = text_format("%s/in", engine->scratch),
		.out = state_path("afl/%s-%s-%d", engine->harness, engine->flavour, getpid()),
		.max_size = max_size(engine->harness),
		.next = calloc((size_t)engine->jobs, sizeof(*afl->next)),
	};
	if (!afl->next)
		abort();
	engine->afl = afl;
	if (afl_mutator(build, engine->harness, &afl->mutator))
		return CLI_FOUND;
	file_each_directory(all, take_stale, engine);
	free(all);
	if (file_remove_tree(afl->out) || file_make_directories(afl->out))
		return cli_error("cannot write to %s: %s", afl->out, strerror(errno));
	return copy_inputs(engine, afl->in);
}

static unsigned int number_of(const char *text, const char *key)
{
	const char *line = strstr(text, key);

	return line ? (unsigned int)strtoul(line + strcspn(line, ":") + 1, NULL, 10) : 0;
}

/* fuzzer_stats is written when fuzzing begins, then once a minute, and at the end; what the queue holds is known earlier. */
static void read_progress(struct engine *engine, int index)
{
	char *path = text_format("%s/%d/fuzzer_stats", engine->afl->out, index), *text;
	unsigned int queued = (unsigned int)engine->afl->next[index];
	struct pulse *pulse = &engine->workers[index].pulse;

	text = file_read(path, NULL);
	if (text) {
		pulse->corpus = number_of(text, "corpus_count ");
		pulse->coverage = number_of(text, "edges_found ");
		pulse->loaded = true;
	}
	if (pulse->corpus < queued)
		pulse->corpus = queued;
	if (engine->coverage < pulse->coverage)
		engine->coverage = pulse->coverage;
	if (engine->corpus_size < pulse->corpus)
		engine->corpus_size = pulse->corpus;
	free(text);
	free(path);
}

static void look(struct engine *engine, int most)
{
	struct afl *afl = engine->afl;

	for (int i = 0; i < engine->jobs; i++)
		read_progress(engine, i);
	if (afl_take_queues(engine, afl->out, afl->next))
		engine->failed = true;
	if (!afl->seeds_done && engine->workers[0].pulse.loaded) {
		afl->seeds_done = true;
		afl_take_seeds(engine, &engine->workers[0]);
	}
	afl_take_crashes(engine, afl->out, most);
}

void afl_tick(struct engine *engine, int64_t now)
{
	if (now - engine->afl->looked < LOOK_PERIOD)
		return;
	look(engine, CRASHES_AT_ONCE);
	engine->afl->looked = engine_clock();
}

static char *complaint(const char *log)
{
	const char *found = strstr(log, "PROGRAM ABORT : ");

	if (!found)
		return text_format("afl-fuzz ended");
	found += strlen("PROGRAM ABORT : ");
	return text_format("%.*s", (int)strcspn(found, "\n\033"), found);
}

void afl_ended(struct engine *engine, struct worker *worker, int code, bool stopping)
{
	char *reason;

	if (stopping || engine->failed || code == 0)
		return;
	engine->failed = true;
	afl_take_seeds(engine, worker);
	status_end(&engine->status);
	reason = complaint(worker->log);
	cli_fail("%s cannot be fuzzed by AFL++: %s", engine->harness, reason);
	free(reason);
}

void afl_end(struct engine *engine)
{
	struct afl *afl = engine->afl;
	int64_t ended = engine_clock();

	look(engine, CRASHES_AT_ONCE);
	while (afl_take_crashes(engine, afl->out, CRASHES_AT_ONCE))
		;
	engine->began += engine_clock() - ended; /* nothing was fuzzed meanwhile */
	file_remove_tree(afl->out);
	if (afl->mutator)
		unlink(afl->mutator);
	free(afl->fuzzer);
	free(afl->program);
	free(afl->mutator);
	free(afl->in);
	free(afl->out);
	free(afl->next);
	free(afl);
	engine->afl = NULL;
}
