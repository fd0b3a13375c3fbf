// SPDX-License-Identifier: GPL-2.0-only
/*
 * Per-CPU counters and lockless lists. All add to and sum one counter; one is set, where a semaphore keeps the others off; one
 * has limits. Nodes are put on two lists: from one each task takes all without a lock, from the other one or all under a lock.
 * An operation's a is how much or how many, b which variant. At the end the counters are the sums of what the tasks
 * have added, and each node has come out once. Of one list taken at once, each producer's nodes are in order.
 */
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/llist.h>
#include <linux/percpu_counter.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <vitro/harness.h>

#define TASKS     3
#define NODES_MAX 1024 /* of a producer */
#define LIMIT     1000
#define BATCH     4
#define FAR       (1LL << 40)

enum { FREE, SET, LIMITED, COUNTERS };

struct node {
	struct llist_node entry;
	unsigned int producer, number;
};

static struct percpu_counter counters[COUNTERS];
static DECLARE_RWSEM(setting);
static s64 set_to; /* under setting, for writing */

static LLIST_HEAD(lockless);
static LLIST_HEAD(locked);
static DEFINE_SPINLOCK(consumer);

/* A task's own. */
static struct state {
	s64 added[COUNTERS];
	unsigned int produced;
	DECLARE_BITMAP(seen[TASKS], NODES_MAX); /* by producer */
} states[TASKS];

/* ---- Counters ---- */

static void add_to(struct percpu_counter *counter, s64 amount, u8 variant)
{
	if (variant % 3 == 0)
		percpu_counter_add(counter, amount);
	else if (variant % 3 == 1)
		percpu_counter_add_batch(counter, amount, BATCH);
	else
		percpu_counter_sub(counter, -amount);
}

static void add(struct state *state, s8 amount, u8 variant)
{
	add_to(&counters[FREE], amount, variant);
	state->added[FREE] += amount;
}

/* Added locally, so that this one cannot be compared. */
static void add_while_not_set(struct state *state, s8 amount, u8 variant)
{
	down_read(&setting);
	if (variant & 4)
		percpu_counter_add_local(&counters[SET], amount);
	else
		add_to(&counters[SET], amount, variant);
	state->added[SET] += amount;
	up_read(&setting);
}

/* Who sets a counter must keep others off: what they add is lost otherwise. */
static void set(s8 amount)
{
	unsigned int task;

	down_write(&setting);
	percpu_counter_set(&counters[SET], amount);
	set_to = amount;
	for (task = 0; task < TASKS; task++)
		states[task].added[SET] = 0;
	up_write(&setting);
}

static void add_limited(struct state *state, s8 amount, u8 variant)
{
	struct percpu_counter *counter = &counters[LIMITED];
	s64 much = amount * 8LL, limit = much < 0 ? 0 : LIMIT;
	bool good;

	if (variant & 1)
		good = __percpu_counter_limited_add(counter, limit, much, BATCH);
	else
		good = percpu_counter_limited_add(counter, limit, much);
	if (good)
		state->added[LIMITED] += much;
}

/* How much others have added by now is not known, but that it is not so much. */
static void read_counter(u8 which, u8 variant)
{
	struct percpu_counter *counter = &counters[which % COUNTERS];

	switch (variant % 4) {
	case 0:
		BUG_ON(abs(percpu_counter_sum(counter)) >= FAR);
		break;
	case 1:
		BUG_ON((u64)percpu_counter_read_positive(counter) >= FAR);
		break;
	case 2:
		BUG_ON(percpu_counter_compare(counter, FAR) != -1);
		BUG_ON(percpu_counter_compare(counter, -FAR) != 1);
		percpu_counter_compare(counter, 0);
		break;
	case 3:
		percpu_counter_sync(counter);
		break;
	}
}

/* ---- Lists ---- */

static struct node *new_node(struct state *state)
{
	struct node *node = kzalloc(sizeof(*node), GFP_KERNEL | __GFP_NOFAIL);

	node->producer = state - states;
	node->number = state->produced++;
	BUG_ON(node->number >= NODES_MAX);
	return node;
}

static void put_each(struct state *state, struct llist_head *list, unsigned int count)
{
	for (; count; count--)
		llist_add(&new_node(state)->entry, list);
}

