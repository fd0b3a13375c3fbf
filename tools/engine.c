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
#include "process.h"
#include "session.h"
#include "verdict.h"

enum { TICK = 200, SAMPLE = 2000, TELL_AFTER = 1000, KILL_AFTER = 3000 };

static volatile sig_atomic_t interrupted;

static void on_signal(int signal)
{
	(void)signal;
	interrupted = 1;
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	interrupted = 0;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

int64_t engine_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

uint64_t engine_execs(const struct engine *engine)
{
	uint64_t execs = engine->ended_execs;

	for (int i = 0; i < engine->jobs; i++)
		if (engine->workers[i].pid)
			execs += worker_execs(&engine->workers[i]);
	return execs;
}

static bool counted(const struct engine *engine)
{
	for (int i = 0; i < engine->jobs; i++)
		if (*engine->workers[i].counter)
			return true;
	return false;
}

/*
 * What libFuzzer says, averages since each process began; in their first seconds it says nothing.
 */
static uint64_t told_rate(const struct engine *engine)
{
	int64_t passed = engine_clock() - engine->began;
	uint64_t average = engine_execs(engine) * 1000 / (uint64_t)(passed > 0 ? passed : 1);
	uint64_t rate = 0;

	for (int i = 0; i < engine->jobs; i++)
		if (engine->workers[i].pid)
			rate += engine->workers[i].pulse.rate;
	return rate > average ? rate : average;
}

static void measure_rate(struct engine *engine, int64_t now)
{
	uint64_t execs = engine_execs(engine);

	if (!counted(engine) || !engine->rate)
		engine->rate = told_rate(engine);
	if (!counted(engine) || now - engine->sampled < SAMPLE)
		return;
	if (execs > engine->sampled_execs)
		engine->rate =
			(execs - engine->sampled_execs) * 1000 / (uint64_t)(now - engine->sampled);
	engine->sampled = now;
	engine->sampled_execs = execs;
}

static void worker_command(const struct engine *engine, const struct worker *worker,
			   struct command *command)
{
	static unsigned int seed;

	if (!seed)
		seed = (unsigned int)time(NULL) ^ ((unsigned int)getpid() << 16);
	command_add(command, "%s", engine->binary);
	command_words(command, "-reload=1 -print_final_stats=1 -timeout=10 -rss_limit_mb=4096");
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
	if (pulse->corpus > engine->corpus_size)
		engine->corpus_size = pulse->corpus;
	if (!pulse->loaded || engine->loaded)
		return;
	engine->loaded = true;
	status_event(&engine->status, "%s %s %s: fuzzing in %d %s, corpus %u", engine->harness,
		     engine->flavour, engine->version, engine->jobs,
		     engine->jobs == 1 ? "process" : "processes", pulse->corpus);
}

static void serve(struct engine *engine, struct worker *worker, bool stopping)
{
	bool more = worker_read(worker);
	int code;

	note_progress(engine, worker);
	if (more)
		return;
	code = worker_reap(worker);
	engine->ended_execs += worker_execs(worker);
	if (engine->afl)
		afl_ended(engine, worker, code, stopping);
	else if (verdict(engine, worker, code, stopping))
		start_worker(engine, worker);
}

static int running(const struct engine *engine)
{
	int count = 0;

	for (int i = 0; i < engine->jobs; i++)
		count += engine->workers[i].pid != 0;
	return count;
}

/* Wait at most a tick for output, and take it. */
static void engine_listen(struct engine *engine, bool stopping)
{
	struct pollfd *fds = calloc((size_t)engine->jobs, sizeof(*fds));

	if (!fds)
		abort();
	for (int i = 0; i < engine->jobs; i++)
		fds[i] = (struct pollfd){ .fd = engine->workers[i].output, .events = POLLIN };
	if (poll(fds, (nfds_t)engine->jobs, TICK) > 0)
		for (int i = 0; i < engine->jobs; i++)
			if (fds[i].revents)
				serve(engine, &engine->workers[i], stopping);
	free(fds);
}

static void signal_all(const struct engine *engine, int signal)
{
	for (int i = 0; i < engine->jobs; i++)
		worker_signal(&engine->workers[i], signal);
}

static void stop_workers(struct engine *engine)
{
	int64_t began = engine_clock();
	int told = 0;

	interrupted = 0;
	signal_all(engine, engine->afl ? SIGINT : SIGUSR1);
	while (running(engine)) {
		int64_t passed = engine_clock() - began;

		if (passed > KILL_AFTER || (told && interrupted)) {
			signal_all(engine, SIGKILL);
		} else if (!told && (passed > TELL_AFTER || interrupted)) {
			signal_all(engine, SIGINT);
			interrupted = 0;
			told = 1;
		}
		engine_listen(engine, true);
	}
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

int engine_run(struct engine *engine)
{
	int64_t now = engine->began = engine->sampled = engine_clock();

	engine->deadline = engine->began + (int64_t)engine->seconds * 1000;
	make_workers(engine);
	catch_signals();
	status_start(&engine->status);
	for (int i = 0; i < engine->jobs && !engine->failed; i++)
		start_worker(engine, &engine->workers[i]);
	while (running(engine) && !interrupted && !engine->failed) {
		if (engine->seconds && now >= engine->deadline)
			break;
		engine_listen(engine, false);
		now = engine_clock();
		if (engine->afl)
			afl_tick(engine, now);
		measure_rate(engine, now);
		session_note(engine, now);
		status_tick(&engine->status, engine, now);
	}
	stop_workers(engine);
	status_end(&engine->status);
	return engine->failed ? CLI_FOUND : CLI_OK;
}

void engine_end(struct engine *engine)
{
	signal_all(engine, SIGKILL);
	for (int i = 0; i < engine->jobs; i++)
		worker_free(&engine->workers[i]);
	free(engine->workers);
	if (engine->findings.unsaved)
		cli_fail("what could not be saved is in %s", engine->scratch);
	else
		file_remove_tree(engine->scratch);
	findings_free(&engine->findings);
}
