// SPDX-License-Identifier: GPL-2.0-only
/*
 * A maple tree whose readers use RCU: insert, store, erase and allocate ranges under its own lock, load, walk and find under RCU.
 * An operation's a is the first index, b how long the range is, c how many more of them follow. From an a of 128 on they are
 * in the task's own zone, which it knows index by index: what it finds there is exactly that, and where the tree finds room
 * is where it finds room. What the others find there lies where it may. At the end all is where it belongs.
 */
#include <linux/bug.h>
#include <linux/maple_tree.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/xarray.h>
#include <vitro/harness.h>

#define TASKS 3
#define ZONE  64
#define ALL   ((TASKS + 1) * ZONE - 1)
#define MAGIC 0x3a91e7ee

/**
 * struct item - what a range holds
 * @first, @last:	where that must lie
 * @left:	how many indices; the owner's, where the zone is somebody's
 */
struct item {
	unsigned long first, last;
	u32 magic;
	unsigned int left;
	struct rcu_head rcu;
};

/* What a task knows: its zone, and how many items it has brought to the zone of all. */
static struct state {
	struct item *own[ZONE];
	int items;
} states[TASKS];

static struct maple_tree tree;

static unsigned long zone_of(const struct state *state)
{
	return (state - states + 1) * ZONE;
}

static struct item **own(struct state *state, unsigned long index)
{
	unsigned long base = zone_of(state);

	return index >= base && index < base + ZONE ? &state->own[index - base] : NULL;
}

static struct item *new_item(unsigned long first, unsigned long last, unsigned int size)
{
	struct item *item = kzalloc(sizeof(*item), GFP_KERNEL | __GFP_NOFAIL);

	item->first = first;
	item->last = last;
	item->magic = MAGIC;
	item->left = size;
	return item;
}

static void check(struct state *state, const struct item *item, unsigned long first,
		  unsigned long last)
{
	struct item **mine;
	unsigned long index;

	BUG_ON(item && (item->magic != MAGIC || first < item->first || last > item->last));
	for (index = first; index <= last; index++) {
		mine = own(state, index);
		BUG_ON(mine && *mine != item);
	}
}

/* In one's own zone @item is now at each index of a range; what was there goes with the last index of it. */
static void own_range(struct state *state, unsigned long first, unsigned long last,
		      struct item *item)
{
	for (; first <= last; first++) {
		struct item **mine = own(state, first), *old = *mine;

		*mine = item;
		if (old && !--old->left)
			kfree_rcu(old, rcu);
	}
}

static bool is_free(struct state *state, unsigned long first, unsigned long last)
{
	while (first <= last && !*own(state, first))
		first++;
	return first > last;
}

static void insert(struct state *state, unsigned long first, unsigned long last)
{
	struct item *item = new_item(first, last, last - first + 1);
	bool mine = own(state, first), room = mine && is_free(state, first, last);
	int error = mtree_insert_range(&tree, first, last, item, GFP_KERNEL);

	BUG_ON(error && error != -EEXIST);
	BUG_ON(mine && room != !error);
	if (error)
		kfree(item);
	else if (mine)
		own_range(state, first, last, item);
	else
		state->items++;
}

/* What it overwrites a store does not tell: one's own zone alone. */
static void store(struct state *state, unsigned long first, unsigned long last)
{
	struct item *item;

	if (!own(state, first)) {
		insert(state, first, last);
		return;
	}
	item = new_item(first, last, last - first + 1);
	BUG_ON(mtree_store_range(&tree, first, last, item, GFP_KERNEL));
	own_range(state, first, last, item);
}

/* The whole range that lies at @index. */
static void own_erased(struct state *state, unsigned long index, struct item *old)
{
	unsigned long first = index, last = index;

	BUG_ON(*own(state, index) != old);
	while (old && own(state, first - 1) && *own(state, first - 1) == old)
		first--;
	while (old && own(state, last + 1) && *own(state, last + 1) == old)
		last++;
	own_range(state, first, last, NULL);
}

static void erase(struct state *state, unsigned long first, unsigned long last)
{
	struct item *old = mtree_erase(&tree, first);

	if (own(state, first)) {
		own_erased(state, first, old);
	} else if (old) {
		check(state, old, first, first);
		state->items--;
		kfree_rcu(old, rcu);
	}
}

static void load(struct state *state, unsigned long first, unsigned long last)
{
	for (; first <= last; first++) {
		rcu_read_lock();
		check(state, mtree_load(&tree, first), first, first);
		rcu_read_unlock();
	}
}

