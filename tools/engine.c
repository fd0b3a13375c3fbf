// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each process gets a private directory for the input that stops it. One that ends is judged
 * (verdict.c) and started again for the time that remains. To stop, it is asked to finish
 * (SIGUSR1), then told to (SIGINT), then killed.
 */
#include "engine.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "afl.h"
#include "cli.h"
#include "files.h"
#include "interrupt.h"
#include "process.h"
#include "session.h"
#include "verdict.h"

enum { TICK = 200, TELL_AFTER = 1000, KILL_AFTER = 3000 };

int64_t engine_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void worker_command(const struct engine *engine, const struct worker *worker,
			   struct command *command)
{
	static unsigned int seed;

	if (!seed)
		seed = (unsigned int)time(NULL) ^ ((unsigned int)getpid() << 16);
	command_add(command, "%s", engine->binary);
	/* Leaks are the shim's to find; libFuzzer would count each allocation. */
	command_words(
		command,
		"-reload=1 -print_final_stats=1 -timeout=10 -rss_limit_mb=4096 -detect_leaks=0");
	command_add(command, "-seed=%u", ++seed ? seed : ++seed);
	command_add(command, "-artifact_prefix=%s/", worker->artifacts);
	if (engine->dictionary)
		command_add(command, "-dict=%s", engine->dictionary);
	for (char *const *flag = engine->flags; flag && *flag; flag++)
		command_add(command, "%s", *flag);
	command_add(command, "%s", engine->corpus);
	if (engine->seeds)
		command_add(command, "%s", engine->seeds);
}

static char *join_words(char *const *argv)
{
	char *line = text_format("%s", argv[0]);

	for (argv++; *argv; argv++) {
		char *longer = text_format("%s %s", line, *argv);

		free(line);
		line = longer;
	}
	return line;
}

static void start_worker(struct engine *engine, struct worker *worker)
{
	struct command command = { 0 };
	int ret;

	if (engine->afl)
		afl_command(engine, worker, &command);
	else
		worker_command(engine, worker, &command);
	free(worker->command);
	worker->command = join_words(command.argv);
	engine->started = engine_clock();
	ret = worker_start(worker, command.argv);
	if (ret) {
		cli_fail("cannot start %s: %s", engine->binary, strerror(-ret));
		engine->failed = true;
	}
	command_free(&command);
}

static void note_progress(struct engine *engine, const struct worker *worker)
{
	const struct pulse *pulse = &worker->pulse;

	if (pulse->coverage > engine->coverage)
		engine->coverage = pulse->coverage;
	if (pulse->features > engine->features)
		engine->features = pulse->features;
	if (pulse->corpus > engine->corpus_size)
		engine->corpus_size = pulse->corpus;
	if (!pulse->loaded || engine->loaded)
		return;
	engine->loaded = true;
	engine->initial = pulse->initial;
	if (engine->status.say)
		return;
	status_event(&engine->status, "%s %s %s: fuzzing in %d %s, corpus %u", engine->harness,
		     engine->flavour, engine->version, engine->jobs,
		     engine->jobs == 1 ? "process" : "processes", pulse->corpus);
}

static void serve(struct engine *engine, struct worker *worker)
{
	bool more = worker_read(worker);
	int code;

	note_progress(engine, worker);
	if (more)
		return;
	code = worker_reap(worker);
	engine->ended_execs += worker_execs(worker);
	if (engine->afl)
		afl_ended(engine, worker, code, engine->stopping);
	else if (verdict(engine, worker, code, engine->stopping))
		start_worker(engine, worker);
}

bool engine_running(const struct engine *engine)
{
	for (int i = 0; i < engine->jobs; i++)
		if (engine->workers[i].pid)
			return true;
	return false;
}

void engine_watch(const struct engine *engine, struct pollfd *fds)
{
	for (int i = 0; i < engine->jobs; i++)
		fds[i] = (struct pollfd){ .fd = engine->workers[i].output, .events = POLLIN };
}

