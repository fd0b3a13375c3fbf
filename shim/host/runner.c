// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runner.h"
#include "runner_block.h"
#include "sanitizer.h"
#include "share.h"

enum {
	TICK_MS = 20,
	GRACE_MS = 2000,
	BUSY = 4 /* a machine gives a process at least that part of itself */
};

bool runner_serving;

/* A harness that plants its bugs has this, and writes there which one it does. */
extern unsigned long *vitro_truth WEAK;

static struct runner_block *block;
static int link_fd;

bool runner_open(void)
{
	const char *text = getenv("VITRO_RUNNER");

	if (!text || !*text)
		return false;
	link_fd = atoi(text);
	block = mmap(NULL, sizeof(*block), PROT_READ | PROT_WRITE, MAP_SHARED, link_fd + 1, 0);
	if (block == MAP_FAILED) {
		fprintf(stderr, "vitro: VITRO_RUNNER=%s: nobody asks there\n", text);
		exit(1);
	}
	runner_serving = true;
	if (&vitro_truth)
		vitro_truth = &block->truth;
	return true;
}

bool runner_race_known(uint64_t hash)
{
	for (uint32_t i = 0; i < block->races && i < RUNNER_RACES; i++)
		if (block->race[i] == hash)
			return true;
	return false;
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static uint64_t resident_mb(pid_t pid)
{
	unsigned long size, resident = 0;
	char path[40];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/statm", pid);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (fscanf(file, "%lu %lu", &size, &resident) != 2)
		resident = 0;
	fclose(file);
	return resident * (uint64_t)sysconf(_SC_PAGESIZE) >> 20;
}

/*
 * The child keeps its limits by itself, as long as it can: by processor time, and told by a signal of its memory. Each input of
 * a batch has its own time.
 */
static void watch(pid_t pid, uint64_t began)
{
	struct pollfd fd = { .fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN };
	uint32_t done = block->done;
	uint64_t told = 0;

	while (poll(&fd, 1, TICK_MS) == 0) {
		uint64_t passed;

		if (block->done != done && !told) {
			done = block->done;
			began = now();
		}
		passed = (now() - began) / 1000000;

		if (told && passed > told + GRACE_MS) {
			kill(pid, SIGKILL);
		} else if (!told && resident_mb(pid) > block->rss_mb) {
			block->ended_by = RUNNER_MEMORY;
			kill(pid, RUNNER_SIGNAL_MEMORY);
			told = passed;
		} else if (!told && passed > BUSY * block->timeout_ms) {
			block->ended_by = RUNNER_TIME;
			kill(pid, RUNNER_SIGNAL_TIME);
			told = passed;
		}
	}
	close(fd.fd);
}

static void run_all(void)
{
	const uint8_t *input = block->input;

	for (uint32_t i = 0; i < block->count; i++) {
		runner_input(input, block->sizes[i]);
		input += block->sizes[i];
		__atomic_store_n(&block->done, i + 1, __ATOMIC_RELEASE);
	}
}

static void run_child(pid_t parent, char message)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	close(link_fd);
	share_after_fork();
	runner_limit(block->timeout_ms, block->rss_mb);
	if (message == RUNNER_RUN_BATCH) {
		features_run(block);
		_exit(0);
	}
	if (message == RUNNER_TRY_BATCH) {
		run_all();
		_exit(0);
	}
	runner_input(block->input, block->size);
	fflush(NULL);
	_exit(0);
}

/*
 * _Fork() is none that the sanitizers know. They would take their locks and touch all of their tables, page by page, where
 * nobody can hold a lock; and TSan, which takes each fiber for a thread, does not look at the child of a process with several.
 */
static void serve_one(char message)
{
	uint64_t began = now();
	pid_t parent = getpid(), pid;
	int status = 0;

	block->truth = 0;
	block->done = 0;
	block->ended_by = RUNNER_ITSELF;
	pid = _Fork();
	if (pid == 0)
		run_child(parent, message);
	if (pid < 0) {
		fprintf(stderr, "vitro: cannot fork: %s\n", strerror(errno));
		_exit(1);
	}
	watch(pid, began);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	block->status = status;
	block->nanoseconds = now() - began;
}

static void serve_here(void)
{
	static bool limited;

	if (!limited)
		runner_limit(block->timeout_ms, block->rss_mb);
	limited = true;
	block->done = 0;
	features_run(block);
	block->status = 0;
}

static void tell(char message)
{
	if (send(link_fd, &message, 1, MSG_NOSIGNAL) != 1)
		_exit(0);
}

void runner_serve(void)
{
	char message;

	runner_prepare();
	fflush(NULL);
	tell(RUNNER_READY);
	while (recv(link_fd, &message, 1, 0) == 1) {
		if (message == RUNNER_RUN_HERE)
			serve_here();
		else
			serve_one(message);
		tell(RUNNER_DONE);
	}
	_exit(0);
}