/* The last that was made comes first. */
static void put_batch(struct state *state, struct llist_head *list, unsigned int count)
{
	struct node *last = new_node(state), *first = last;

	for (; count > 1; count--) {
		struct node *node = new_node(state);

		node->entry.next = &first->entry;
		first = node;
	}
	llist_add_batch(&first->entry, &last->entry, list);
}

static void put(struct state *state, u8 count, u8 variant)
{
	struct llist_head *list = variant & 1 ? &locked : &lockless;

	if (variant & 2)
		put_batch(state, list, 1 + count % 16);
	else
		put_each(state, list, 1 + count % 16);
}

static void consume(struct state *state, struct node *node)
{
	BUG_ON(node->producer >= TASKS || node->number >= NODES_MAX);
	BUG_ON(__test_and_set_bit(node->number, state->seen[node->producer]));
	kfree(node);
}

static void consume_all(struct state *state, struct llist_node *newest)
{
	struct llist_node *oldest = llist_reverse_order(newest);
	struct node *node, *next;
	int last[TASKS] = { -1, -1, -1 };

	llist_for_each_entry_safe(node, next, oldest, entry)
	{
		BUG_ON((int)node->number <= last[node->producer]);
		last[node->producer] = node->number;
		consume(state, node);
	}
}

static void take_first(struct state *state, unsigned int count)
{
	struct llist_node *entry;

	for (; count; count--) {
		spin_lock(&consumer);
		entry = llist_del_first(&locked);
		spin_unlock(&consumer);
		if (!entry)
			break;
		consume(state, llist_entry(entry, struct node, entry));
	}
}

static void take(struct state *state, u8 count, u8 variant)
{
	struct llist_node *newest;

	if (variant % 3 == 0) {
		consume_all(state, llist_empty(&lockless) ? NULL : llist_del_all(&lockless));
	} else if (variant % 3 == 1) {
		take_first(state, 1 + count % 16);
	} else {
		spin_lock(&consumer);
		newest = llist_del_all(&locked);
		spin_unlock(&consumer);
		consume_all(state, newest);
	}
}

/* ---- The harness ---- */

static void begin(void)
{
	memset(states, 0, sizeof(states));
	set_to = 0;
	init_llist_head(&lockless);
	init_llist_head(&locked);
	BUG_ON(percpu_counter_init_many(counters, 0, GFP_KERNEL, COUNTERS));
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	struct state *state = &states[task];

	switch (operation->code % 7) {
	case 0:
		add(state, operation->a, operation->b);
		break;
	case 1:
		add_while_not_set(state, operation->a, operation->b);
		break;
	case 2:
		set(operation->a);
		break;
	case 3:
		add_limited(state, operation->a, operation->b);
		break;
	case 4:
		read_counter(operation->a, operation->b);
		break;
	case 5:
		put(state, operation->a, operation->b);
		break;
	case 6:
		take(state, operation->a, operation->b);
		break;
	}
}

static void check_counter(unsigned int which, s64 sum)
{
	unsigned int task;

	for (task = 0; task < TASKS; task++)
		sum += states[task].added[which];
	BUG_ON(percpu_counter_sum(&counters[which]) != sum);
	if (which == SET)
		return;
	BUG_ON(percpu_counter_compare(&counters[which], sum));
	BUG_ON(percpu_counter_compare(&counters[which], sum + 1) != -1);
	BUG_ON(percpu_counter_compare(&counters[which], sum - 1) != 1);
}

/* What one consumer has seen, no other has; together they have seen all that was produced. */
static void check_nodes(unsigned int producer)
{
	unsigned int number, task, seen;

	for (number = 0; number < states[producer].produced; number++) {
		seen = 0;
		for (task = 0; task < TASKS; task++)
			seen += test_bit(number, states[task].seen[producer]);
		BUG_ON(seen != 1);
	}
}

static void end(void)
{
	unsigned int task;

	check_counter(FREE, 0);
	check_counter(SET, set_to);
	check_counter(LIMITED, 0);
	percpu_counter_destroy_many(counters, COUNTERS);
	consume_all(&states[0], llist_del_all(&lockless));
	consume_all(&states[0], llist_del_all(&locked));
	for (task = 0; task < TASKS; task++)
		check_nodes(task);
}

VITRO_HARNESS(counters, .tasks = TASKS, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
