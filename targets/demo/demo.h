/* SPDX-License-Identifier: GPL-2.0-only */
/* The demo device: takes commands as tag, length and value, and keeps records in a list. */
#ifndef DEMO_H
#define DEMO_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct demo_record {
	struct list_head link;
	struct demo_record *parent;
	u8 id;
	u8 level;
};

struct demo_device {
	spinlock_t lock; /* protects records and sum */
	struct list_head records;
	unsigned int sum;
};

/**
 * struct demo_command - one command of a write()
 * @length:	what the sender says that the value has
 * @size:	what really follows, at most @length
 * @value:	the value, copied from user space
 * @user:	where user space has it
 */
struct demo_command {
	u8 length;
	size_t size;
	const u8 *value;
	const u8 __user *user;
};

typedef int demo_operation(struct demo_device *device, const struct demo_command *command);

struct demo_tag {
	u32 tag;
	demo_operation *run;
};

#define DEMO_TAG(a, b, c, d) ((u32)(a) << 24 | (b) << 16 | (c) << 8 | (d))

/*
 * Which of the planted bugs works: its index in demo_planted.c, or -1 for all; the others are unknown
 * commands.
 */
extern int demo_planted;
demo_operation *demo_planted_operation(u32 tag);

/* The operation has come back, and without an error: it has done nothing wrong this time. */
void demo_planted_harmless(void);

/* Where the host may have it written which one is at work; shim/host/runner.c. */
extern unsigned long *vitro_truth;

struct demo_device *demo_open(void);
ssize_t demo_write(struct demo_device *device, const char __user *from, size_t size);
void demo_release(struct demo_device *device);

/* Records, in demo.c; the caller holds the device's lock, except for demo_record_new(). */
struct demo_record *demo_record_new(u8 id);
struct demo_record *demo_record_find(struct demo_device *device, u8 id);
void demo_record_free(struct demo_record *record);

/* The planted bugs, one each. */
demo_operation demo_heap_read, demo_heap_write, demo_use_after_free, demo_double_free;
demo_operation demo_wrong_cache, demo_leak, demo_cache_busy;
demo_operation demo_stack_overflow, demo_global_overflow, demo_uninitialised, demo_null,
	demo_infoleak;
demo_operation demo_shift, demo_index, demo_divide, demo_endless, demo_recursion;
demo_operation demo_warn, demo_bug, demo_lock_kept, demo_lock_twice, demo_sleep, demo_user,
	demo_hole;
demo_operation demo_lock_order, demo_unlock_twice, demo_lock_uninitialised, demo_rcu_reader,
	demo_rcu_twice, demo_timer_freed, demo_work_freed, demo_mutex_kept, demo_rcu_sleep,
	demo_deadlock;
demo_operation demo_preempt_sleep, demo_preempt_kept, demo_irqs_kept, demo_rcu_kept,
	demo_rcu_unbalanced, demo_irqs_schedule, demo_rcu_schedule, demo_block_twice;
demo_operation demo_unlock_other, demo_completion_freed, demo_hung_task, demo_lockup,
	demo_lock_state, demo_lock_inversion, demo_page_leak;

#endif
