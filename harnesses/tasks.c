// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nothing under test: what an input costs that begins four tasks and waits until they are through; with VITRO_TASKS_SWITCHES=N
 * and VITRO_TASKS_LOCKS=N also what N switches, or N times a spin lock, cost each of them.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#define TASKS 4

static struct completion done;
static DEFINE_SPINLOCK(lock);
static long switches, locks;

static int setup(void)
{
	switches = host_option("TASKS_SWITCHES", 0);
	locks = host_option("TASKS_LOCKS", 0);
	return 0;
}

static int task(void *unused)
{
	long i;

	for (i = 0; i < switches; i++)
		schedule();
	for (i = 0; i < locks; i++) {
		spin_lock(&lock);
		spin_unlock(&lock);
	}
	complete(&done);
	return 0;
}

static int run(const u8 *data, size_t size)
{
	int i;

	init_completion(&done);
	for (i = 0; i < TASKS; i++)
		kthread_run(task, NULL, "task");
	for (i = 0; i < TASKS; i++)
		wait_for_completion(&done);
	return 0;
}

VITRO_HARNESS(tasks, .setup = setup, .run = run);
