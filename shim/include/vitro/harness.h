/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a harness sees: harnesses/NAME.c defines exactly one, with VITRO_HARNESS(). Everything runs in
 * process context, as the task init_task on virtual CPU 0 unless said otherwise, and may sleep. docs/writing-a-harness.md is
 * a worked example.
 */
#ifndef VITRO_HARNESS_H
#define VITRO_HARNESS_H

#include <linux/types.h>
#include <linux/bitops.h>
#include <linux/init.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <vitro/host.h>
#include <vitro/structure.h>

/* What a task of a concurrent harness does next: four bytes of the input. */
#define VITRO_OPERATION_SIZE 4
struct vitro_operation {
	u8 code, a, b, c;
};

/**
 * struct vitro_harness - one way into the kernel
 * @name:	for messages
 * @max_size:	largest input worth generating, in bytes; 0 leaves it to the engine
 * @layout:	1 when not given, a plain number, read in the source: one more when inputs come to mean something else
 * @structure:	of an input (vitro/structure.h), read in the source, too
 * @setup:	once, after initcalls; 0, or -errno to end the process. What it allocates may stay.
 * @run:	one input. @data is @size bytes exactly, must not be written or kept. Return 0, or -1 when the
 *		input should not go into the corpus. Everything allocated must be freed again.
 * @teardown:	after @run and after what it deferred (works, RCU callbacks, timers) has run
 *
 * A concurrent harness has these in place of @run. The input is then a sequence of operations and, at its end, the schedule: who
 * runs when is part of it.
 * @tasks:	how many tasks; each is on a virtual CPU of its own, up to four
 * @begin:	once per input, before the tasks begin
 * @operate:	one operation, as the task @task; may sleep. Called for each of the input's operations that is the task's.
 * @end:	once per input, when all tasks are through: the place to check what must hold, and to free
 */
struct vitro_harness {
	const char *name;
	size_t max_size;
	unsigned int layout, structure;
	int (*setup)(void);
	int (*run)(const u8 *data, size_t size);
	void (*teardown)(void);

	unsigned int tasks;
	void (*begin)(void);
	void (*operate)(unsigned int task, const struct vitro_operation *operation);
	void (*end)(void);
};
extern const struct vitro_harness vitro_harness;

/* A concurrent one refers to the mutator that knows its input's layout, and so has it linked. */
#define VITRO_HARNESS(identifier, ...)                                                   \
	const struct vitro_harness vitro_harness = { .name = #identifier, __VA_ARGS__ }; \
	const void *const vitro_harness_mutator =                                        \
		((const struct vitro_harness){ __VA_ARGS__ }).tasks ? host_mutator : NULL

/* In a C file of targets/NAME: an initcall before all others, as start_kernel() would; 0 or -errno. */
#define VITRO_BOOT_CALL(function) __define_initcall(function, boot)

/* ---- Reading an input: past its end everything is zero, nothing is ever read out of bounds ---- */

struct vitro_input {
	const u8 *next;
	size_t left;
};

static inline struct vitro_input vitro_input(const u8 *data, size_t size)
{
	return (struct vitro_input){ data, size };
}

/* Copy up to @size bytes, zero the rest. Return: how many came from the input. */
static inline size_t vitro_read(struct vitro_input *input, void *to, size_t size)
{
	size_t count = min(size, input->left);

	memcpy(to, input->next, count);
	memset((u8 *)to + count, 0, size - count);
	input->next += count;
	input->left -= count;
	return count;
}

#define VITRO_READ_INTEGER(type)                                        \
	static inline type vitro_read_##type(struct vitro_input *input) \
	{                                                               \
		type value;                                             \
                                                                        \
		vitro_read(input, &value, sizeof(value));               \
		return value;                                           \
	}
VITRO_READ_INTEGER(u8)
VITRO_READ_INTEGER(u16)
VITRO_READ_INTEGER(u32)
VITRO_READ_INTEGER(u64)

/* A number in [low, high], both included; takes only as many bytes as the range needs. */
static inline u64 vitro_read_range(struct vitro_input *input, u64 low, u64 high)
{
	u64 span = high - low, value = 0;
	size_t bytes = (fls64(span) + 7) / 8;

	vitro_read(input, &value, bytes);
	return span == U64_MAX ? value : low + value % (span + 1);
}

/* Up to @max bytes where they lie in the input; *@size says how many. */
static inline const u8 *vitro_read_bytes(struct vitro_input *input, size_t max, size_t *size)
{
	const u8 *bytes = input->next;

	*size = min(max, input->left);
	input->next += *size;
	input->left -= *size;
	return bytes;
}

/* All that is left. */
static inline const u8 *vitro_read_rest(struct vitro_input *input, size_t *size)
{
	return vitro_read_bytes(input, input->left, size);
}

/* A string that ends at a NUL, at the end of the input, or when @to is full; always terminated. */
static inline size_t vitro_read_string(struct vitro_input *input, char *to, size_t size)
{
	size_t length = strnlen((const char *)input->next, min(size - 1, input->left));

	vitro_read(input, to, length);
	to[length] = 0;
	if (input->left && !*input->next)
		vitro_read_u8(input);
	return length;
}

/**
 * vitro_user_map() - make @memory visible as user memory until the input ends
 * @writable:	whether copy_to_user() reaches it
 *
 * Return: its user address. The caller keeps @memory alive; it must not be touched directly through it.
 */
void __user *vitro_user_map(void *memory, size_t size, bool writable);

#endif
