/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The inputs that one runner has been given. A process of its own for each is what costs most, where few crash: as long as
 * none does, twice as many as before go into one.
 */
#ifndef VITRO_POOL_QUEUE_H
#define VITRO_POOL_QUEUE_H

#include "pool.h"

enum { POOL_BATCH = 64 };

/**
 * struct pool_queue - inputs, from @first on not run yet
 * @running:	how many of them are running now
 * @most:	how many may be taken at once
 * @alone:	@first has ended a batch: it is run by itself
 */
struct pool_queue {
	struct pool_input {
		int number;
		uint8_t *data;
		size_t size;
	} inputs[POOL_BATCH];
	int first, count, running, most;
	bool alone;
};

/* Give @runner the next of them; more come from @work, numbered from *@next on. Return: as runner_begin(); @running says whether any. */
int pool_queue_give(struct pool_queue *queue, struct runner *runner, const struct pool_work *work,
		    int *next);

/*
 * A batch is through: those that ended well are told. Return: 0 or -errno, as runner_batch_end().
 */
int pool_queue_take(struct pool_queue *queue, struct runner *runner, const struct pool_work *work);

/* The one that ran by itself is through. Return: its number. */
int pool_queue_took(struct pool_queue *queue, bool crashed);

/* Whether @running are one by itself. */
static inline bool pool_queue_is_single(const struct pool_queue *queue)
{
	return queue->running == 1;
}

void pool_queue_clear(struct pool_queue *queue);

#endif
