// SPDX-License-Identifier: GPL-2.0-only
/* System calls about names, and about what is known of a file. */
#include <linux/fcntl.h>
#include <linux/kernel.h>
#include <linux/kdev_t.h>
#include <linux/syscalls.h>

#include "fs.h"
#include "operate.h"

static void call_rename(const struct vitro_operation *operation)
{
	static const unsigned int flags[] = { 0, RENAME_NOREPLACE, RENAME_EXCHANGE,
					      RENAME_WHITEOUT };

	sys_renameat2(AT_FDCWD, vitro_fs_path(0, operation->a), AT_FDCWD,
		      vitro_fs_path(1, operation->b), flags[operation->c % 4]);
}

static void call_link(const struct vitro_operation *operation)
{
	sys_linkat(AT_FDCWD, vitro_fs_path(0, operation->a), AT_FDCWD,
		   vitro_fs_path(1, operation->b), 0);
}

/* c: how long what it says is. */
static void call_symlink(const struct vitro_operation *operation)
{
	const char __user *link = vitro_fs_path(0, operation->a);
	size_t length = operation->c * 17 % 4000 + 1;

	memset(vitro_fs_user.path[1], 'x', length);
	vitro_fs_user.path[1][length] = 0;
	sys_symlinkat(vitro_fs_user_map->path[1], AT_FDCWD, link);
}

static void call_unlink(const struct vitro_operation *operation)
{
	sys_unlinkat(AT_FDCWD, vitro_fs_path(0, operation->a), operation->c & 1 ? AT_REMOVEDIR : 0);
}

static void call_mkdir(const struct vitro_operation *operation)
{
	sys_mkdirat(AT_FDCWD, vitro_fs_path(0, operation->a), 0755);
}

static void call_rmdir(const struct vitro_operation *operation)
{
	sys_unlinkat(AT_FDCWD, vitro_fs_path(0, operation->a), AT_REMOVEDIR);
}

static void call_mknod(const struct vitro_operation *operation)
{
	static const umode_t kinds[] = { S_IFREG, S_IFIFO, S_IFSOCK, S_IFCHR };

	sys_mknodat(AT_FDCWD, vitro_fs_path(0, operation->a), kinds[operation->c % 4] | 0600,
		    new_encode_dev(MKDEV(operation->b, operation->c)));
}

static void call_change(const struct vitro_operation *operation)
{
	const char __user *path = vitro_fs_path(0, operation->a);

	if (operation->c & 1)
		sys_fchmodat(AT_FDCWD, path, operation->b * 8);
	else
		sys_fchownat(AT_FDCWD, path, operation->b, operation->c, AT_SYMLINK_NOFOLLOW);
}

static void call_utimes(const struct vitro_operation *operation)
{
	struct __kernel_timespec *times = (void *)vitro_fs_user.bytes;
	bool now = operation->c & 1;

	times[0] =
		(struct __kernel_timespec){ (s64)operation->b << operation->c % 64, operation->b };
	times[1] = (struct __kernel_timespec){ -(s64)operation->b, operation->c };
	sys_utimensat(AT_FDCWD, vitro_fs_path(0, operation->a),
		      now ? NULL : (void __user *)vitro_fs_user_map->bytes, 0);
}

static const char __user *attribute(u8 code)
{
	static const char *const spaces[] = { "user", "trusted", "security",
					      "system.posix_acl_access" };

	if (code % 16 < 4)
		snprintf(vitro_fs_user.word[0], sizeof(vitro_fs_user.word[0]), "%s", spaces[3]);
	else
		snprintf(vitro_fs_user.word[0], sizeof(vitro_fs_user.word[0]), "%s.%.*s",
			 spaces[code % 3], code / 16 + 1, "an-attribute-name");
	return vitro_fs_user_map->word[0];
}

static void call_setxattr(const struct vitro_operation *operation)
{
	const char __user *name = attribute(operation->b);

	memset(vitro_fs_user.bytes, operation->b, operation->c * 20);
	sys_lsetxattr(vitro_fs_path(0, operation->a), name, vitro_fs_user_map->bytes,
		      operation->c * 20, operation->c % 3);
}

static void call_getxattr(const struct vitro_operation *operation)
{
	const char __user *path = vitro_fs_path(0, operation->a);

	sys_llistxattr(path, vitro_fs_user_map->bytes, operation->c << 6);
	sys_lgetxattr(path, attribute(operation->b), vitro_fs_user_map->bytes, operation->c << 6);
}

static void call_removexattr(const struct vitro_operation *operation)
{
	sys_lremovexattr(vitro_fs_path(0, operation->a), attribute(operation->b));
}

static void call_readlink(const struct vitro_operation *operation)
{
	sys_readlinkat(AT_FDCWD, vitro_fs_path(0, operation->a),
		       (char __user *)vitro_fs_user_map->bytes, vitro_fs_length(operation));
}

static void call_statx(const struct vitro_operation *operation)
{
	sys_statx(AT_FDCWD, vitro_fs_path(0, operation->a), AT_SYMLINK_NOFOLLOW,
		  STATX_BASIC_STATS | STATX_BTIME, (void __user *)vitro_fs_user_map->bytes);
}

vitro_fs_call *const vitro_fs_name_calls[] = {
	call_rename,   call_link,        call_symlink,  call_unlink, call_mkdir,
	call_rmdir,    call_mknod,       call_change,   call_utimes, call_setxattr,
	call_getxattr, call_removexattr, call_readlink, call_statx,
};
const unsigned int vitro_fs_name_count = ARRAY_SIZE(vitro_fs_name_calls);
