// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects that tasks look up in slots, hold and put. How a slot's object is counted and found, its number says: by a kref under
 * RCU, where the slot has a reference itself; by a kref under a spinlock or a mutex, which the last put takes; by a lockref
 * under RCU, whose last put marks it dead. An operation's a is the slot, b which variant. Each object is released
 * once, when nobody holds it any more.
 */
#include <linux/bug.h>
#include <linux/kref.h>
#include <linux/lockref.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <vitro/harness.h>

#define TASKS 3
#define SLOTS 8
#define HANDS 8
#define MAGIC 0x4ef5c0de

enum { RCU, SPIN, MUTEX, LOCKREF, KINDS };

struct object {
	u32 magic;
	unsigned int slot;
	struct kref ref;
	struct lockref lockref;
	struct rcu_head rcu;
};

static struct object __rcu *slots[SLOTS];
static DEFINE_SPINLOCK(spin);
static DEFINE_MUTEX(mutex);

static struct state {
	struct object *hands[HANDS];
	unsigned int held, made;
} states[TASKS];

static atomic_t released;

static unsigned int kind_of(unsigned int slot)
{
	return slot % KINDS;
}

static struct object *new_object(struct state *state, unsigned int slot)
{
	struct object *object = kzalloc(sizeof(*object), GFP_KERNEL | __GFP_NOFAIL);

	object->magic = MAGIC;
	object->slot = slot;
	kref_init(&object->ref);
	spin_lock_init(&object->lockref.lock);
	object->lockref.count = 1;
	state->made++;
	return object;
}

/* A reference that the caller has is now the task's. */
static void hold(struct state *state, struct object *object)
{
	BUG_ON(object->magic != MAGIC);
	state->hands[state->held++] = object;
}

/* What a slot's objects are found under; none where that is RCU. */
static void lock(unsigned int slot)
{
	if (kind_of(slot) == SPIN)
		spin_lock(&spin);
	else if (kind_of(slot) == MUTEX)
		mutex_lock(&mutex);
}

static void unlock(unsigned int slot)
{
	if (kind_of(slot) == SPIN)
		spin_unlock(&spin);
	else if (kind_of(slot) == MUTEX)
		mutex_unlock(&mutex);
}

/* ---- Release ---- */

static void free_object(struct rcu_head *rcu)
{
	struct object *object = container_of(rcu, struct object, rcu);

	BUG_ON(object->magic != MAGIC);
	object->magic = 0;
	kfree(object);
}

static void release(struct object *object)
{
	atomic_inc(&released);
	call_rcu(&object->rcu, free_object);
}

static void release_rcu(struct kref *ref)
{
	release(container_of(ref, struct object, ref));
}

static void release_locked(struct kref *ref)
{
	struct object *object = container_of(ref, struct object, ref);

	RCU_INIT_POINTER(slots[object->slot], NULL);
	unlock(object->slot);
	release(object);
}

static void put_lockref(struct object *object, u8 variant)
{
	if (variant & 1 && lockref_put_not_zero(&object->lockref))
		return;
	if (variant & 2 && lockref_put_return(&object->lockref) > 0)
		return;
	if (lockref_put_or_lock(&object->lockref))
		return;
	BUG_ON(object->lockref.count != 1);
	lockref_mark_dead(&object->lockref);
	RCU_INIT_POINTER(slots[object->slot], NULL);
	spin_unlock(&object->lockref.lock);
	release(object);
}

static void put_object(struct object *object, u8 variant)
{
	BUG_ON(object->magic != MAGIC);
	if (kind_of(object->slot) == RCU)
		kref_put(&object->ref, release_rcu);
	else if (kind_of(object->slot) == SPIN)
		kref_put_lock(&object->ref, release_locked, &spin);
	else if (kind_of(object->slot) == MUTEX)
		kref_put_mutex(&object->ref, release_locked, &mutex);
	else
		put_lockref(object, variant);
}

