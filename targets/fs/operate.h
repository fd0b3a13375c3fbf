/* SPDX-License-Identifier: GPL-2.0-only */
/* System calls on a mounted filesystem, decoded from an input. */
#ifndef VITRO_FS_OPERATE_H
#define VITRO_FS_OPERATE_H

#include <linux/limits.h>
#include <linux/types.h>
#include <vitro/harness.h>
#include <asm/page.h>

#define VITRO_FS_BYTES (64 << 10)

/* What user space has: two paths, and a buffer behind which nothing is mapped. */
struct vitro_fs_user {
	char path[2][PATH_MAX];
	char word[2][64];
	u8 bytes[VITRO_FS_BYTES] __aligned(PAGE_SIZE);
};
extern struct vitro_fs_user vitro_fs_user;
extern struct vitro_fs_user __user *vitro_fs_user_map;

/*
 * A path into user memory: of a file that was there when the filesystem was mounted, or, below 128, of a new name in such a
 * directory. Return: its user address.
 */
const char __user *vitro_fs_path(unsigned int which, u8 code);

/* One operation: its code says which, a and b name files or a size, c has options. */
typedef void vitro_fs_call(const struct vitro_operation *operation);
extern vitro_fs_call *const vitro_fs_file_calls[], *const vitro_fs_name_calls[],
							   *const vitro_fs_other_calls[];
extern const unsigned int vitro_fs_file_count, vitro_fs_name_count, vitro_fs_other_count;

/* All operations of the rest of an input. */
void vitro_fs_operate(struct vitro_input *input);

/* Open @path for one call. Return: a descriptor, or -errno. */
int vitro_fs_open(const char __user *path, int flags);
void vitro_fs_close(int fd);

/* Up to half of the buffer, or up to 8 MiB of a file: b, scaled by the low bits of c. */
size_t vitro_fs_length(const struct vitro_operation *operation);
loff_t vitro_fs_offset(const struct vitro_operation *operation);

/* The last of the other calls is one only when the input says so: the filesystem's own ioctls, which may leave it unclean. */
bool vitro_fs_has_own_ioctls(void);

/* Likewise: two tasks carry the operations out. */
bool vitro_fs_has_second_task(void);

/* In targets/NAME/ioctls.c of a filesystem that has ioctls of its own. */
extern const unsigned int vitro_fs_ioctls[] __weak;
extern const unsigned int vitro_fs_ioctl_count __weak;

#endif
