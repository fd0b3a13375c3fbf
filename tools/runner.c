// SPDX-License-Identifier: GPL-2.0-only
/* What both ends share is in shim/host/runner_block.h. */
#include "runner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "crash.h"
#include "files.h"
#include "identity.h"
#include "runner_process.h"

enum { BOOT_MS = 120000, ATTEMPTS = 2 };

static bool tell(struct runner *runner)
{
	tail_clear(&runner->tail);
	runner->until = runner_clock() + runner_patience(runner);
	return send(runner->socket, &runner->message, 1, MSG_NOSIGNAL) == 1;
}

/* Have the input that is in the block run, as soon as it can. An error is kept for runner_end(). */
static void ask(struct runner *runner)
{
	runner->ended = false;
	runner->error = -EPIPE;
	while (runner->error && runner->attempts++ < ATTEMPTS) {
		runner->error = runner->pid ? 0 : runner_spawn(runner);
		runner->until = runner_clock() + BOOT_MS;
		if (runner->error || runner->booting || tell(runner))
			continue;
		runner->error = -EPIPE;
		runner_kill(runner);
	}
	runner->ended = runner->error != 0;
}

/* One that died, or hangs, is started again. */
static void serve(struct runner *runner)
{
	int heard = runner_hear(runner);
	bool ended;

	runner_batch_look(runner);
	if (!heard && runner_clock() < runner->until)
		return;
	if (heard > 0 && runner->booting) {
		runner->booting = false;
		if (tell(runner))
			return;
	}
	runner->ended = heard == RUNNER_DONE;
	if (runner->ended)
		return;
	ended = runner_batch_died(runner);
	runner_kill(runner);
	if (!ended)
		ask(runner);
}

/* ---- What came of an input ---- */

static int exit_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* In the words of libFuzzer, so that it is the same finding as there. */
static const char *unsaid(const struct runner_block *block)
{
	if (block->ended_by == RUNNER_TIME)
		return "timeout";
	if (block->ended_by == RUNNER_MEMORY)
		return "out-of-memory";
	return WIFSIGNALED(block->status) ? "deadly signal" : "fuzz target exited";
}

/* A report, also of what has died without one. Takes over @text. */
static char *complete(const struct runner_block *block, char *text)
{
	char title[200], *more;
	int status = exit_status(block->status);

	if (finding_title(text, title, sizeof(title)) == 0)
		return text;
	more = text_format(
		"%s==0== ERROR: libFuzzer: %s\nvitro: %s %d, without a report of its own\n", text,
		unsaid(block), status > 128 ? "killed by signal" : "exit status",
		status > 128 ? status - 128 : status);
	free(text);
	return more;
}

static void take_result(struct runner *runner, struct runner_result *result)
{
	const struct runner_block *block = runner->block;

	*result = (struct runner_result){ .status = exit_status(block->status),
					  .truth = (int)block->truth - 1,
					  .nanoseconds = block->nanoseconds };
	result->crashed = result->status != 0;
	if (result->crashed)
		result->report = complete(block, tail_text(&runner->tail));
}

void runner_again(struct runner *runner)
{
	runner->busy = true;
	runner->attempts = 0;
	ask(runner);
}

int runner_begin(struct runner *runner, const void *input, size_t size)
{
	if (size > RUNNER_INPUT_MAX)
		return -EFBIG;
	runner->message = RUNNER_RUN;
	runner->collecting = false;
	runner->block->size = size;
	if (size)
		memcpy(runner->block->input, input, size);
	runner_again(runner);
	return 0;
}

int runner_await(struct runner *const *runners, int count)
{
	for (;;) {
		int64_t until = INT64_MAX;

		for (int i = 0; i < count; i++) {
			if (!runners[i]->busy)
				continue;
			if (!runners[i]->ended)
				serve(runners[i]);
			if (runners[i]->ended)
				return i;
			until = runners[i]->until < until ? runners[i]->until : until;
		}
		if (until == INT64_MAX)
			return -1;
		runner_listen(runners, count, until);
	}
}