/* ---- Operations ---- */

/* Is the slot free? then @new is there. */
static bool fill(unsigned int slot, struct object *new)
{
	struct object *none = NULL;

	return try_cmpxchg((struct object **)&slots[slot], &none, new);
}

static bool fill_locked(unsigned int slot, struct object *new)
{
	bool done;

	lock(slot);
	done = fill(slot, new);
	unlock(slot);
	return done;
}

static void make(struct state *state, unsigned int slot, u8 variant)
{
	struct object *new;

	if (state->held == HANDS)
		return;
	new = new_object(state, slot);
	if (kind_of(slot) == RCU)
		kref_get(&new->ref); /* the slot's */
	if (fill_locked(slot, new)) {
		hold(state, new);
		return;
	}
	state->made--;
	kfree(new);
}

static bool may_hold(struct object *object)
{
	if (kind_of(object->slot) == RCU)
		return kref_get_unless_zero(&object->ref);
	return lockref_get_not_dead(&object->lockref);
}

static void get_under_rcu(struct state *state, unsigned int slot)
{
	struct object *object;

	rcu_read_lock();
	object = rcu_dereference(slots[slot]);
	if (object && may_hold(object))
		hold(state, object);
	rcu_read_unlock();
}

/* What is in a slot under its lock has a reference. */
static void get_locked(struct state *state, unsigned int slot)
{
	struct object *object = rcu_dereference_protected(slots[slot], true);

	if (!object)
		return;
	kref_get(&object->ref);
	hold(state, object);
}

static void get(struct state *state, unsigned int slot, u8 variant)
{
	if (state->held == HANDS)
		return;
	if (kind_of(slot) == RCU || kind_of(slot) == LOCKREF) {
		get_under_rcu(state, slot);
		return;
	}
	lock(slot);
	get_locked(state, slot);
	unlock(slot);
}

/* One more of what the task has in its hands. */
static void get_again(struct state *state, unsigned int number, u8 variant)
{
	struct object *object;

	if (!state->held || state->held == HANDS)
		return;
	object = state->hands[number % state->held];
	if (kind_of(object->slot) != LOCKREF)
		kref_get(&object->ref);
	else if (variant & 1)
		lockref_get(&object->lockref);
	else
		BUG_ON(!lockref_get_not_zero(&object->lockref));
	hold(state, object);
}

static void put(struct state *state, unsigned int number, u8 variant)
{
	struct object **hand, *object;

	if (!state->held)
		return;
	hand = &state->hands[number % state->held];
	object = *hand;
	*hand = state->hands[--state->held];
	put_object(object, variant);
}

/* Nobody finds it any more. */
static void take_out(struct state *state, unsigned int slot, u8 variant)
{
	struct object *object;

	if (kind_of(slot) != RCU)
		return;
	object = (struct object *)xchg((struct object **)&slots[slot], NULL);
	if (object)
		put_object(object, variant);
}

static void begin(void)
{
	memset(states, 0, sizeof(states));
	memset(slots, 0, sizeof(slots));
	atomic_set(&released, 0);
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const calls[])(struct state *, unsigned int, u8) = {
		make, get, get_again, put, take_out,
	};

	calls[operation->code % ARRAY_SIZE(calls)](&states[task], operation->a % SLOTS,
						   operation->b);
}

static void end(void)
{
	unsigned int slot, task;
	int made = 0;

	for (slot = 0; slot < SLOTS; slot++)
		take_out(NULL, slot, 0);
	for (task = 0; task < TASKS; task++) {
		made += states[task].made;
		while (states[task].held)
			put(&states[task], 0, 0);
	}
	for (slot = 0; slot < SLOTS; slot++)
		BUG_ON(rcu_access_pointer(slots[slot]));
	BUG_ON(atomic_read(&released) != made);
}

VITRO_HARNESS(refs, .tasks = TASKS, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