void engine_take(struct engine *engine, const struct pollfd *fds)
{
	for (int i = 0; i < engine->jobs; i++)
		if (fds[i].revents)
			serve(engine, &engine->workers[i]);
}

static void signal_all(const struct engine *engine, int signal)
{
	for (int i = 0; i < engine->jobs; i++)
		worker_signal(&engine->workers[i], signal);
}

void engine_stop(struct engine *engine)
{
	if (engine->stopping)
		return;
	engine->stopping = ENGINE_ASKED;
	engine->asked = engine_clock();
	signal_all(engine, engine->afl ? SIGINT : SIGUSR1);
}

void engine_hurry(struct engine *engine)
{
	if (engine->stopping < ENGINE_KILLED)
		engine->stopping++;
	signal_all(engine, engine->stopping == ENGINE_TOLD ? SIGINT : SIGKILL);
}

void engine_tick(struct engine *engine, int64_t now)
{
	static const int patience[] = { [ENGINE_ASKED] = TELL_AFTER, [ENGINE_TOLD] = KILL_AFTER };

	if (!engine->stopping)
		engine_measure(engine, now);
	else if (engine->stopping < ENGINE_KILLED &&
		 now - engine->asked > patience[engine->stopping])
		engine_hurry(engine);
}

static void make_workers(struct engine *engine)
{
	engine->workers = calloc((size_t)engine->jobs, sizeof(*engine->workers));
	if (!engine->workers)
		abort();
	for (int i = 0; i < engine->jobs; i++) {
		int ret = worker_prepare(&engine->workers[i], engine->scratch, i);

		if (!ret)
			continue;
		cli_fail("cannot write to %s: %s", engine->scratch, strerror(-ret));
		engine->failed = true;
	}
}

void engine_begin(struct engine *engine)
{
	engine->began = engine->sampled = engine_clock();
	make_workers(engine);
	for (int i = 0; i < engine->jobs && !engine->failed; i++)
		start_worker(engine, &engine->workers[i]);
}

/* Wait at most a tick for output, and take it. */
static void engine_listen(struct engine *engine)
{
	struct pollfd *fds = calloc((size_t)engine->jobs, sizeof(*fds));

	if (!fds)
		abort();
	engine_watch(engine, fds);
	if (poll(fds, (nfds_t)engine->jobs, TICK) > 0)
		engine_take(engine, fds);
	free(fds);
}

static void finish(struct engine *engine)
{
	interrupt_seen();
	engine_stop(engine);
	while (engine_running(engine)) {
		engine_listen(engine);
		if (interrupt_seen())
			engine_hurry(engine);
		engine_tick(engine, engine_clock());
	}
}

int engine_run(struct engine *engine)
{
	int64_t now = engine_clock();

	interrupt_catch();
	status_start(&engine->status);
	engine->deadline = now + (int64_t)engine->seconds * 1000;
	engine_begin(engine);
	while (engine_running(engine) && !interrupt_seen() && !engine->failed) {
		if (engine->seconds && now >= engine->deadline)
			break;
		engine_listen(engine);
		now = engine_clock();
		if (engine->afl)
			afl_tick(engine, now);
		engine_tick(engine, now);
		session_note(engine, now);
		status_tick(&engine->status, engine, now);
	}
	finish(engine);
	status_end(&engine->status);
	return engine->failed ? CLI_FOUND : CLI_OK;
}

void engine_end(struct engine *engine)
{
	for (int i = 0; engine->workers && i < engine->jobs; i++) {
		worker_signal(&engine->workers[i], SIGKILL);
		worker_free(&engine->workers[i]);
	}
	free(engine->workers);
	free(engine->trouble);
	if (engine->unsaved)
		cli_fail("what could not be saved is in %s", engine->scratch);
	else
		file_remove_tree(engine->scratch);
}
