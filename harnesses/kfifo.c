// SPDX-License-Identifier: GPL-2.0-only
/*
 * Three kfifos. One of numbers, into which only task 0 puts and from which only task 1 takes, without a lock; one of
 * records, likewise between tasks 1 and 2; one that all use, under a spinlock. An operation's a is how many.
 * What comes out of the first two is exactly what went in; of the third, each producer's numbers ascend.
 */
#include <linux/bug.h>
#include <linux/kfifo.h>
#include <linux/spinlock.h>
#include <vitro/harness.h>

#define TASKS      3
#define AT_ONCE    8
#define RECORD_MAX 12

static DECLARE_KFIFO(numbers, u32, 8);
static u32 numbers_in, numbers_out;

static STRUCT_KFIFO_REC_1(32) records;
static u32 records_in, records_out;

static DECLARE_KFIFO_PTR(shared, u32);
static DEFINE_SPINLOCK(shared_lock);
static u32 shared_in[TASKS], shared_out[TASKS][TASKS], taken[TASKS];

/* ---- Numbers ---- */

static void put_numbers(unsigned int count)
{
	u32 batch[AT_ONCE];
	unsigned int i;

	for (i = 0; i < count; i++)
		batch[i] = numbers_in + i;
	numbers_in += kfifo_in(&numbers, batch, count);
}

static void put_number(unsigned int count)
{
	for (; count; count--)
		numbers_in += kfifo_put(&numbers, numbers_in);
}

static void take_numbers(unsigned int count)
{
	u32 batch[AT_ONCE];
	unsigned int i;

	count = kfifo_out(&numbers, batch, count);
	for (i = 0; i < count; i++)
		BUG_ON(batch[i] != numbers_out++);
}

static void take_number(unsigned int count)
{
	u32 seen, number;

	for (; count && kfifo_peek(&numbers, &seen); count--) {
		BUG_ON(!kfifo_get(&numbers, &number));
		BUG_ON(seen != number || number != numbers_out++);
	}
}

static void skip_number(unsigned int count)
{
	if (kfifo_is_empty(&numbers))
		return;
	kfifo_skip(&numbers);
	numbers_out++;
}

/* ---- Records: each is as long as its number says, and full of it ---- */

static unsigned int record_size(u32 number)
{
	return 1 + number * 7 % RECORD_MAX;
}

static void put_record(unsigned int count)
{
	u8 record[RECORD_MAX];

	for (; count; count--) {
		unsigned int size = record_size(records_in), put;

		memset(record, records_in, size);
		put = kfifo_in(&records, record, size);
		BUG_ON(put && put != size);
		records_in += !!put;
	}
}

/* Of a record that does not fit the rest is lost. */
static bool take_one_record(unsigned int room)
{
	u8 record[RECORD_MAX];
	unsigned int size = record_size(records_out), got;

	if (!kfifo_is_empty(&records))
		BUG_ON(kfifo_peek_len(&records) != size);
	got = kfifo_out(&records, record, room);
	if (!got)
		return false;
	BUG_ON(got != min(room, size));
	BUG_ON(memchr_inv(record, records_out & 0xff, got));
	records_out++;
	return true;
}

static void take_record(unsigned int count)
{
	while (count && take_one_record(RECORD_MAX))
		count--;
}

static void take_short_record(unsigned int count)
{
	take_one_record(count);
}

/* ---- What all share ---- */

static void put_shared(unsigned int task, unsigned int count)
{
	u32 batch[AT_ONCE];
	unsigned int i;

	for (i = 0; i < count; i++)
		batch[i] = task << 24 | (shared_in[task] + i + 1);
	shared_in[task] += kfifo_in_spinlocked(&shared, batch, count, &shared_lock);
}

static void take_shared(unsigned int task, unsigned int count)
{
	u32 batch[AT_ONCE];
	unsigned int i;

	count = kfifo_out_spinlocked(&shared, batch, count, &shared_lock);
	for (i = 0; i < count; i++) {
		unsigned int from = batch[i] >> 24;
		u32 number = batch[i] & 0xffffff;

		BUG_ON(from >= TASKS || number <= shared_out[task][from]);
		shared_out[task][from] = number;
	}
	taken[task] += count;
}

/* ---- The harness ---- */

static void begin(void)
{
	numbers_in = numbers_out = records_in = records_out = 0;
	memset(shared_in, 0, sizeof(shared_in));
	memset(shared_out, 0, sizeof(shared_out));
	memset(taken, 0, sizeof(taken));
	INIT_KFIFO(numbers);
	INIT_KFIFO(records);
	BUG_ON(kfifo_alloc(&shared, 16, GFP_KERNEL));
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const alone[TASKS][5])(unsigned int) = {
		{ put_numbers, put_number, put_numbers, put_number, put_numbers },
		{ take_numbers, take_number, skip_number, put_record, put_record },
		{ take_record, take_short_record, take_record, take_short_record, take_record },
	};
	unsigned int code = operation->code % 7, count = 1 + operation->a % AT_ONCE;

	if (code < 5)
		alone[task][code](count);
	else if (code == 5)
		put_shared(task, count);
	else
		take_shared(task, count);
}

static void end(void)
{
	unsigned int rest = kfifo_len(&shared), task, put = 0, got = 0;

	take_numbers(AT_ONCE);
	take_record(UINT_MAX);
	BUG_ON(numbers_in != numbers_out || records_in != records_out);
	for (task = 0; task < TASKS; task++) {
		put += shared_in[task];
		got += taken[task];
	}
	BUG_ON(put != got + rest);
	kfifo_free(&shared);
}

VITRO_HARNESS(kfifo, .tasks = TASKS, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
