// SPDX-License-Identifier: GPL-2.0-only
/*
 * Three epolls over two eventfds, a pipe and each other, and system calls of three threads: epoll_ctl(), epoll_wait(), poll(),
 * read(), write(), dup3(), close(). An operation's a names the epoll, or what is opened and closed; b the descriptor
 * that is watched; c the events.
 *
 * Each change of what is watched has a number, which is the event's data: what is reported was asked for, with
 * EPOLLONESHOT at most once; nobody sleeps while there is something to report; and in the end, level-triggered, exactly
 * what is ready is reported.
 */
#include <linux/eventfd.h>
#include <linux/fs.h>
#include <linux/uaccess.h>
#include <linux/eventpoll.h>
#include <linux/kcsan-checks.h>
#include <linux/poll.h>
#include <linux/syscalls.h>
#include <vitro/harness.h>

#include "../targets/process/process.h"

#define TASKS     3
#define EPOLLS    3
#define EVENTFDS  2
#define PIPE_READ (EPOLLS + EVENTFDS)
#define FILES     (PIPE_READ + 2)
#define FDS       (2 * FILES) /* each may be there twice */
#define FIRST     16
#define EVENTS    8
#define ARMS      128
#define UNUSUAL   (EPOLLET | EPOLLONESHOT | EPOLLEXCLUSIVE)

/* One successful or failed EPOLL_CTL_ADD or EPOLL_CTL_MOD. */
static struct arm {
	int epoll;
	u32 events;
	bool failed, delivered, reported;
} arms[ARMS];
static unsigned int arm_count;

/* What is known of a descriptor in an epoll: nothing when changes have overlapped. */
static struct interest {
	unsigned int changes, busy;
	bool unknown;
	struct arm *arm; /* NULL: not watched */
} interests[EPOLLS][FDS];

static unsigned int changes[FDS]; /* how often a descriptor has become another file */

static struct user {
	struct epoll_event change, events[EVENTS];
	struct pollfd poll;
	u64 value;
	int pair[2];
} memory[TASKS + 1];
static struct user __user *users[TASKS + 1];

static int descriptor(unsigned int number)
{
	return FIRST + number % FDS;
}

/* ---- What is reported ---- */

static void check_event(int epoll, const struct epoll_event *event)
{
	struct arm *arm = &arms[event->data];

	BUG_ON(event->data >= arm_count || arm->epoll != epoll || arm->failed);
	BUG_ON(event->events & ~(arm->events | EPOLLERR | EPOLLHUP));
	BUG_ON(arm->events & EPOLLONESHOT && arm->delivered);
	arm->delivered = arm->reported = true;
}

static long wait(unsigned int task, int epoll, int max, int timeout)
{
	long i, count = vitro_syscall(
			sys_epoll_wait(descriptor(epoll), users[task]->events, max, timeout));

	kcsan_disable_current();
	for (i = 0; i < count; i++)
		check_event(epoll, &memory[task].events[i]);
	kcsan_enable_current();
	return count;
}

static void op_wait(unsigned int task, const struct vitro_operation *op)
{
	int epoll = op->a % EPOLLS, timeout = op->b < 128 ? -1 : op->b - 128;
	unsigned int opened = data_race(changes[epoll]);
	long count = wait(task, epoll, 1 + op->c % EVENTS, timeout);

	if (count == -EINTR && opened == data_race(changes[epoll]) && vitro_was_stuck() &&
	    wait(task, epoll, EVENTS, 0) > 0)
		BUG_ON(vitro_was_stuck());
}

static int ready(unsigned int task, int fd, short events, int timeout)
{
	memory[task].poll = (struct pollfd){ .fd = fd, .events = events };
	vitro_syscall(sys_poll(&users[task]->poll, 1, timeout));
	return memory[task].poll.revents & (events | POLLHUP | POLLERR);
}

static void op_poll(unsigned int task, const struct vitro_operation *op)
{
	ready(task, descriptor(op->b), POLLIN, op->a < 128 ? -1 : op->a - 128);
}

/* ---- What is watched ---- */

static struct arm *new_arm(int epoll, unsigned int c)
{
	static const u32 flags[] = { 0, EPOLLET, EPOLLONESHOT, EPOLLEXCLUSIVE };
	struct arm *arm = &arms[arm_count++];

	*arm = (struct arm){
		.epoll = epoll,
		.events = (c & 1 ? EPOLLIN : 0) | (c & 2 ? EPOLLOUT : 0) | flags[c / 4 % 4],
	};
	return arm;
}

static bool begin_change(struct interest *interest, unsigned int *change)
{
	*change = ++interest->changes;
	return !interest->busy++;
}

static void end_change(struct interest *interest, unsigned int change, bool alone, int op,
		       struct arm *arm, long result)
{
	interest->busy--;
	arm->failed = result < 0;
	BUG_ON(arm->failed && arm->delivered);
	if (!alone || interest->changes != change)
		interest->unknown = true;
	if (result >= 0)
		interest->arm = op == EPOLL_CTL_DEL ? NULL : arm;
}

static void control(unsigned int task, int op, const struct vitro_operation *operation)
{
	int epoll = operation->a % EPOLLS, fd = operation->b % FDS;
	struct interest *interest = &interests[epoll][fd];
	unsigned int change;
	struct arm *arm;
	long result;
	bool alone;

	kcsan_disable_current();
	arm = new_arm(epoll, operation->c);
	alone = begin_change(interest, &change);
	memory[task].change = (struct epoll_event){ arm->events, arm - arms };
	kcsan_enable_current();
	result = vitro_syscall(
		sys_epoll_ctl(descriptor(epoll), op, descriptor(fd), &users[task]->change));
	kcsan_disable_current();
	end_change(interest, change, alone, op, arm, result);
	kcsan_enable_current();
}