int runner_end(struct runner *runner, struct runner_result *result)
{
	*result = (struct runner_result){ .truth = -1 };
	runner->busy = false;
	if (!runner->error)
		take_result(runner, result);
	return runner->error;
}

int runner_run(struct runner *runner, const void *input, size_t size, struct runner_result *result)
{
	int ret = runner_begin(runner, input, size);

	if (ret)
		return ret;
	runner_await(&runner, 1);
	return runner_end(runner, result);
}

void runner_result_free(struct runner_result *result)
{
	free(result->report);
	result->report = NULL;
}

bool runner_pass_over(struct runner *runner, uint64_t race)
{
	struct runner_block *block = runner->block;

	for (uint32_t i = 0; i < block->races; i++)
		if (block->race[i] == race)
			return true;
	if (block->races == RUNNER_RACES)
		return false;
	block->race[block->races++] = race;
	return true;
}

/* ---- Beginning and end ---- */

static int make_block(struct runner *runner)
{
	void *memory;

	runner->memory = memfd_create("vitro-runner", MFD_CLOEXEC);
	if (runner->memory < 0 || ftruncate(runner->memory, sizeof(*runner->block)))
		return -errno;
	memory = mmap(NULL, sizeof(*runner->block), PROT_READ | PROT_WRITE, MAP_SHARED,
		      runner->memory, 0);
	if (memory == MAP_FAILED)
		return -errno;
	runner->block = memory;
	runner->block->timeout_ms = (uint64_t)runner->options.timeout_ms;
	runner->block->rss_mb = (uint64_t)runner->options.rss_mb;
	return 0;
}

int runner_new(struct runner **runner, const char *binary, const struct runner_options *options)
{
	struct runner *new = calloc(1, sizeof(*new));
	int ret;

	if (!new)
		abort();
	*new = (struct runner){ .binary = text_format("%s", binary),
				.options = *options,
				.socket = -1,
				.output = -1,
				.memory = -1 };
	ret = make_block(new);
	if (ret) {
		ret = cli_fail("no memory for a runner: %s", strerror(-ret));
		runner_stop(new);
		new = NULL;
	}
	*runner = new;
	return ret;
}

int runner_start_early(struct runner **runner, const char *binary,
		       const struct runner_options *options)
{
	int ret = runner_new(runner, binary, options);

	if (!ret)
		runner_spawn(*runner); /* what is wrong comes out when it is asked */
	return ret;
}

/* Return: 0 or -errno. */
static int boot(struct runner *runner)
{
	int64_t until = runner_clock() + BOOT_MS;
	int ret = runner_spawn(runner), heard = 0;

	while (!ret && !heard) {
		runner_listen(&runner, 1, until);
		heard = runner_hear(runner);
		if (!heard && runner_clock() > until)
			ret = -ETIMEDOUT;
	}
	runner->booting = false;
	return heard < 0 ? heard : ret;
}

/* Why it ended before it could be asked: the title of its report, or else its last line. */
static char *last_words(const struct tail *tail)
{
	char *text = tail_text(tail), title[CRASH_TITLE];
	int none = finding_title(text, title, sizeof(title));

	free(text);
	return none ? tail_last_line(tail) : text_format("%s", title);
}

int runner_start(struct runner **runner, const char *binary, const struct runner_options *options)
{
	int ret = runner_new(runner, binary, options), error;
	char *said;

	if (ret || !*runner)
		return ret;
	error = boot(*runner);
	if (!error)
		return 0;
	said = last_words(&(*runner)->tail);
	ret = cli_fail("%s cannot be run: %s", binary, *said ? said : strerror(-error));
	free(said);
	runner_stop(*runner);
	*runner = NULL;
	return ret;
}

void runner_stop(struct runner *runner)
{
	if (!runner)
		return;
	runner_kill(runner);
	if (runner->block)
		munmap(runner->block, sizeof(*runner->block));
	if (runner->memory >= 0)
		close(runner->memory);
	tail_free(&runner->tail);
	free(runner->binary);
	free(runner);
}
