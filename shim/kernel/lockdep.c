// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep, in place of kernel/locking/lockdep.c: which locks the running task holds, and what may not be done
 * with them. The real one learns the order of locks from boot on; here an input starts with nothing (lockorder.c), so that
 * it alone shows what it reports. Left out: what may wait in which context.
 */
#include <linux/debug_locks.h>
#include <linux/hardirq.h>
#include <linux/lockdep.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <vitro/host.h>

#include "internal.h"
#include "lockdep.h"
#include "trail.h"

int debug_locks = 1;
int debug_locks_silent;
DEFINE_PER_CPU(unsigned int, lockdep_recursion);

/* ---- What is held ---- */

void lockdep_init_task(struct task_struct *task)
{
	task->lockdep_depth = 0;
	task->lockdep_recursion = 0;
}

void vitro_lockdep_reset(void)
{
	vitro_lock_order_reset();
}

static __always_inline bool is_on(void)
{
	return debug_locks && !current->lockdep_recursion;
}

static __always_inline bool is_tracked(const struct lockdep_map *lock)
{
	return is_on() && lock->key != &__lockdep_no_track__;
}

/* Locks of one class under a nest_lock are counted in one entry. */
static __always_inline bool is_held_as(const struct held_lock *held, const struct lockdep_map *lock)
{
	return held->instance == lock ||
	       (held->references && held->prev_chain_key == (unsigned long)lock->key &&
		held->class_idx == vitro_subclass_of(lock, 0));
}

static __no_sanitize_address struct held_lock *find_held(const struct lockdep_map *lock)
{
	struct held_lock *held;

	for (held = vitro_last_held(); held && held >= current->held_locks; held--)
		if (is_held_as(held, lock))
			return held;
	return NULL;
}

/* While a task enters a queue to wait there, the first lock that it drops is the queue's. */
static __always_inline void note_queue(const struct lockdep_map *dropped)
{
	struct task_struct *task = current;

	if (!task->__state)
		task->thread.waits_on = NULL;
	else if (!task->thread.waits_on)
		task->thread.waits_on = dropped;
}

static __always_inline unsigned int context(void)
{
	return !!in_hardirq() * 2 + !!in_serving_softirq();
}

/* ---- Taking ---- */

static bool is_nested(const struct held_lock *next)
{
	struct held_lock *held;

	for (held = vitro_last_held(); held && held >= current->held_locks; held--)
		if (held->instance == next->nest_lock)
			return true;
	return false;
}

static void check_recursion(const struct held_lock *next)
{
	struct held_lock *held;

	for (held = current->held_locks; held <= vitro_last_held(); held++) {
		if (!vitro_same_class(held, next) || (next->read == 2 && held->read) ||
		    vitro_lock_is_ordered(held, next))
			continue;
		vitro_show_lock(held);
		vitro_finding(HOST_MISUSE, "WARNING: possible recursive locking detected: %s",
			      next->instance->name);
	}
}

/* What was held when the last of them was waited for has its order with that one already. */
static void check_order(const struct held_lock *next)
{
	struct held_lock *held;

	for (held = vitro_last_held(); held >= current->held_locks; held--) {
		if (held->irq_context != next->irq_context)
			return;
		if (held->check)
			vitro_lock_order(held, next);
		if (held->check && !held->trylock)
			return;
	}
}

static void validate(const struct held_lock *next)
{
	if (next->nest_lock && is_nested(next))
		return;
	check_recursion(next);
	check_order(next);
}

static bool count_reference(const struct held_lock *next)
{
	struct held_lock *held = vitro_last_held();

	if (!held || !vitro_same_class(held, next))
		return false;
	held->references += held->references ? 1 : 2;
	return true;
}

/* Behind those that are held, where it stays if it becomes one of them. */
static __always_inline struct held_lock *free_entry(void)
{
	struct task_struct *task = current;

	if (task->lockdep_depth == MAX_LOCK_DEPTH)
		vitro_finding(HOST_MISUSE, "BUG: MAX_LOCK_DEPTH too low!");
	return &task->held_locks[task->lockdep_depth];
}

