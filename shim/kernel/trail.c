// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report about an object that is queued twice, or freed while it is queued, is about two stacks; the first was taken when
 * nothing was wrong yet. lib/stackdepot.c keeps all of them; here the last of each object is kept, in a table where a newer object may
 * take an older one's place.
 */
#include <linux/hash.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include "stacktrace.h"
#include "trail.h"

#define TRAIL_BITS 8

static struct trail {
	const void *object;
	unsigned int input;
	pid_t pid;
	char comm[TASK_COMM_LEN];
	struct vitro_stack stack;
} trails[1 << TRAIL_BITS];

static unsigned int input;

static struct trail *place_of(const void *object)
{
	return &trails[hash_ptr(object, TRAIL_BITS)];
}

static __always_inline struct vitro_stack *leave(const void *object)
{
	struct trail *trail = place_of(object);

	trail->object = object;
	trail->input = input;
	trail->pid = current->pid;
	memcpy(trail->comm, current->comm, sizeof(trail->comm));
	return &trail->stack;
}

void vitro_trail_leave(const void *object)
{
	vitro_stack_save(leave(object), __builtin_frame_address(0));
}

void vitro_trail_mark(const void *object, unsigned long place)
{
	struct vitro_stack *stack = leave(object);

	stack->addresses[0] = place;
	stack->addresses[1] = 0;
}

void vitro_trail_show(const void *object, const char *what)
{
	const struct trail *trail = place_of(object);

	if (trail->object != object || trail->input != input)
		return;
	pr_info("%s by %s/%d:\n", what, trail->comm, trail->pid);
	vitro_stack_show(&trail->stack);
}

void vitro_trail_reset(void)
{
	input++;
}
