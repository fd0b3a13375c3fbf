// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys and keyrings by their system calls, against each other and the garbage collector. An operation's a is a slot
 * for the number of a key, b a keyring (one of two that are always there, or a slot), c the rest: what a key is called, how
 * long its payload is, seconds. Two keyrings are linked to the session's for ever; keys are moved between these alone,
 * because the kernel takes two keyrings in the order of their addresses. When an input is over there are only the
 * keyrings from before it, and root's quota is what it was; to a restricted keyring nothing is added.
 */
#include <linux/bug.h>
#include <linux/key.h>
#include <linux/rcupdate.h>
#include <linux/syscalls.h>
#include <linux/workqueue.h>
#include <vitro/harness.h>

#include "../../../security/keys/internal.h"

enum { TASKS = 3, SLOTS = 8, NAMES = 4 };

static char words[][8] = { "user", "keyring", "left", "right", "one", "two", "three", "four" };
enum { USER, KEYRING, LEFT, RIGHT, FIRST_NAME };

static char __user *word[ARRAY_SIZE(words)];
static u8 payload[64], answer[TASKS][96];
static void __user *payload_user, *answer_user[TASKS];

static key_serial_t rings[2], slots[SLOTS];

/* The last keyring that the task has restricted, and how many bytes its list of keys had then. */
static struct closed {
	key_serial_t ring;
	long size;
} closed[TASKS];

/* What must be again what it was. */
static struct state {
	unsigned int keys;
	int nkeys, nikeys, qnkeys, qnbytes, users;
} before;
static struct rb_node *nodes[8]; /* of the keys that are there before */

static key_serial_t key_of(u8 number)
{
	return READ_ONCE(slots[number % SLOTS]);
}

static key_serial_t ring_of(u8 number)
{
	return number & 2 ? key_of(number >> 2) : rings[number & 1];
}

static unsigned long name_of(u8 number)
{
	return (unsigned long)word[FIRST_NAME + number % NAMES];
}

static void keep(u8 number, long serial)
{
	if (serial > 0)
		WRITE_ONCE(slots[number % SLOTS], serial);
}

static void add(unsigned int task, const struct vitro_operation *operation)
{
	const char __user *name = (void __user *)name_of(operation->c);
	size_t size = 1 + operation->c / NAMES % sizeof(payload);

	keep(operation->a,
	     sys_add_key(word[USER], name, payload_user, size, ring_of(operation->b)));
}

static void add_ring(unsigned int task, const struct vitro_operation *operation)
{
	const char __user *name = (void __user *)name_of(operation->c);

	keep(operation->a, sys_add_key(word[KEYRING], name, NULL, 0, ring_of(operation->b)));
}

static void search(unsigned int task, const struct vitro_operation *operation)
{
	unsigned long type = (unsigned long)word[operation->c & 4 ? KEYRING : USER];

	keep(operation->a, sys_keyctl(KEYCTL_SEARCH, ring_of(operation->b), type,
				      name_of(operation->c), operation->c & 8 ? rings[1] : 0));
}

static void read(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_READ, key_of(operation->a), (unsigned long)answer_user[task],
		   operation->b % (sizeof(answer[0]) + 1) & ~3, 0);
}

static void describe(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_DESCRIBE, key_of(operation->a), (unsigned long)answer_user[task],
		   sizeof(answer[0]), 0);
}

static void update(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_UPDATE, key_of(operation->a), (unsigned long)payload_user,
		   1 + operation->b % sizeof(payload), 0);
}

static void revoke(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_REVOKE, key_of(operation->a), 0, 0, 0);
}

static void invalidate(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_INVALIDATE, key_of(operation->a), 0, 0, 0);
}

static void link_key(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_LINK, key_of(operation->a), ring_of(operation->b), 0, 0);
}

static void unlink_key(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_UNLINK, key_of(operation->a), ring_of(operation->b), 0, 0);
}

static void move(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_MOVE, key_of(operation->a), rings[operation->b & 1],
		   rings[!(operation->b & 1)], operation->c & 1 ? KEYCTL_MOVE_EXCL : 0);
}

static void clear(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_CLEAR, ring_of(operation->b), 0, 0, 0);
}

static void set_timeout(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_SET_TIMEOUT, key_of(operation->a), operation->c, 0, 0);
}

/* For however long: it is no hung task. */
static void wait(unsigned int task, const struct vitro_operation *operation)
{
	schedule_timeout_interruptible(operation->c * HZ);
}

static void chown(unsigned int task, const struct vitro_operation *operation)
{
	sys_keyctl(KEYCTL_CHOWN, key_of(operation->a), operation->c & 1 ? 1000 : 0, -1, 0);
}