static void op_add(unsigned int task, const struct vitro_operation *op)
{
	control(task, EPOLL_CTL_ADD, op);
}

static void op_modify(unsigned int task, const struct vitro_operation *op)
{
	control(task, EPOLL_CTL_MOD, op);
}

static void op_delete(unsigned int task, const struct vitro_operation *op)
{
	control(task, EPOLL_CTL_DEL, op);
}

/* ---- What happens to it ---- */

static int target(const struct vitro_operation *op, unsigned int last)
{
	unsigned int number = op->b % (EVENTFDS + 1);

	return descriptor((number == EVENTFDS ? last : EPOLLS + number) + op->a % 2 * FILES);
}

static void op_write(unsigned int task, const struct vitro_operation *op)
{
	memory[task].value = op->c == 255 ? U64_MAX - 1 : op->c;
	vitro_syscall(sys_write(target(op, PIPE_READ + 1), (char __user *)&users[task]->value, 8));
}

static void op_read(unsigned int task, const struct vitro_operation *op)
{
	vitro_syscall(sys_read(target(op, PIPE_READ), (char __user *)&users[task]->value, 8));
}

/* A descriptor goes or becomes another file, before and after: no interest in it is known from here on. */
static void forget(unsigned int fd)
{
	unsigned int epoll, other;

	kcsan_disable_current();
	changes[fd]++;
	for (epoll = 0; epoll < EPOLLS; epoll++)
		for (other = 0; other < FDS; other++)
			if (epoll == fd || other % FILES == fd % FILES)
				interests[epoll][other].unknown = true;
	kcsan_enable_current();
}

static void op_close(unsigned int task, const struct vitro_operation *op)
{
	forget(op->a % FDS);
	vitro_syscall(sys_close(descriptor(op->a)));
	forget(op->a % FDS);
}

static void op_duplicate(unsigned int task, const struct vitro_operation *op)
{
	int to = (op->a + FILES) % FDS;

	forget(to);
	vitro_syscall(sys_dup3(descriptor(op->a), descriptor(to), 0));
	forget(to);
}

static void install(int fd, unsigned int number)
{
	forget(number);
	vitro_syscall(sys_dup3(fd, descriptor(number), 0));
	forget(number);
	vitro_syscall(sys_close(fd));
}

static void open_file(unsigned int task, unsigned int number)
{
	if (number < EPOLLS) {
		install(vitro_syscall(sys_epoll_create1(0)), number);
	} else if (number < PIPE_READ) {
		install(vitro_syscall(sys_eventfd2(0, number & 1 ? EFD_SEMAPHORE : 0)), number);
	} else if (!vitro_syscall(sys_pipe2(users[task]->pair, O_NONBLOCK))) {
		install(memory[task].pair[0], PIPE_READ);
		install(memory[task].pair[1], PIPE_READ + 1);
	}
}

static void op_open(unsigned int task, const struct vitro_operation *op)
{
	open_file(task, op->a % FILES);
}

/* ---- The process ---- */

static void begin(void)
{
	unsigned int i;

	arm_count = 0;
	vitro_process_begin();
	for (i = 0; i <= TASKS; i++)
		users[i] = vitro_user_map(&memory[i], sizeof(memory[i]), true);
	for (i = 0; i <= PIPE_READ; i++)
		open_file(TASKS, i);
	memset(interests, 0, sizeof(interests));
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const calls[])(unsigned int, const struct vitro_operation *) = {
		op_add,  op_modify, op_delete, op_wait,      op_write,
		op_read, op_close,  op_open,   op_duplicate, op_poll,
	};

	calls[operation->code % ARRAY_SIZE(calls)](task, operation);
}

static bool is_plain(const struct interest *interest)
{
	return !interest->unknown && interest->arm && !(interest->arm->events & UNUSUAL);
}

/* Several at a time: those that stay ready go to the end of the line. */
static void report(int epoll)
{
	unsigned int i;

	for (i = 0; i < arm_count; i++)
		arms[i].reported = false;
	for (i = 0; i < 2 * FDS / EVENTS + 1; i++)
		wait(TASKS, epoll, EVENTS, 0);
}

static void check_reports(int epoll)
{
	unsigned int fd;

	report(epoll);
	for (fd = 0; fd < FDS; fd++) {
		const struct interest *interest = &interests[epoll][fd];

		if (is_plain(interest))
			BUG_ON(interest->arm->reported !=
			       !!ready(TASKS, descriptor(fd), interest->arm->events, 0));
	}
}

static void end(void)
{
	int epoll;

	for (epoll = 0; epoll < EPOLLS; epoll++)
		check_reports(epoll);
	vitro_process_end();
}

/* The first epoll that is watched by another is never like the later ones: loops are numbered from then on. */
static int setup(void)
{
	begin();
	op_add(TASKS, &(const struct vitro_operation){ .b = 1, .c = 1 });
	end();
	return 0;
}

VITRO_HARNESS(eventpoll, .setup = setup, .tasks = TASKS, .begin = begin, .operate = operate,
	      .end = end, .max_size = 256);