/* Whether the lock is still there, the sanitizer has seen when it was asked for its key. */
static __no_sanitize_address const struct held_lock *describe(struct lockdep_map *lock,
							      unsigned int subclass, int trylock,
							      int read, int check,
							      struct lockdep_map *nest,
							      unsigned long ip)
{
	struct held_lock *next = free_entry();

	vitro_stack_save(vitro_held_at(next), __builtin_frame_address(0));
	note_queue(NULL);
	*next = (struct held_lock){
		.prev_chain_key = (unsigned long)lock->key,
		.class_idx = vitro_subclass_of(lock, subclass),
		.acquire_ip = ip,
		.instance = lock,
		.nest_lock = nest,
		.irq_context = context(),
		.trylock = trylock,
		.read = read,
		.check = check && lock->key != &__lockdep_no_validate__,
	};
	return next;
}

void lock_acquire(struct lockdep_map *lock, unsigned int subclass, int trylock, int read, int check,
		  struct lockdep_map *nest_lock, unsigned long ip)
{
	const struct held_lock *next;

	if (!is_tracked(lock))
		return;
	if (!lock->key)
		vitro_give_key(lock);
	next = describe(lock, subclass, trylock, read, check, nest_lock, ip);
	if (next->check)
		vitro_lock_usage(next);
	if (next->check && !trylock && current->lockdep_depth)
		validate(next);
	if (!nest_lock || !count_reference(next))
		current->lockdep_depth++;
}

void lock_sync(struct lockdep_map *lock, unsigned int subclass, int read, int check,
	       struct lockdep_map *nest_lock, unsigned long ip)
{
	const struct held_lock *next;

	if (!is_tracked(lock))
		return;
	if (!lock->key)
		vitro_give_key(lock);
	next = describe(lock, subclass, 0, read, check, nest_lock, ip);
	if (next->check && current->lockdep_depth)
		validate(next);
}

/* ---- Releasing ---- */

static struct held_lock *must_find(const struct lockdep_map *lock)
{
	struct held_lock *held = find_held(lock);

	if (!held)
		vitro_bad_unlock(lock);
	return held;
}

static void close_gap(struct held_lock *held, unsigned int behind)
{
	struct vitro_stack *at = vitro_held_at(held);

	memmove(held, held + 1, behind * sizeof(*held));
	memmove(at, at + 1, behind * sizeof(*at));
}

void lock_release(struct lockdep_map *lock, unsigned long ip)
{
	struct held_lock *held;

	if (!is_tracked(lock))
		return;
	held = must_find(lock);
	WARN(held->pin_count, "releasing a pinned lock\n");
	if (held->references && --held->references)
		return;
	note_queue(lock);
	vitro_trail_mark(lock, ip);
	if (held != vitro_last_held())
		close_gap(held, vitro_last_held() - held);
	current->lockdep_depth--;
}

void lock_downgrade(struct lockdep_map *lock, unsigned long ip)
{
	if (is_tracked(lock))
		must_find(lock)->read = 1;
}

void lock_set_class(struct lockdep_map *lock, const char *name, struct lock_class_key *key,
		    unsigned int subclass, unsigned long ip)
{
	struct held_lock *held;

	if (!is_tracked(lock))
		return;
	held = must_find(lock);
	lockdep_init_map_type(lock, name, key, 0, lock->wait_type_inner, lock->wait_type_outer,
			      lock->lock_type);
	held->prev_chain_key = (unsigned long)lock->key;
	held->class_idx = subclass;
}

/* ---- Asking ---- */

int lock_is_held_type(const struct lockdep_map *lock, int read)
{
	const struct held_lock *held;

	if (!is_on())
		return LOCK_STATE_UNKNOWN;
	held = find_held(lock);
	return held && (read < 0 || !!held->read == read) ? LOCK_STATE_HELD : LOCK_STATE_NOT_HELD;
}

struct pin_cookie lock_pin_lock(struct lockdep_map *lock)
{
	if (is_tracked(lock))
		must_find(lock)->pin_count++;
	return (struct pin_cookie){ .val = 1 };
}

void lock_repin_lock(struct lockdep_map *lock, struct pin_cookie cookie)
{
	if (is_tracked(lock))
		must_find(lock)->pin_count += cookie.val;
}

void lock_unpin_lock(struct lockdep_map *lock, struct pin_cookie cookie)
{
	if (!is_tracked(lock))
		return;
	WARN(!must_find(lock)->pin_count, "unpinning an unpinned lock\n");
	must_find(lock)->pin_count -= cookie.val;
}

bool read_lock_is_recursive(void)
{
	return !IS_ENABLED(CONFIG_QUEUED_RWLOCKS) || in_interrupt();
}
