// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything that can be found out of a mounted filesystem without changing it: names, attributes, extended attributes, contents
 * and links of all that a walk from the root meets, in the order of the directories.
 *
 * A hostile image has directories without end: a walk is given up after as many files as a sound image of this size has not. With
 * VITRO_SHOW=1 nothing is given up, and what is found is printed for a test to compare.
 */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/limits.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/sched/signal.h>
#include <linux/statfs.h>
#include <vitro/task.h>

#include "../../../../fs/internal.h" /* vfs_path_lookup(), until it came into linux/namei.h */
#include "fs.h"
#include "operate.h"
#include "walk.h"

#define DEPTH 8
#define FILES 128
#define NAMES 64 /* of one directory */

/* Twenty files of a sound image take 300; a directory may say that it has 2^32 empty blocks. */
#define PATIENCE 10000

struct names {
	struct dir_context context;
	struct vitro_walk *walk;
	unsigned int count;
	char **name;
};

static bool add_name(struct dir_context *context, const char *name, int length, loff_t offset,
		     u64 inode, unsigned int type)
{
	struct names *names = container_of(context, struct names, context);
	char **larger;

	if (!names->walk->show && names->count >= NAMES)
		return false;
	if (name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.')))
		return true;
	larger = krealloc(names->name, (names->count + 1) * sizeof(char *), GFP_KERNEL);
	names->name = larger;
	larger[names->count++] = kmemdup_nul(name, length, GFP_KERNEL);
	return true;
}

static void walk_path(struct vitro_walk *walk, const struct path *path, unsigned int depth);

static void walk_name(struct vitro_walk *walk, const struct path *directory, const char *name,
		      unsigned int depth)
{
	struct path path;

	if (vfs_path_lookup(directory->dentry, directory->mnt, name, 0, &path))
		return;
	if (path.dentry != directory->dentry)
		walk_path(walk, &path, depth + 1);
	path_put(&path);
}

static void walk_directory(struct vitro_walk *walk, const struct path *path, unsigned int depth)
{
	struct names names = { .context.actor = add_name, .walk = walk };
	struct file *file = dentry_open(path, O_RDONLY | O_DIRECTORY, current_cred());
	unsigned int i;

	if (IS_ERR(file))
		return;
	vitro_walk_error(walk, path, "readdir", iterate_dir(file, &names.context));
	fput(file);
	for (i = 0; i < names.count; i++) {
		walk_name(walk, path, names.name[i], depth);
		kfree(names.name[i]);
	}
	kfree(names.name);
}

static void add_path(struct vitro_paths *paths, const struct path *path)
{
	char *buffer, *name;

	if (paths->count == VITRO_PATHS)
		return;
	buffer = kmalloc(PATH_MAX, GFP_KERNEL);
	name = d_path(path, buffer, PATH_MAX);
	if (!IS_ERR(name))
		paths->path[paths->count++] = kstrdup(name, GFP_KERNEL);
	kfree(buffer);
}

static void walk_path(struct vitro_walk *walk, const struct path *path, unsigned int depth)
{
	const struct inode *inode = d_inode(path->dentry);

	if (!walk->show &&
	    (depth > DEPTH || walk->files++ > FILES || fatal_signal_pending(current)))
		return;
	if (walk->paths)
		add_path(walk->paths, path);
	else
		vitro_walk_attributes(walk, path);
	if (S_ISDIR(inode->i_mode))
		walk_directory(walk, path, depth);
	else if (walk->paths)
		return;
	else if (S_ISREG(inode->i_mode))
		vitro_walk_contents(walk, path);
	else if (S_ISLNK(inode->i_mode))
		vitro_walk_link(walk, path);
}

static void walk_all(struct vitro_walk *walk)
{
	struct kstatfs statfs;
	struct path root;

	if (kern_path(VITRO_MOUNT_POINT, LOOKUP_FOLLOW, &root))
		return;
	if (!walk->show)
		vitro_kill_after(PATIENCE);
	vfs_statfs(&root, &statfs);
	walk_path(walk, &root, 0);
	path_put(&root);
	vitro_kill_after(0);
	vitro_fs_return_to_user();
}

void vitro_fs_walk(void)
{
	struct vitro_walk walk = { .show = host_option("SHOW", 0) };

	walk_all(&walk);
}

void vitro_fs_find_paths(struct vitro_paths *paths)
{
	struct vitro_walk walk = { .paths = paths };

	paths->count = 0;
	walk_all(&walk);
	if (!paths->count) /* killed before it came to the root */
		paths->path[paths->count++] = kstrdup(VITRO_MOUNT_POINT, GFP_KERNEL);
}

void vitro_fs_forget_paths(struct vitro_paths *paths)
{
	while (paths->count)
		kfree(paths->path[--paths->count]);
}

/*
 * Everything is looked at a second time, after what was changed came from the disk again. An image that is not mounted may have
 * come far, and is worth keeping: what comes further is made of it.
 */
int vitro_fs_operate_input(const char *type, const char *options, const u8 *data, size_t size)
{
	struct vitro_input input = vitro_fs_insert(data, size);
	int error = vitro_fs_mount(type, 0, options);

	if (!error) {
		vitro_fs_operate(&input);
		vitro_fs_walk();
		vitro_fs_unmount();
	}
	vitro_fs_eject();
	return 0;
}

int vitro_fs_walk_input(const char *type, const char *options, const u8 *data, size_t size)
{
	int error;

	vitro_fs_insert(data, size);
	error = vitro_fs_mount(type, SB_RDONLY, options);
	if (!error) {
		vitro_fs_walk();
		vitro_fs_unmount();
	}
	vitro_fs_eject();
	return 0;
}
