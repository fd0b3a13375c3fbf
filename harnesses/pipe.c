// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two pipes and a FIFO, and system calls of three threads: read(), write(), splice(), tee(), poll(), fcntl(), ioctl(), dup3(),
 * close() and open(). An operation's a names the pipe and which of its two descriptors; b is the length, or what is set;
 * c the options.
 *
 * Each thread writes a stream of its own into each pipe; a byte names its stream and its place in it. What one
 * call reads of a stream is one piece, what calls read that do not overlap follows on; and in the end, where no
 * end was lost and nothing copied, as many bytes of each have come out as went in. No reader or writer sleeps that could go on.
 */
#include <linux/fcntl.h>
#include <linux/init.h>
#include <linux/init_syscalls.h>
#include <linux/kcsan-checks.h>
#include <linux/poll.h>
#include <linux/splice.h>
#include <linux/syscalls.h>
#include <uapi/asm-generic/ioctls.h>
#include <vitro/harness.h>

#include "../targets/process/process.h"

#define TASKS  3
#define PIPES  3
#define FIFO   2
#define PERIOD 28 /* places that a byte tells apart */
#define SLOTS  16 /* the first descriptor */
#define BUFFER 16384
#define NAME   "/fifo"

static struct pipe {
	u64 written[TASKS], taken[TASKS];
	unsigned int calls, reading;
	bool unordered; /* taken[] does not know of everything */
} pipes[PIPES];

/* Of bytes from each stream: how often each has come out. */
static unsigned int come_out[PIPES][TASKS][PERIOD];
static int lost, copied; /* what went into pipes below */

/* From this one on an empty buffer may have come from another pipe: docs/bugs/pipe-empty-buffer-wakes-nobody.md. */
static int hollow;

static struct user {
	char name[8];
	int pair[2];
	struct pollfd poll;
	u8 bytes[BUFFER]; /* and then nothing is mapped */
} memory[TASKS + 1];
static struct user __user *users[TASKS + 1];

static int slot(unsigned int pipe, unsigned int end, unsigned int copy)
{
	return SLOTS + (pipe * 2 + end) * 2 + copy % 2;
}

static u8 byte_of(unsigned int pipe, unsigned int task, u64 place)
{
	return (pipe * TASKS + task) * PERIOD + place % PERIOD;
}

static void below(int *limit, int pipe)
{
	data_race(*limit = max(*limit, pipe + 1));
}

/* What is in this pipe, or will be, may go. */
static void lose(int pipe)
{
	below(&lost, pipe);
	data_race(pipes[pipe].unordered = true);
}

/* ---- What is read ---- */

static void take_byte(struct pipe *pipe, u8 byte, bool alone, u8 *next)
{
	unsigned int stream = byte / PERIOD, place = byte % PERIOD, task = stream % TASKS;

	BUG_ON(stream >= PIPES * TASKS);
	come_out[stream / TASKS][task][place]++;
	if (stream / TASKS != pipe - pipes)
		return;
	if (alone)
		BUG_ON(pipe->taken[task] % PERIOD != place);
	BUG_ON(next[task] && next[task] != place + 1);
	next[task] = (place + 1) % PERIOD + 1;
	pipe->taken[task]++;
}

static void take(struct pipe *pipe, const u8 *bytes, long count, bool alone)
{
	u8 next[TASKS] = {};
	long i;

	kcsan_disable_current();
	for (i = 0; i < count; i++)
		take_byte(pipe, bytes[i], alone, next);
	kcsan_enable_current();
}

static int ready(unsigned int task, int fd, short events)
{
	memory[task].poll = (struct pollfd){ .fd = fd, .events = events };
	vitro_syscall(sys_poll(&users[task]->poll, 1, 0));
	return memory[task].poll.revents & (events | POLLHUP | POLLERR);
}

