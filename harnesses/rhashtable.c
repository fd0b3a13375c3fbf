// SPDX-License-Identifier: GPL-2.0-only
/*
 * A resizable hash table that shrinks by itself: insert, replace, remove, look up and walk, while its work moves the objects to
 * a larger or smaller table. An operation's a is the first key, b how many more; for a walk b says after how many objects it
 * leaves off, 0 never. From an a of 128 on the keys are the task's own, which knows the items there. What is found has the
 * key that was asked for; who takes an item out frees it. At the end the table holds what the tasks have put in, and
 * a walk comes by each item once.
 */
#include <linux/bug.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <vitro/harness.h>

#define TASKS 3
#define OWNED 64
#define MAGIC 0x4a5471b1

struct item {
	u32 magic, key;
	struct rhash_head node;
	struct rcu_head rcu;
};

/* What a task knows: the items with keys of its own, and how many it has brought. */
static struct state {
	struct item *own[OWNED];
	int items;
} states[TASKS];

/* What a walk has come by. */
struct sights {
	u8 own[OWNED];
	int items;
	bool resized;
};

static const struct rhashtable_params params = {
	.nelem_hint = 2,
	.key_len = sizeof(u32),
	.key_offset = offsetof(struct item, key),
	.head_offset = offsetof(struct item, node),
	.automatic_shrinking = true,
};

static struct rhashtable table;

/* 0 is everybody, then the tasks. */
static u32 key_of(unsigned int owner, unsigned int number)
{
	return number % OWNED * (TASKS + 1) + owner;
}

static unsigned int number_of(u32 key)
{
	return key / (TASKS + 1);
}

static bool is_own(const struct state *state, u32 key)
{
	return key % (TASKS + 1) == state - states + 1;
}

static struct item *new_item(u32 key)
{
	struct item *item = kzalloc(sizeof(*item), GFP_KERNEL | __GFP_NOFAIL);

	item->magic = MAGIC;
	item->key = key;
	return item;
}

/* The caller has replaced @old, which had @key, by @new. */
static void replaced(struct state *state, u32 key, struct item *old, struct item *new)
{
	state->items += !!new - !!old;
	if (is_own(state, key)) {
		BUG_ON(state->own[number_of(key)] != old);
		state->own[number_of(key)] = new;
	}
	if (old)
		kfree_rcu(old, rcu);
}

/* Under RCU. */
static struct item *find(const struct state *state, u32 key)
{
	struct item *item = rhashtable_lookup(&table, &key, params);

	BUG_ON(item && (item->magic != MAGIC || item->key != key));
	BUG_ON(is_own(state, key) && item != state->own[number_of(key)]);
	return item;
}

/* Where the task knows that there is none, it need not be looked for. */
static int insert_item(const struct state *state, struct item *item)
{
	if (is_own(state, item->key) && !state->own[number_of(item->key)])
		return rhashtable_insert_fast(&table, &item->node, params);
	return rhashtable_lookup_insert_fast(&table, &item->node, params);
}

static void insert(struct state *state, u32 key)
{
	struct item *new = new_item(key);
	int error = insert_item(state, new);

	/* -EBUSY: a chain is too long, and the table is being resized already. */
	BUG_ON(error && error != -EEXIST && error != -EBUSY);
	if (is_own(state, key))
		BUG_ON(!state->own[number_of(key)] == (error == -EEXIST));
	if (error)
		kfree(new);
	else
		replaced(state, key, NULL, new);
}

static void replace(struct state *state, u32 key)
{
	struct item *new = new_item(key), *old;
	int error = -ENOENT;

	rcu_read_lock();
	old = find(state, key);
	if (old)
		error = rhashtable_replace_fast(&table, &old->node, &new->node, params);
	rcu_read_unlock();
	BUG_ON(error && error != -ENOENT);
	BUG_ON(error && old && is_own(state, key));
	if (error)
		kfree(new);
	else
		replaced(state, key, old, new);
}

static void remove(struct state *state, u32 key)
{
	struct item *old;
	int error = -ENOENT;

	rcu_read_lock();
	old = find(state, key);
	if (old)
		error = rhashtable_remove_fast(&table, &old->node, params);
	rcu_read_unlock();
	BUG_ON(error && error != -ENOENT);
	BUG_ON(error && old && is_own(state, key));
	if (!error)
		replaced(state, key, old, NULL);
}

static void lookup(struct state *state, u32 key)
{
	rcu_read_lock();
	find(state, key);
	rcu_read_unlock();
}

static void see(const struct state *state, struct sights *sights, const struct item *item)
{
	BUG_ON(item->magic != MAGIC);
	sights->items++;
	if (is_own(state, item->key)) {
		BUG_ON(item != state->own[number_of(item->key)]);
		sights->own[number_of(item->key)]++;
	}
}

/* A walk that leaves off after each @pause items may miss some, and see others again. */
static void walk(const struct state *state, struct sights *sights, int pause)
{
	struct rhashtable_iter iter;
	struct item *item;

	memset(sights, 0, sizeof(*sights));
	rhashtable_walk_enter(&table, &iter);
	rhashtable_walk_start(&iter);
	while ((item = rhashtable_walk_next(&iter))) {
		if (IS_ERR(item)) {
			BUG_ON(PTR_ERR(item) != -EAGAIN);
			sights->resized = true;
			continue;
		}
		see(state, sights, item);
		if (pause && sights->items % pause == 0) {
			rhashtable_walk_stop(&iter);
			rhashtable_walk_start(&iter);
		}
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
}

/* One that did not leave off has come by all of one's own: once each when nothing was moved meanwhile. */
static void check_own(const struct state *state, const struct sights *sights)
{
	int i;

	for (i = 0; i < OWNED; i++) {
		BUG_ON(state->own[i] && !sights->own[i]);
		BUG_ON(sights->own[i] > 1 && !sights->resized);
	}
}

static void begin(void)
{
	memset(states, 0, sizeof(states));
	BUG_ON(rhashtable_init(&table, &params));
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const on_key[])(struct state *, u32) = { insert, replace, remove, lookup };
	unsigned int code = operation->code % (ARRAY_SIZE(on_key) + 1), i;
	unsigned int owner = operation->a < 128 ? 0 : task + 1;
	struct state *state = &states[task];
	struct sights sights;

	if (code < ARRAY_SIZE(on_key)) {
		for (i = 0; i <= operation->b % 16; i++)
			on_key[code](state, key_of(owner, operation->a + i));
		return;
	}
	walk(state, &sights, operation->b);
	if (!operation->b)
		check_own(state, &sights);
}

/* The work queues itself again until the table has the size that it should. */
static void settle(void)
{
	int left = 100;

	while (flush_work(&table.run_work))
		BUG_ON(!left--);
}

static void free_item(void *item, void *argument)
{
	kfree(item);
}

static void end(void)
{
	struct sights sights;
	unsigned int task;
	int items = 0;

	settle();
	for (task = 0; task < TASKS; task++)
		items += states[task].items;
	BUG_ON(atomic_read(&table.nelems) != items);
	for (task = 0; task < TASKS; task++) {
		walk(&states[task], &sights, 0);
		BUG_ON(sights.resized || sights.items != items);
		check_own(&states[task], &sights);
	}
	rhashtable_free_and_destroy(&table, free_item, NULL);
}

VITRO_HARNESS(rhashtable, .tasks = TASKS, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
