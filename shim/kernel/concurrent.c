// SPDX-License-Identifier: GPL-2.0-only
/*
 * One input of a concurrent harness: operations, which its tasks execute, then the schedule, read from the end: two bytes for
 * each turn, the number of turns, and how many change points the PCT schedule behind them has.
 */
#include <linux/completion.h>
#include <linux/kcsan-checks.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

#define TURN_SIZE 2

static struct run {
	const u8 *operations;
	size_t count;
	unsigned int running;
	struct completion done;
} run;

static size_t schedule_size(const u8 *data, size_t size)
{
	size_t turns;

	if (size < VITRO_SCHEDULE_TRAILER)
		return 0;
	turns = min_t(size_t, data[size - 2], (size - VITRO_SCHEDULE_TRAILER) / TURN_SIZE);
	return turns * TURN_SIZE + VITRO_SCHEDULE_TRAILER;
}

/* A reader of a sequence counter that found what it wanted does not say that it is through: it is by now. */
static void operate(unsigned int number, const struct vitro_operation *operation)
{
	vitro_harness.operate(number, operation);
	kcsan_atomic_next(0);
}

/* An operation belongs to the task that its first byte names: taking one out moves no other. */
static int serve(void *argument)
{
	unsigned int number = (unsigned long)argument;
	size_t i;

	for (i = 0; i < run.count; i++) {
		const u8 *bytes = run.operations + i * VITRO_OPERATION_SIZE;
		struct vitro_operation operation = {
			.code = bytes[0] / vitro_harness.tasks,
			.a = bytes[1],
			.b = bytes[2],
			.c = bytes[3],
		};

		if (bytes[0] % vitro_harness.tasks == number)
			operate(number, &operation);
	}
	host_release(&run); /* all of them come before what end() does */
	if (!--run.running)
		complete(&run.done);
	return 0;
}

/* The first on CPU 1: CPU 0 is where the input's own task waits. */
static void start_tasks(void)
{
	unsigned long number;

	for (number = 0; number < vitro_harness.tasks; number++) {
		struct task_struct *task = kthread_create_on_cpu(serve, (void *)number,
								 (number + 1) % NR_CPUS, "task%u");

		scnprintf(task->comm, sizeof(task->comm), "task%lu", number);
		wake_up_process(task);
	}
}

int vitro_run_concurrently(const u8 *data, size_t size)
{
	size_t schedule = schedule_size(data, size);

	run.operations = data;
	run.count = (size - schedule) / VITRO_OPERATION_SIZE;
	run.running = vitro_harness.tasks;
	init_completion(&run.done);
	if (vitro_harness.begin)
		vitro_harness.begin();
	start_tasks();
	if (schedule)
		vitro_interleave_begin(data + size - schedule, schedule);
	/* For however long: it is no hung task. */
	wait_for_completion_interruptible(&run.done);
	host_acquire(&run);
	vitro_interleave_end();
	if (vitro_harness.end)
		vitro_harness.end();
	return run.count ? 0 : -1;
}