static void check_wake_up(unsigned int task, long result, int fd, short events)
{
	int pipe = (fd - SLOTS) / 4;

	if (pipe >= data_race(hollow) && !host_option("PIPE_EMPTY", 0))
		return;
	if (result == -EINTR && vitro_was_stuck() && ready(task, fd, events))
		BUG_ON(vitro_was_stuck());
}

/* Half of what @options asks for is not mapped. */
static size_t place_of(size_t length, unsigned int options)
{
	return options & 4 ? BUFFER - length / 2 : 0;
}

static size_t length_of(const struct vitro_operation *operation)
{
	static const unsigned int scales[] = { 1, 8, 64, 64 };

	return 1 + operation->b * scales[operation->c % 4];
}

static void op_read(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	size_t length = length_of(op), start = place_of(length, op->c);
	struct pipe *pipe = &pipes[number];
	int fd = slot(number, READ, op->a / PIPES);
	unsigned int call = data_race(++pipe->calls);
	bool alone = !data_race(pipe->reading++);
	long count = vitro_syscall(sys_read(fd, users[task]->bytes + start, length));

	alone = alone && call == data_race(pipe->calls) && !data_race(pipe->unordered);
	take(pipe, memory[task].bytes + start, count, alone);
	data_race(pipe->reading--);
	check_wake_up(task, count, fd, POLLIN);
}

static void op_write(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	size_t length = length_of(op), start = place_of(length, op->c), i;
	u64 *written = &pipes[number].written[task];
	int fd = slot(number, WRITE, op->a / PIPES);
	long count;

	if (start + length > BUFFER)
		data_race(hollow = min(hollow, (int)number + 1));
	for (i = 0; i < length && start + i < BUFFER; i++)
		memory[task].bytes[start + i] = byte_of(number, task, *written + i);
	count = vitro_syscall(sys_write(fd, users[task]->bytes + start, length));
	*written += max(count, 0L);
	check_wake_up(task, count, fd, POLLOUT);
}

/* ---- From pipe to pipe, always upwards ---- */

static int upwards(unsigned int number, const struct vitro_operation *op)
{
	return slot(number + 1 + (op->c >> 4) % (PIPES - 1 - number), WRITE, op->c >> 7);
}

static void op_splice(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	number %= PIPES - 1;
	data_race(pipes[number].unordered = true);
	vitro_syscall(sys_splice(slot(number, READ, op->a / PIPES), NULL, upwards(number, op), NULL,
				 length_of(op), op->c & 8 ? SPLICE_F_NONBLOCK : 0));
}

static void op_tee(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	number %= PIPES - 1;
	below(&copied, number);
	vitro_syscall(sys_tee(slot(number, READ, op->a / PIPES), upwards(number, op), length_of(op),
			      op->c & 8 ? SPLICE_F_NONBLOCK : 0));
}

/* ---- Descriptors ---- */

static void install(int fd, int at)
{
	if (fd < 0)
		return;
	vitro_syscall(sys_dup3(fd, at, 0));
	vitro_syscall(sys_close(fd));
}

static void op_close(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	if (number == FIFO)
		lose(FIFO);
	vitro_syscall(sys_close(slot(number, op->c & 1, op->a / PIPES)));
}

static void op_duplicate(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	unsigned int end = op->c & 1, copy = op->a / PIPES;

	vitro_syscall(sys_dup3(slot(number, end, copy), slot(number, end, copy + 1), 0));
}

static void op_open(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	unsigned int end = op->c & 1;
	int flags = (end == READ ? O_RDONLY : O_WRONLY) | (op->c & 2 ? O_NONBLOCK : 0);

	lose(FIFO);
	install(vitro_syscall(sys_openat(AT_FDCWD, users[task]->name, flags, 0)),
		slot(FIFO, end, op->a / PIPES));
}

static void op_set_flags(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	int flags = (op->b & 1 ? O_NONBLOCK : 0) | (op->b & 2 ? O_DIRECT : 0) |
		    (op->b & 4 ? FASYNC : 0);

	if (flags & O_DIRECT)
		lose(number); /* what does not fit of a packet */
	vitro_syscall(sys_fcntl(slot(number, op->c & 1, op->a / PIPES), F_SETFL, flags));
}

