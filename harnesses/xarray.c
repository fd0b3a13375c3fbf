// SPDX-License-Identifier: GPL-2.0-only
/*
 * An XArray: store, insert, compare and exchange, erase and mark under its own lock, load and iterate
 * under RCU. An operation's a is the first index, b how many more, c whether they are far up, where the tree
 * must be higher. From an a of 128 on they are the task's own, which knows the items there and their marks. What
 * is loaded has the index that it was asked for; who takes an item out frees it.
 */
#include <linux/bug.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/xarray.h>
#include <vitro/harness.h>

#define TASKS 3
#define OWNED 64
#define FAR   (1UL << 20)
#define MAGIC 0xa44a44a1
#define MARK  XA_MARK_1

struct item {
	unsigned long index;
	u32 magic;
	struct rcu_head rcu;
};

struct own {
	struct item *item;
	bool marked;
};

/* What a task knows: of the indices near and far that are its own, and how many items it has brought. */
static struct state {
	struct own own[2][OWNED];
	int items;
} states[TASKS];

static DEFINE_XARRAY(array);

/* Owners take turns, so that they share the tree's nodes: 0 is everybody, then the tasks. */
static unsigned long index_of(unsigned int owner, unsigned int number, bool far)
{
	return number % OWNED * (TASKS + 1) + owner + (far ? FAR : 0);
}

static struct own *own(struct state *state, unsigned long index)
{
	unsigned long near = index % FAR;

	if (near % (TASKS + 1) != state - states + 1)
		return NULL;
	return &state->own[index >= FAR][near / (TASKS + 1)];
}

static struct item *new_item(unsigned long index)
{
	struct item *item = kzalloc(sizeof(*item), GFP_KERNEL | __GFP_NOFAIL);

	item->index = index;
	item->magic = MAGIC;
	return item;
}

static void check(struct state *state, const struct item *item, unsigned long index)
{
	const struct own *mine = own(state, index);

	BUG_ON(item && (item->index != index || item->magic != MAGIC));
	BUG_ON(mine && mine->item != item);
}

/* @old was at @index, @new is there now; the caller has replaced one by the other. */
static void replaced(struct state *state, unsigned long index, struct item *old, struct item *new)
{
	struct own *mine = own(state, index);

	check(state, old, index);
	state->items += !!new - !!old;
	if (mine) {
		mine->item = new;
		mine->marked &= !!new;
	}
	if (old)
		kfree_rcu(old, rcu);
}

static void store(struct state *state, unsigned long index)
{
	struct item *new = new_item(index), *old = xa_store(&array, index, new, GFP_KERNEL);

	BUG_ON(xa_is_err(old));
	replaced(state, index, old, new);
}

static void insert(struct state *state, unsigned long index)
{
	struct item *new = new_item(index);
	struct own *mine = own(state, index);
	int error = xa_insert(&array, index, new, GFP_KERNEL);

	BUG_ON(error && error != -EBUSY);
	BUG_ON(mine && !mine->item == !!error);
	if (error)
		kfree(new);
	else
		replaced(state, index, NULL, new);
}

/* Within the reader, so that what is compared with is not another item at the same address. */
static void exchange(struct state *state, unsigned long index)
{
	struct item *new = new_item(index), *old, *was;

	rcu_read_lock();
	old = xa_load(&array, index);
	was = xa_cmpxchg(&array, index, old, new, GFP_ATOMIC);
	rcu_read_unlock();
	BUG_ON(xa_is_err(was));
	if (was == old)
		replaced(state, index, old, new);
	else
		kfree(new);
}

static void erase(struct state *state, unsigned long index)
{
	replaced(state, index, xa_erase(&array, index), NULL);
}

static void load(struct state *state, unsigned long index)
{
	struct own *mine = own(state, index);

	rcu_read_lock();
	check(state, xa_load(&array, index), index);
	rcu_read_unlock();
	BUG_ON(mine && xa_get_mark(&array, index, MARK) != mine->marked);
}

static void mark(struct state *state, unsigned long index)
{
	struct own *mine = own(state, index);

	xa_set_mark(&array, index, MARK);
	if (mine)
		mine->marked = mine->item;
}

static void unmark(struct state *state, unsigned long index)
{
	struct own *mine = own(state, index);

	xa_clear_mark(&array, index, MARK);
	if (mine)
		mine->marked = false;
}

static int count_own(const struct state *state, bool marked)
{
	const struct own *mine = state->own[0];
	int count = 0, i;

	for (i = 0; i < 2 * OWNED; i++)
		count += marked ? mine[i].marked : !!mine[i].item;
	return count;
}

/* Every item, or every marked one: all of one's own are among them. Return: how many there are. */
static int walk(struct state *state, xa_mark_t filter)
{
	unsigned long index, next = 0;
	int count = 0, mine = 0;
	struct item *item;

	rcu_read_lock();
	xa_for_each_marked(&array, index, item, filter)
	{
		BUG_ON(index < next);
		next = index + 1;
		check(state, item, index);
		mine += !!own(state, index);
		count++;
	}
	rcu_read_unlock();
	BUG_ON(mine != count_own(state, (__force u32)filter == (__force u32)MARK));
	return count;
}

static void begin(void)
{
	memset(states, 0, sizeof(states));
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const on_index[])(struct state *, unsigned long) = {
		store, insert, exchange, erase, load, mark, unmark,
	};
	unsigned int code = operation->code % (ARRAY_SIZE(on_index) + 1), i;
	struct state *state = &states[task];

	if (code == ARRAY_SIZE(on_index)) {
		walk(state, operation->c & 1 ? MARK : XA_PRESENT);
		return;
	}
	for (i = 0; i <= operation->b % 16; i++)
		on_index[code](state, index_of(operation->a < 128 ? 0 : task + 1, operation->a + i,
					       operation->c & 1));
}

static void end(void)
{
	unsigned long index;
	struct item *item;
	unsigned int task;
	int items = 0;

	for (task = 0; task < TASKS; task++)
		items += states[task].items;
	for (task = 0; task < TASKS; task++) {
		BUG_ON(walk(&states[task], XA_PRESENT) != items);
		walk(&states[task], MARK);
	}
	xa_for_each(&array, index, item) kfree(item);
	xa_destroy(&array);
}

VITRO_HARNESS(xarray, .tasks = TASKS, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
