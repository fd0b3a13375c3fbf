// SPDX-License-Identifier: GPL-2.0-only
#include "links.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

static char failed[PATH_MAX];

const char *links_failed(void)
{
	return failed;
}

static int fail(const char *path)
{
	snprintf(failed, sizeof(failed), "%s", path);
	return -1;
}

int links_make(const char *path, const char *target)
{
	char held[PATH_MAX];
	ssize_t length = readlink(path, held, sizeof(held) - 1);

	if (length >= 0) {
		held[length] = '\0';
		if (strcmp(held, target) == 0)
			return 0;
	}
	if (symlink(target, path) == 0)
		return 0;
	if (errno != EEXIST || file_remove_tree(path) || symlink(target, path))
		return fail(path);
	return 0;
}

int links_make_directory(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return 0;
		if (unlink(path))
			return fail(path);
	}
	return file_make_directories(path) ? fail(path) : 0;
}

static bool is_directory(const char *parent, const struct dirent *entry)
{
	char path[PATH_MAX];
	struct stat st;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	snprintf(path, sizeof(path), "%s/%s", parent, entry->d_name);
	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int link_entry(const char *from, const char *to, const char *name)
{
	char target[PATH_MAX], path[PATH_MAX];

	snprintf(target, sizeof(target), "%s/%s", from, name);
	snprintf(path, sizeof(path), "%s/%s", to, name);
	return links_make(path, target);
}

int links_entries(const char *from, const char *to, bool (*skip)(const char *name))
{
	DIR *directory = opendir(from);
	struct dirent *entry;
	int ret = 0;

	if (!directory)
		return fail(from);
	while (!ret && (entry = readdir(directory)))
		if (!is_dots(entry->d_name) && !(skip && skip(entry->d_name)))
			ret = link_entry(from, to, entry->d_name);
	closedir(directory);
	return ret;
}

static int deep_entry(const char *from, const char *to, const struct dirent *entry,
		      bool (*skip)(const char *directory, const char *name))
{
	char target[PATH_MAX], path[PATH_MAX];

	if (!is_directory(from, entry))
		return link_entry(from, to, entry->d_name);
	snprintf(target, sizeof(target), "%s/%s", from, entry->d_name);
	snprintf(path, sizeof(path), "%s/%s", to, entry->d_name);
	return links_deep(target, path, skip);
}

int links_deep(const char *from, const char *to,
	       bool (*skip)(const char *directory, const char *name))
{
	DIR *directory = opendir(from);
	struct dirent *entry;
	int ret;

	if (!directory)
		return fail(from);
	ret = links_make_directory(to);
	while (!ret && (entry = readdir(directory)))
		if (!is_dots(entry->d_name) && !(skip && skip(from, entry->d_name)))
			ret = deep_entry(from, to, entry, skip);
	closedir(directory);
	return ret;
}

static int prune_entry(const char *parent, const struct dirent *entry,
		       bool (*skip)(const char *name))
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", parent, entry->d_name);
	if (is_directory(parent, entry))
		return links_prune(path, skip);
	if (entry->d_type == DT_LNK && access(path, F_OK) && unlink(path))
		return fail(path);
	return 0;
}

int links_prune(const char *path, bool (*skip)(const char *name))
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	int ret = 0;

	if (!directory)
		return fail(path);
	while (!ret && (entry = readdir(directory)))
		if (!is_dots(entry->d_name) && !skip(entry->d_name))
			ret = prune_entry(path, entry, skip);
	closedir(directory);
	return ret;
}
