// SPDX-License-Identifier: GPL-2.0-only
/*
 * Call stacks to keep (kernel/stacktrace.c), so that a report has both of the two that it is about. Everything in the kernel half
 * has frame pointers: a few loads each, where unwinding would cost microseconds.
 */
#include <linux/printk.h>
#include <linux/sched.h>
#include <vitro/host.h>

#include "stacktrace.h"

#define NOT_SANITIZED __attribute__((no_sanitize("address", "memory", "thread")))

/* As far as the frame that the kernel half was entered with: beyond it is the host's. */
NOT_SANITIZED void vitro_stack_save(struct vitro_stack *stack, const void *from)
{
	const unsigned long *frame = from;
	unsigned long last = current->thread.outermost;
	unsigned int i;

	for (i = 0; i < VITRO_STACK_DEPTH && (unsigned long)frame < last; i++) {
		stack->addresses[i] = frame[1];
		frame = (const unsigned long *)frame[0];
	}
	if (i < VITRO_STACK_DEPTH)
		stack->addresses[i] = 0;
}

void vitro_show_place(unsigned long address)
{
	char place[VITRO_PLACE];

	host_place(address, place, sizeof(place));
	pr_info("    %s\n", place);
}

void vitro_stack_show(const struct vitro_stack *stack)
{
	unsigned int i;

	for (i = 0; i < VITRO_STACK_DEPTH && stack->addresses[i]; i++)
		vitro_show_place(stack->addresses[i]);
}
