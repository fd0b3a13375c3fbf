// SPDX-License-Identifier: GPL-2.0-only
#include "pool_queue.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static struct pool_input *first_of(struct pool_queue *queue)
{
	return &queue->inputs[queue->first];
}

static void drop_first(struct pool_queue *queue)
{
	free(first_of(queue)->data);
	first_of(queue)->data = NULL;
	queue->first++;
}

static void drop_unwanted(struct pool_queue *queue, const struct pool_work *work)
{
	while (queue->first < queue->count && work->wanted &&
	       !work->wanted(work->context, first_of(queue)->number)) {
		drop_first(queue);
		queue->alone = false;
	}
}

static void fill(struct pool_queue *queue, const struct pool_work *work, int *next)
{
	int most = work->wanted && queue->most > 1 ? queue->most : 1;
	const void *input;
	size_t size;

	queue->first = queue->count = 0;
	while (queue->count < most && work->next(work->context, *next, &input, &size)) {
		struct pool_input *new = &queue->inputs[queue->count++];

		*new = (struct pool_input){ (*next)++, memory_resize(NULL, size + 1), size };
		if (size)
			memcpy(new->data, input, size);
	}
}

static int collect(struct pool_queue *queue, struct runner *runner)
{
	int count = 0;

	for (int i = queue->first; i < queue->count; i++, count++)
		if (!runner_batch_add(runner, queue->inputs[i].data, queue->inputs[i].size))
			break;
	return count;
}

int pool_queue_give(struct pool_queue *queue, struct runner *runner, const struct pool_work *work,
		    int *next)
{
	queue->running = 0;
	drop_unwanted(queue, work);
	if (queue->first == queue->count)
		fill(queue, work, next);
	if (queue->first == queue->count)
		return 0;
	if (!queue->alone && queue->count - queue->first > 1)
		queue->running = collect(queue, runner);
	if (queue->running > 1) {
		runner_try_begin(runner);
		return 0;
	}
	queue->running = 1;
	return runner_begin(runner, first_of(queue)->data, first_of(queue)->size);
}

static void more_or_one(struct pool_queue *queue, bool more)
{
	queue->most = more ? 2 * (queue->most > 1 ? queue->most : 1) : 1;
	if (queue->most > POOL_BATCH)
		queue->most = POOL_BATCH;
}

int pool_queue_take(struct pool_queue *queue, struct runner *runner, const struct pool_work *work)
{
	struct runner_features result;
	int ret = runner_batch_end(runner, &result);

	if (ret)
		return ret;
	queue->alone = result.done < queue->running;
	more_or_one(queue, !queue->alone);
	for (int i = 0; i < result.done; i++) {
		struct trial trial = { .truth = -1 };

		work->ended(work->context, first_of(queue)->number, &trial);
		drop_first(queue);
	}
	queue->running = 0;
	return 0;
}

int pool_queue_took(struct pool_queue *queue, bool crashed)
{
	int number = first_of(queue)->number;

	queue->running = 0;
	queue->alone = false;
	more_or_one(queue, !crashed);
	drop_first(queue);
	return number;
}

void pool_queue_clear(struct pool_queue *queue)
{
	while (queue->first < queue->count)
		drop_first(queue);
}
