// SPDX-License-Identifier: GPL-2.0-only
/* Decodes operations, and the names that they are about. */
#include <linux/completion.h>
#include <linux/fcntl.h>
#include <linux/kthread.h>
#include <linux/limits.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <vitro/task.h>

#include "../process/process.h"
#include "fs.h"
#include "operate.h"
#include "walk.h"

#define NEW_NAMES 8

struct vitro_fs_user vitro_fs_user;
struct vitro_fs_user __user *vitro_fs_user_map;

static struct vitro_paths paths;

const char __user *vitro_fs_path(unsigned int which, u8 code)
{
	const char *known = paths.path[code % 128 / NEW_NAMES % paths.count];
	char *path = vitro_fs_user.path[which];

	if (code >= 128)
		strscpy(path, paths.path[code % paths.count], PATH_MAX);
	else
		snprintf(path, PATH_MAX, "%s/new-%d", known, code % NEW_NAMES);
	return vitro_fs_user_map->path[which];
}

int vitro_fs_open(const char __user *path, int flags)
{
	return sys_openat(AT_FDCWD, path, flags | O_NONBLOCK, 0644);
}

void vitro_fs_close(int fd)
{
	sys_close(fd);
	vitro_fs_return_to_user();
}

size_t vitro_fs_length(const struct vitro_operation *operation)
{
	return min_t(size_t, (operation->b + 1) << operation->c % 8, VITRO_FS_BYTES / 2);
}

loff_t vitro_fs_offset(const struct vitro_operation *operation)
{
	return (loff_t)operation->b << operation->c % 16;
}

static void operate(const struct vitro_operation *operation)
{
	unsigned int others = vitro_fs_other_count + vitro_fs_has_own_ioctls();
	unsigned int code = operation->code % (vitro_fs_file_count + vitro_fs_name_count + others);

	if (code < vitro_fs_file_count)
		vitro_fs_file_calls[code](operation);
	else if ((code -= vitro_fs_file_count) < vitro_fs_name_count)
		vitro_fs_name_calls[code](operation);
	else
		vitro_fs_other_calls[code - vitro_fs_name_count](operation);
	vitro_fs_return_to_user();
}

/* All operations of a task together; 120 of them on a sound image take a tenth of that. */
#define PATIENCE 30000

/* Two tasks take turns, and go on for one another where one waits. */
static void carry_out(struct vitro_input *input)
{
	struct vitro_operation operation;

	vitro_kill_after(PATIENCE);
	while (!fatal_signal_pending(current) &&
	       vitro_read(input, &operation, sizeof(operation)) == sizeof(operation)) {
		operate(&operation);
		if (vitro_fs_has_second_task())
			yield();
	}
	vitro_kill_after(0);
}

static DECLARE_COMPLETION(second_ended);

static int second(void *input)
{
	vitro_process_join();
	carry_out(input);
	vitro_process_leave();
	vitro_fs_end_task();
	complete(&second_ended);
	return 0;
}

static void carry_out_by_two(struct vitro_input *input)
{
	struct task_struct *task;

	reinit_completion(&second_ended);
	task = kthread_run(second, input, "second");
	carry_out(input);
	if (!IS_ERR(task))
		wait_for_completion(&second_ended);
}

void vitro_fs_operate(struct vitro_input *input)
{
	vitro_fs_user_map = vitro_user_map(&vitro_fs_user, sizeof(vitro_fs_user), true);
	vitro_fs_find_paths(&paths);
	if (vitro_fs_has_second_task())
		carry_out_by_two(input);
	else
		carry_out(input);
	vitro_fs_forget_paths(&paths);
}