/* Where the tree must find room in one's own zone: the lowest place, or the highest. */
static unsigned long find_room(struct state *state, unsigned int size, bool high)
{
	unsigned long base = zone_of(state), places = ZONE - size + 1, i;

	for (i = 0; i < places; i++) {
		unsigned long first = base + (high ? places - 1 - i : i);

		if (is_free(state, first, first + size - 1))
			return first;
	}
	return 0;
}

static void allocate(struct state *state, unsigned long first, unsigned long last)
{
	unsigned int size = last - first + 1;
	bool mine = own(state, first), high = first & 1;
	unsigned long min = mine ? zone_of(state) : 0, max = min + ZONE - 1, found = 0;
	struct item *item = new_item(min, max, size);
	int error;

	if (high)
		error = mtree_alloc_rrange(&tree, &found, item, size, min, max, GFP_KERNEL);
	else
		error = mtree_alloc_range(&tree, &found, item, size, min, max, GFP_KERNEL);
	BUG_ON(error && error != -EBUSY);
	BUG_ON(mine && find_room(state, size, high) != (error ? 0 : found));
	if (error)
		kfree(item);
	else if (mine)
		own_range(state, found, found + size - 1, item);
	else
		state->items++;
}

static int count_own(const struct state *state)
{
	int count = 0, i;

	for (i = 0; i < ZONE; i++)
		count += !!state->own[i];
	return count;
}

/* All ranges: one's own are among them. A walk may go back (docs/bugs/maple-tree-walk-goes-back.md): none counts twice. */
static void walk(struct state *state, unsigned long first, unsigned long last)
{
	MA_STATE(mas, &tree, 0, 0);
	struct item *item;
	int mine = 0, again = host_option("MAPLE_TREE_BACK", 0);
	unsigned long next = 0;

	rcu_read_lock();
	mas_for_each(&mas, item, ALL)
	{
		check(state, item, mas.index, mas.last);
		if (own(state, mas.index) && (again || mas.last >= next))
			mine += mas.last - mas.index + 1;
		next = max(next, mas.last + 1);
	}
	rcu_read_unlock();
	BUG_ON(mine != count_own(state));
}

/* From @first on, by index. */
static void find(struct state *state, unsigned long first, unsigned long last)
{
	unsigned long index = first;
	struct item *item;

	rcu_read_lock();
	mt_for_each(&tree, item, index, ALL)
	{
		BUG_ON(item->magic != MAGIC || index - 1 > item->last);
	}
	rcu_read_unlock();
}

/* An entry behind all zones: a walk crashes when the tree becomes empty (docs/bugs/maple-tree-emptied-under-a-walk.md). */
static void begin(void)
{
	memset(states, 0, sizeof(states));
	mt_init_flags(&tree, MT_FLAGS_ALLOC_RANGE | MT_FLAGS_USE_RCU);
	if (!host_option("MAPLE_TREE_EMPTY", 0))
		BUG_ON(mtree_store(&tree, ALL + 1, xa_mk_value(0), GFP_KERNEL));
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const on_range[])(struct state *, unsigned long, unsigned long) = {
		insert, store, erase, load, allocate, walk, find,
	};
	unsigned int code = operation->code % ARRAY_SIZE(on_range), size = 1 + operation->b % 8, i;
	struct state *state = &states[task];
	unsigned long zone = operation->a < 128 ? 0 : zone_of(state), offset = operation->a % ZONE;

	for (i = 0; i <= operation->c % 16; i++, offset = (offset + size) % ZONE)
		on_range[code](state, zone + offset,
			       zone + min_t(unsigned long, offset + size, ZONE) - 1);
}

/* Frees what is in the zone of all; the others' last index does that. Return: how many there were. */
static int empty_zone_of_all(void)
{
	unsigned long index = 0;
	struct item *item;
	int count = 0;

	mt_for_each(&tree, item, index, ZONE - 1)
	{
		BUG_ON(mtree_erase(&tree, index - 1) != item);
		kfree(item);
		count++;
	}
	return count;
}

static void end(void)
{
	unsigned int task;
	int items = 0;

	for (task = 0; task < TASKS; task++) {
		struct state *state = &states[task];

		walk(state, 0, 0);
		load(state, zone_of(state), zone_of(state) + ZONE - 1);
		items += state->items;
	}
	BUG_ON(empty_zone_of_all() != items);
	mtree_destroy(&tree);
	for (task = 0; task < TASKS; task++)
		own_range(&states[task], zone_of(&states[task]), zone_of(&states[task]) + ZONE - 1,
			  NULL);
}

VITRO_HARNESS(maple_tree, .tasks = TASKS, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
