/* SPDX-License-Identifier: GPL-2.0-only */
/* Call stacks that are kept until a report may want them. */
#ifndef VITRO_STACKTRACE_H
#define VITRO_STACKTRACE_H

#include <linux/sched.h>
#include <vitro/host.h>

#define VITRO_STACK_DEPTH HOST_STACK_DEPTH
#define VITRO_PLACE       160 /* bytes for "function file:line" */

/* Return addresses, innermost first; behind the last one 0, unless it is full. */
struct vitro_stack {
	unsigned long addresses[VITRO_STACK_DEPTH];
};

/* Nothing of the running task's stack beyond this frame is the kernel half's. */
static inline void vitro_stack_begin(const void *frame)
{
	current->thread.outermost = (unsigned long)frame;
}

/* The running task's, from the frame of the caller on that __builtin_frame_address() named. */
void vitro_stack_save(struct vitro_stack *stack, const void *from);

/* To the kernel log: "function file:line", one a line. */
void vitro_stack_show(const struct vitro_stack *stack);
void vitro_show_place(unsigned long address);

#endif
