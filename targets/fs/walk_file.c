// SPDX-License-Identifier: GPL-2.0-only
/* What a walk does with a single file. */
#include <crypto/sha2.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/limits.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/version.h>
#include <linux/xattr.h>

#include "fs.h"
#include "walk.h"

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
#define mnt_idmap mnt_user_ns
#endif

#define PIECE    (64 << 10)
#define CONTENTS (256 << 10) /* of one file */

static void stat(struct vitro_walk *walk, const struct path *path)
{
	struct kstat stat;
	char text[64];
	int error = vfs_getattr(path, &stat, STATX_BASIC_STATS | STATX_BTIME, 0);

	vitro_walk_error(walk, path, "stat", error);
	if (!walk->show || error)
		return;
	snprintf(text, sizeof(text), "%o:%lld", stat.mode, S_ISREG(stat.mode) ? stat.size : 0LL);
	vitro_walk_show(path, "mode:size", text);
}

/* First how large it is, as user space does: then memory of that size, whose end the sanitizer knows. */
static void get_attribute(struct vitro_walk *walk, const struct path *path, const char *name)
{
	ssize_t size = vfs_getxattr(mnt_idmap(path->mnt), path->dentry, name, NULL, 0);
	void *value = size > 0 ? kvmalloc(size, GFP_KERNEL) : NULL;
	u8 digest[SHA256_DIGEST_SIZE];

	if (value)
		size = vfs_getxattr(mnt_idmap(path->mnt), path->dentry, name, value, size);
	vitro_walk_error(walk, path, name, size);
	if (walk->show && size >= 0) {
		sha256(value, size, digest);
		vitro_walk_show_digest(path, name, digest);
	}
	kvfree(value);
}

static void extended_attributes(struct vitro_walk *walk, const struct path *path)
{
	ssize_t size = vfs_listxattr(path->dentry, NULL, 0);
	char *list, *name;

	if (size <= 0)
		return;
	list = kmalloc(size, GFP_KERNEL);
	size = vfs_listxattr(path->dentry, list, size);
	vitro_walk_error(walk, path, "listxattr", size);
	for (name = list; name < list + size; name += strlen(name) + 1)
		get_attribute(walk, path, name);
	kfree(list);
}

void vitro_walk_attributes(struct vitro_walk *walk, const struct path *path)
{
	stat(walk, path);
	extended_attributes(walk, path);
}

/* As a page fault reads it, behind the page cache's back: the last page of the file that can be mapped. */
static void read_as_mapped(struct file *file)
{
	loff_t size = min(i_size_read(file_inode(file)), file_inode(file)->i_sb->s_maxbytes);
	struct page *page;

	if (size <= 0 || !file->f_mapping->a_ops->read_folio)
		return;
	page = read_mapping_page(file->f_mapping, (size - 1) >> PAGE_SHIFT, file);
	if (!IS_ERR(page))
		put_page(page);
}

/* In pieces, until it ends, and then past the end. */
static ssize_t read_all(struct vitro_walk *walk, struct file *file, struct sha256_state *state)
{
	size_t size = clamp_t(loff_t, i_size_read(file_inode(file)), PAGE_SIZE, PIECE);
	char *piece = kvmalloc(size, GFP_KERNEL);
	loff_t position = 0;
	ssize_t count;

	do {
		count = kernel_read(file, piece, size, &position);
		if (count > 0 && walk->show)
			sha256_update(state, piece, count);
	} while (count > 0 && (walk->show || position < CONTENTS));
	position = i_size_read(file_inode(file)) + PAGE_SIZE / 2;
	if (count >= 0)
		kernel_read(file, piece, PAGE_SIZE, &position);
	kvfree(piece);
	return count;
}

void vitro_walk_contents(struct vitro_walk *walk, const struct path *path)
{
	struct file *file = dentry_open(path, O_RDONLY, current_cred());
	u8 digest[SHA256_DIGEST_SIZE];
	struct sha256_state state;
	ssize_t count;

	if (IS_ERR(file)) {
		vitro_walk_error(walk, path, "open", PTR_ERR(file));
		return;
	}
	sha256_init(&state);
	count = read_all(walk, file, &state);
	read_as_mapped(file);
	fput(file);
	vitro_walk_error(walk, path, "read", count);
	if (!walk->show || count)
		return;
	sha256_final(&state, digest);
	vitro_walk_show_digest(path, "contents", digest);
}

void vitro_walk_link(struct vitro_walk *walk, const struct path *path)
{
	DEFINE_DELAYED_CALL(done);
	const char *target = vfs_get_link(path->dentry, &done);

	if (IS_ERR(target))
		vitro_walk_error(walk, path, "readlink", PTR_ERR(target));
	else if (walk->show)
		vitro_walk_show(path, "link", target);
	do_delayed_call(&done);
}
