// SPDX-License-Identifier: GPL-2.0-only
/* Nothing under test: what an input costs that begins four tasks and waits until they are through. */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <vitro/harness.h>

#define TASKS 4

static struct completion done;

static int task(void *unused)
{
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

VITRO_HARNESS(tasks, .run = run);
