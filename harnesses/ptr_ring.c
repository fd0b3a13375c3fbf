// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ring of pointers: tasks 0 and 1 produce, task 2 consumes, each may resize. An operation's a says how
 * many, or how large, and b which of the locks' variants. Of each producer the packets come out in the order in which they went
 * in, and each is consumed, destroyed by resizing, or left at the end.
 */
#include <linux/bug.h>
#include <linux/ptr_ring.h>
#include <linux/slab.h>
#include <vitro/harness.h>

#define PRODUCERS 2
#define CONSUMER  PRODUCERS
#define BATCH     8
#define MAGIC     0x4197c0de

struct packet {
	u32 magic, number;
	unsigned int producer;
};

static struct ptr_ring ring;
static u32 produced[PRODUCERS]; /* by each, the producer's own */
static u32 last[PRODUCERS];     /* that came out, the consumer's own */
static u32 consumed;            /* the consumer's own, too */
static u32 destroyed;           /* under the ring's locks */

static void destroy(void *packet)
{
	destroyed++;
	kfree(packet);
}

static void resize(u8 choice)
{
	static const int sizes[] = { 1, 2, 3, 8, 33, 64 };

	BUG_ON(ptr_ring_resize(&ring, sizes[choice % ARRAY_SIZE(sizes)], GFP_KERNEL, destroy));
}

static int produce_one(struct packet *packet, u8 variant)
{
	switch (variant % 4) {
	case 0:
		return ptr_ring_produce(&ring, packet);
	case 1:
		return ptr_ring_produce_irq(&ring, packet);
	case 2:
		return ptr_ring_produce_bh(&ring, packet);
	}
	return ptr_ring_produce_any(&ring, packet);
}

static void produce(unsigned int task, u8 count, u8 variant)
{
	int error;

	for (; count; count--) {
		struct packet *packet = kzalloc(sizeof(*packet), GFP_KERNEL | __GFP_NOFAIL);

		packet->magic = MAGIC;
		packet->producer = task;
		packet->number = produced[task] + 1;
		error = produce_one(packet, variant);
		BUG_ON(error && error != -ENOSPC);
		if (error)
			kfree(packet);
		else
			produced[task]++;
	}
}

static void check(const struct packet *packet)
{
	BUG_ON(packet->magic != MAGIC || packet->producer >= PRODUCERS);
	BUG_ON(packet->number <= last[packet->producer]);
}

static void accept(struct packet *packet)
{
	check(packet);
	last[packet->producer] = packet->number;
	consumed++;
	kfree(packet);
}

static struct packet *consume_one(u8 variant)
{
	switch (variant % 4) {
	case 0:
		return ptr_ring_consume(&ring);
	case 1:
		return ptr_ring_consume_irq(&ring);
	case 2:
		return ptr_ring_consume_bh(&ring);
	}
	return ptr_ring_consume_any(&ring);
}

static void consume(u8 count, u8 variant)
{
	struct packet *packet;

	for (; count && (packet = consume_one(variant)); count--)
		accept(packet);
}

static int consume_many(void **batch, int count, u8 variant)
{
	switch (variant % 4) {
	case 0:
		return ptr_ring_consume_batched(&ring, batch, count);
	case 1:
		return ptr_ring_consume_batched_irq(&ring, batch, count);
	case 2:
		return ptr_ring_consume_batched_bh(&ring, batch, count);
	}
	return ptr_ring_consume_batched_any(&ring, batch, count);
}

/* Some of what came out is put back. */
static void consume_batch(u8 count, u8 variant, u8 keep)
{
	void *batch[BATCH];
	int i, got = consume_many(batch, 1 + count % BATCH, variant);

	keep = min_t(int, got, keep);
	for (i = 0; i < keep; i++)
		accept(batch[i]);
	if (keep < got)
		ptr_ring_unconsume(&ring, batch + keep, got - keep, destroy);
}

static u32 number_of(const struct packet *packet)
{
	if (!packet)
		return 0;
	check(packet);
	return packet->number;
}

/* Who consumes alone takes out what is seen now, unless a resize destroys it. */
static void peek(void)
{
	bool empty = ptr_ring_empty(&ring);
	u32 number = PTR_RING_PEEK_CALL_ANY(&ring, number_of);

	BUG_ON(!empty && !number);
}

static void begin(void)
{
	memset(produced, 0, sizeof(produced));
	memset(last, 0, sizeof(last));
	consumed = destroyed = 0;
	BUG_ON(ptr_ring_init(&ring, 4, GFP_KERNEL));
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	switch (operation->code % 4) {
	case 0:
		if (task == CONSUMER)
			consume(1 + operation->a % 16, operation->b);
		else
			produce(task, 1 + operation->a % 16, operation->b);
		break;
	case 1:
		resize(operation->a);
		break;
	case 2:
		if (task == CONSUMER)
			consume_batch(operation->a, operation->b, operation->c);
		else
			produce(task, 1, operation->b);
		break;
	case 3:
		if (task == CONSUMER)
			peek();
		else
			ptr_ring_full(&ring);
		break;
	}
}

static void end(void)
{
	consume(U8_MAX, 0);
	BUG_ON(!ptr_ring_empty(&ring));
	BUG_ON(produced[0] + produced[1] != consumed + destroyed);
	ptr_ring_cleanup(&ring, NULL);
}

VITRO_HARNESS(ptr_ring, .tasks = PRODUCERS + 1, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
