// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>
#include <string.h>

#include "runner_process.h"

bool runner_batch_add(struct runner *runner, const void *input, size_t size)
{
	struct runner_block *block = runner->block;

	if (!runner->collecting) {
		block->count = 0;
		block->size = 0;
	}
	runner->collecting = true;
	if (block->count == RUNNER_BATCH || size > RUNNER_INPUT_MAX - block->size)
		return false;
	if (size)
		memcpy(block->input + block->size, input, size);
	block->sizes[block->count++] = (uint32_t)size;
	block->size += size;
	return true;
}

static void begin(struct runner *runner, char message)
{
	runner->collecting = false;
	runner->message = message;
	runner->seen = 0;
	runner->block->done = 0;
	runner_again(runner);
}

void runner_batch_begin(struct runner *runner)
{
	begin(runner, runner->careful ? RUNNER_RUN_BATCH : RUNNER_RUN_HERE);
}

void runner_try_begin(struct runner *runner)
{
	begin(runner, RUNNER_TRY_BATCH);
}

int runner_batch_end(struct runner *runner, struct runner_features *result)
{
	const struct runner_block *block = runner->block;

	runner->busy = false;
	*result = (struct runner_features){ .done = (int)block->done,
					    .status = block->status,
					    .ends = block->ends,
					    .feature = block->feature };
	return runner->error;
}

void runner_batch_look(struct runner *runner)
{
	if (runner->message == RUNNER_RUN || runner->seen == runner->block->done)
		return;
	runner->seen = runner->block->done;
	runner->until = runner_clock() + runner_patience(runner);
}

bool runner_batch_died(struct runner *runner)
{
	if (runner->message != RUNNER_RUN_HERE || runner->booting)
		return false;
	runner->block->status = SIGKILL;
	runner->careful = true;
	runner->ended = true;
	return true;
}