/* What was closed before has lost keys since, or none. */
static void check_closed(const struct closed *one)
{
	BUG_ON(one->ring && sys_keyctl(KEYCTL_READ, one->ring, 0, 0, 0) > one->size);
}

static void restrict_ring(unsigned int task, const struct vitro_operation *operation)
{
	key_serial_t ring = key_of(operation->a);

	check_closed(&closed[task]);
	if (sys_keyctl(KEYCTL_RESTRICT_KEYRING, ring, 0, 0, 0))
		return;
	closed[task].size = sys_keyctl(KEYCTL_READ, ring, 0, 0, 0);
	closed[task].ring = closed[task].size < 0 ? 0 : ring;
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const operations[])(unsigned int, const struct vitro_operation *) = {
		add,      add_ring,   search, read,  describe,    update, revoke, invalidate,
		link_key, unlink_key, move,   clear, set_timeout, wait,   chown,  restrict_ring,
	};

	operations[operation->code % ARRAY_SIZE(operations)](task, operation);
}

static void map_memory(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		word[i] = vitro_user_map(words[i], sizeof(words[i]), false);
	payload_user = vitro_user_map(payload, sizeof(payload), false);
	for (i = 0; i < TASKS; i++)
		answer_user[i] = vitro_user_map(answer[i], sizeof(answer[i]), true);
}

static struct state state_now(void)
{
	struct state state = {
		.nkeys = atomic_read(&root_key_user.nkeys),
		.nikeys = atomic_read(&root_key_user.nikeys),
		.qnkeys = root_key_user.qnkeys,
		.qnbytes = root_key_user.qnbytes,
		.users = refcount_read(&root_key_user.usage),
	};
	struct rb_node *node;

	spin_lock(&key_serial_lock);
	for (node = rb_first(&key_serial_tree); node; node = rb_next(node))
		state.keys++;
	spin_unlock(&key_serial_lock);
	return state;
}

static void remember(void)
{
	unsigned int i;

	before = state_now();
	BUG_ON(before.keys > ARRAY_SIZE(nodes));
	for (i = 0; i < before.keys; i++)
		nodes[i] = i ? rb_next(nodes[i - 1]) : rb_first(&key_serial_tree);
}

/* A pass of the collector may queue callbacks that put keys, which queues the next. */
static void collect(void)
{
	do {
		flush_work(&key_gc_work);
		rcu_barrier();
	} while (work_busy(&key_gc_work));
}

/* The collector has its timer set for a key's end at most, which is not later than that of the longest timeout. */
static void settle(void)
{
	sys_keyctl(KEYCTL_CLEAR, rings[0], 0, 0, 0);
	sys_keyctl(KEYCTL_CLEAR, rings[1], 0, 0, 0);
	collect();
	schedule_timeout_interruptible((U8_MAX + key_gc_delay + 1) * HZ);
	collect();
}

/* The first key of a type and of a domain gives these their numbers for ever. */
static int setup(void)
{
	int i;

	key_quota_root_maxkeys = 24;
	map_memory();
	if (sys_keyctl(KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0) < 0)
		return -ENOKEY;
	for (i = 0; i < 2; i++) {
		rings[i] = sys_add_key(word[KEYRING], word[LEFT + i], NULL, 0,
				       KEY_SPEC_SESSION_KEYRING);
		if (rings[i] < 0)
			return rings[i];
	}
	if (sys_add_key(word[USER], word[FIRST_NAME], payload_user, 1, rings[0]) < 0)
		return -ENOKEY;
	key_get_instantiation_authkey(rings[0]); /* which numbers its type, too */
	settle();
	remember();
	key_quota_root_maxbytes = before.qnbytes + 60; /* one long key is too much */
	return 0;
}

static bool is_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct key, serial_node)->serial <
	       rb_entry(b, struct key, serial_node)->serial;
}

/* The shape of a balanced tree tells what was in it before: each input finds the same. */
static void rebuild_tree(void)
{
	unsigned int i;

	spin_lock(&key_serial_lock);
	key_serial_tree = RB_ROOT;
	for (i = 0; i < before.keys; i++)
		rb_add(nodes[i], &key_serial_tree, is_less);
	spin_unlock(&key_serial_lock);
}

static void begin(void)
{
	rebuild_tree();
	map_memory();
	memset(slots, 0, sizeof(slots));
	memset(closed, 0, sizeof(closed));
}

static void end(void)
{
	struct state after;
	unsigned int task;

	for (task = 0; task < TASKS; task++)
		check_closed(&closed[task]);
	settle();
	after = state_now();
	BUG_ON(memcmp(&after, &before, sizeof(before)));
}

VITRO_HARNESS(keyring, .setup = setup, .tasks = TASKS, .begin = begin, .operate = operate,
	      .end = end, .max_size = 256);
