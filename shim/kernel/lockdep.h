/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lock_class.c knows what class a lock is of, lockdep.c who holds what, lockorder.c in which order classes were taken,
 * lock_check.c when nothing must be held.
 */
#ifndef VITRO_LOCKDEP_H
#define VITRO_LOCKDEP_H

#include <linux/lockdep.h>
#include <linux/sched.h>

#include "stacktrace.h"

/* Not every tree declares it. */
extern struct lock_class_key __lockdep_no_track__;

/* The real lockdep has a hash of the chain where this one has the key, and a class's number where this one has the subclass. */
static inline const void *vitro_key_of(const struct held_lock *held)
{
	return (const void *)(unsigned long)held->prev_chain_key;
}

static inline bool vitro_same_class(const struct held_lock *a, const struct held_lock *b)
{
	return a->prev_chain_key == b->prev_chain_key && a->class_idx == b->class_idx;
}

/* A subclass given with lockdep_set_subclass() is kept where the real one keeps the class. */
static __always_inline unsigned int vitro_subclass_of(const struct lockdep_map *lock,
						      unsigned int subclass)
{
	return subclass ?: (unsigned long)lock->class_cache[0];
}

static __always_inline struct held_lock *vitro_last_held(void)
{
	return current->lockdep_depth ? &current->held_locks[current->lockdep_depth - 1] : NULL;
}

/* The key of a lock that was given none: its address, where it is static. */
void vitro_give_key(struct lockdep_map *lock);

/* Where one of the running task's locks was taken. */
static __always_inline struct vitro_stack *vitro_held_at(const struct held_lock *held)
{
	return current->thread.held_at + (held - current->held_locks);
}

/* Held locks of the running task, of @task, and who holds @lock, to the kernel log: names, and the stacks they were taken with. */
void vitro_show_lock(const struct held_lock *held);
void vitro_show_locks(const struct task_struct *task);
void vitro_show_holder(const struct lockdep_map *lock);
void vitro_bad_unlock(const struct lockdep_map *lock) __noreturn;

/* The lock, of those that @task has announced, that it waits for; NULL: it waits for something else. */
const struct held_lock *vitro_wanted_lock(const struct task_struct *task);

/* Are both of a class that has an order of its own among its locks, and in that order (lockdep_set_lock_cmp_fn(), 6.5)? */
bool vitro_lock_is_ordered(const struct held_lock *held, const struct held_lock *next);

/* @next is about to be taken with @held held: remember it, unless the other order was seen, too. */
void vitro_lock_order(const struct held_lock *held, const struct held_lock *next);

/* lockusage.c: softirqs, and interrupts too, come on again with all these locks held. */
void vitro_locks_enabled(bool interrupts);

/* @next is about to be taken in this context: must it not, as the class was taken in another one? */
void vitro_lock_usage(const struct held_lock *next);

/* The memory of a dynamic key goes: what has it next is another class. */
void vitro_lock_order_forget(const void *key);

/* Start of an input: no order was seen. */
void vitro_lock_order_reset(void);

#endif
