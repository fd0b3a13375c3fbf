// SPDX-License-Identifier: GPL-2.0-only
/* An image becomes a mounted filesystem, by the system calls that mount(8) and umount(8) make, and goes again. */
#include <linux/bug.h>
#include <linux/fs.h>
#include <linux/init_syscalls.h>
#include <linux/iocontext.h>
#include <linux/kdev_t.h>
#include <linux/mount.h>
#include <linux/pipe_fs_i.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/resume_user_mode.h>
#include <uapi/linux/mount.h>
#include <vitro/image.h>

#include "../process/process.h"
#include "fs.h"
#include "operate.h"

static struct vitro_medium media[2];
static const struct {
	const char *name, *node;
	unsigned int block_size;
} kinds[] = { { "small", "/dev/small", 512 }, { "large", "/dev/large", 4096 } };

static unsigned int inserted;
static bool own_ioctls, second_task;

static int add(unsigned int kind)
{
	int error = vitro_medium_add(&media[kind], kinds[kind].name, kinds[kind].block_size);
	dev_t number;

	if (error)
		return error;
	number = disk_devt(media[kind].disk.gendisk);
	return init_mknod(kinds[kind].node, S_IFBLK | 0600, new_encode_dev(number));
}

int vitro_fs_setup(void)
{
	int error = init_mkdir("/dev", 0755) ?: init_mkdir(VITRO_MOUNT_POINT, 0755);

	return error ?: add(0) ?: add(1);
}

static struct vitro_faults read_faults(struct vitro_input *options)
{
	u8 flags = vitro_read_u8(options);
	struct vitro_faults faults = { .defer = flags & 2, .half = flags & 4 };

	if (flags & 8) {
		faults.first = vitro_read_u8(options);
		faults.count = vitro_read_u8(options);
	}
	inserted = flags & 1;
	own_ioctls = flags & 16;
	second_task = flags & 32;
	return faults;
}

struct vitro_input vitro_fs_insert(const u8 *data, size_t size)
{
	unsigned long left;
	const u8 *tail;
	size_t image = host_image_insert(data, size, &tail, &left);
	struct vitro_input options = vitro_input(tail, left);
	struct vitro_faults faults = read_faults(&options);

	vitro_medium_insert(&media[inserted], data, image, &faults);
	vitro_process_begin();
	return options;
}

bool vitro_fs_has_own_ioctls(void)
{
	return own_ioctls;
}

bool vitro_fs_has_second_task(void)
{
	return second_task;
}

void vitro_fs_end_task(void)
{
	if (current->io_context)
		exit_io_context(current);
	if (current->splice_pipe)
		free_pipe_info(current->splice_pipe);
	current->splice_pipe = NULL;
}

void vitro_fs_eject(void)
{
	vitro_fs_end_task();
	vitro_process_end();
	vitro_fs_reclaim();
	if (host_option("SHOW", 0))
		vitro_medium_show(&media[inserted]);
	vitro_medium_eject(&media[inserted]);
}

/* Last references are dropped there, other than by a kernel thread, whose are a work's. */
void vitro_fs_return_to_user(void)
{
	resume_user_mode_work(NULL);
}

/* The kernel reads a page of mount options, as it copies one from user space. */
static int mount(const char *type, unsigned long flags, const char *options)
{
	char *page = NULL;
	int error;

	if (options) {
		page = kzalloc(PAGE_SIZE, GFP_KERNEL);
		strscpy(page, options, PAGE_SIZE);
	}
	error = init_mount(kinds[inserted].node, VITRO_MOUNT_POINT, type, flags, page);
	kfree(page);
	vitro_fs_return_to_user();
	return error;
}

int vitro_fs_mount(const char *type, unsigned long flags, const char *options)
{
	return mount(type, flags, options);
}

int vitro_fs_remount(unsigned long flags, const char *options)
{
	return mount(NULL, flags | MS_REMOUNT, options);
}

void vitro_fs_unmount(void)
{
	int error;

	vitro_fs_return_to_user();
	error = init_umount(VITRO_MOUNT_POINT, 0);
	if (error)
		panic("umount: %d: all files are closed", error);
	vitro_fs_return_to_user();
}
