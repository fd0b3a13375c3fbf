/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lock_class.c knows what class a lock is of, lockdep.c who holds what, lockorder.c in which order classes were taken,
 * lock_check.c when nothing must be held.
 */
#ifndef VITRO_LOCKDEP_H
#define VITRO_LOCKDEP_H

#include <linux/lockdep.h>
#include <linux/sched.h>

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

/* @held->instance's name and where it was taken, to the kernel log. */
void vitro_show_lock(const char *what, const struct held_lock *held);

/* @next is about to be taken with @held held: remember it, unless the other order was seen, too. */
void vitro_lock_order(const struct held_lock *held, const struct held_lock *next);

/* @next is about to be taken in this context: must it not, as the class was taken in another one? */
void vitro_lock_usage(const struct held_lock *next);

/* The memory of a dynamic key goes: what has it next is another class. */
void vitro_lock_order_forget(const void *key);

/* Start of an input: no order was seen. */
void vitro_lock_order_reset(void);

#endif