static void op_resize(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	vitro_syscall(sys_fcntl(slot(number, op->c & 1, op->a / PIPES), F_SETPIPE_SZ,
				PAGE_SIZE << op->b % 6));
}

static void op_count(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	vitro_syscall(sys_ioctl(slot(number, op->c & 1, op->a / PIPES), FIONREAD,
				(unsigned long)users[task]->pair));
}

static void op_poll(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	int fd = slot(number, op->c & 1, op->a / PIPES);
	short events = op->c & 1 ? POLLOUT : POLLIN;
	long result;

	memory[task].poll = (struct pollfd){ .fd = fd, .events = events };
	result = vitro_syscall(sys_poll(&users[task]->poll, 1, op->b < 128 ? -1 : op->b - 128));
	check_wake_up(task, result, fd, events);
}

/* ---- The process ---- */

/* From here on there is a dentry for the name. */
static int setup(void)
{
	return init_mknod(NAME, S_IFIFO | 0600, 0) ?: init_unlink(NAME);
}

static void open_pipe(unsigned int number)
{
	BUG_ON(vitro_syscall(sys_pipe2(users[TASKS]->pair, 0)));
	install(memory[TASKS].pair[0], slot(number, READ, 0));
	install(memory[TASKS].pair[1], slot(number, WRITE, 0));
}

static void begin(void)
{
	unsigned int i;

	memset(pipes, 0, sizeof(pipes));
	memset(come_out, 0, sizeof(come_out));
	lost = copied = 0;
	hollow = PIPES;
	vitro_process_begin();
	BUG_ON(init_mknod(NAME, S_IFIFO | 0600, 0));
	for (i = 0; i <= TASKS; i++) {
		strscpy(memory[i].name, NAME, sizeof(memory[i].name));
		users[i] = vitro_user_map(&memory[i], sizeof(memory[i]), true);
	}
	open_pipe(0);
	open_pipe(1);
	vitro_syscall(sys_fcntl(slot(1, READ, 0), F_SETPIPE_SZ, PAGE_SIZE));
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const calls[])(unsigned int, unsigned int, const struct vitro_operation *) = {
		op_read, op_write, op_splice,    op_tee,    op_close, op_duplicate,
		op_open, op_poll,  op_set_flags, op_resize, op_count,
	};

	calls[operation->code % ARRAY_SIZE(calls)](task, operation->a % PIPES, operation);
}

/* With nobody left to write, to the end; without a descriptor for it, what is there is lost. */
static void drain(unsigned int number)
{
	struct user *user = &memory[TASKS];
	unsigned int copy;
	long count;

	for (copy = 0; copy < 2; copy++)
		vitro_syscall(sys_close(slot(number, WRITE, copy)));
	for (copy = 0; copy < 2; copy++) {
		do {
			count = vitro_syscall(
				sys_read(slot(number, READ, copy), users[TASKS]->bytes, BUFFER));
			take(&pipes[number], user->bytes, count, false);
		} while (count > 0);
		if (!count)
			return;
	}
	below(&lost, number);
}

static void check_stream(unsigned int pipe, unsigned int task)
{
	u64 written = pipes[pipe].written[task];
	unsigned int place;

	for (place = 0; place < PERIOD; place++) {
		u64 expected = written / PERIOD + (place < written % PERIOD);
		unsigned int out = come_out[pipe][task][place];

		BUG_ON(out < expected && pipe >= lost);
		BUG_ON(out > expected && pipe >= copied);
	}
}

static void end(void)
{
	unsigned int pipe, task;

	for (pipe = 0; pipe < PIPES; pipe++)
		drain(pipe);
	for (pipe = 0; pipe < PIPES; pipe++)
		for (task = 0; task < TASKS; task++)
			check_stream(pipe, task);
	init_unlink(NAME);
	vitro_process_end();
}

VITRO_HARNESS(pipe, .tasks = TASKS, .setup = setup, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
