// SPDX-License-Identifier: GPL-2.0-only
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

char *text_format(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	return text;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool file_is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_disk_is_full(const char *path)
{
	struct statvfs disk;

	return !statvfs(path, &disk) &&
	       (unsigned long long)disk.f_bavail * disk.f_frsize < 64 << 10;
}

int file_make_directories(const char *path)
{
	char *copy = text_format("%s", path);
	int ret = 0;

	for (char *slash = strchr(copy + 1, '/'); slash && !ret; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			ret = -1;
		*slash = '/';
	}
	if (!ret && mkdir(copy, 0777) && errno != EEXIST)
		ret = -1;
	free(copy);
	return ret;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

int file_remove_tree(const char *path)
{
	if (nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) == 0)
		return 0;
	return errno == ENOENT ? 0 : -1;
}

static char *read_stream(FILE *stream, size_t *size)
{
	size_t room = 65536, used = 0;
	char *text = malloc(room + 1);

	for (;;) {
		if (!text)
			abort();
		used += fread(text + used, 1, room - used, stream);
		if (used < room)
			break;
		room *= 2;
		text = realloc(text, room + 1);
	}
	text[used] = '\0';
	if (size)
		*size = used;
	return text;
}

char *file_read(const char *path, size_t *size)
{
	FILE *stream = fopen(path, "re");
	char *text;

	if (!stream)
		return NULL;
	text = read_stream(stream, size);
	if (ferror(stream)) {
		free(text);
		text = NULL;
	}
	fclose(stream);
	return text;
}

int file_write(const char *path, const void *data, size_t size)
{
	FILE *stream = fopen(path, "we");
	bool good;

	if (!stream)
		return -1;
	good = fwrite(data, 1, size, stream) == size;
	if (fclose(stream))
		good = false;
	return good ? 0 : -1;
}

bool file_same(const char *a, const char *b)
{
	struct stat sa, sb;
	size_t na, nb;
	char *da, *db;
	bool same;

	if (stat(a, &sa) || stat(b, &sb) || sa.st_size != sb.st_size)
		return false;
	da = file_read(a, &na);
	db = file_read(b, &nb);
	same = da && db && na == nb && memcmp(da, db, na) == 0;
	free(da);
	free(db);
	return same;
}

static bool is_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static int each(const char *dir, bool (*wanted)(const char *path),
		int (*fn)(const char *path, const char *name, void *context), void *context)
{
	struct dirent **entries;
	int total = scandir(dir, &entries, NULL, alphasort), files = 0, stop = 0;

	if (total < 0)
		return 0;
	for (int i = 0; i < total; i++) {
		char *path = text_format("%s/%s", dir, entries[i]->d_name);

		if (!stop && entries[i]->d_name[0] != '.' && wanted(path)) {
			stop = fn(path, entries[i]->d_name, context);
			files++;
		}
		free(path);
		free(entries[i]);
	}
	free((void *)entries);
	return files;
}

int file_each(const char *dir, int (*fn)(const char *path, const char *name, void *context),
	      void *context)
{
	return each(dir, is_regular, fn, context);
}

int file_each_directory(const char *dir,
			int (*fn)(const char *path, const char *name, void *context), void *context)
{
	return each(dir, file_is_directory, fn, context);
}

static int count_one(const char *path, const char *name, void *context)
{
	(void)path;
	(void)name;
	(void)context;
	return 0;
}

int file_count(const char *dir)
{
	return file_each(dir, count_one, NULL);
}

struct copy {
	const char *to;
	bool failed;
};

static int copy_one(const char *path, const char *name, void *context)
{
	struct copy *copy = context;
	char *to = text_format("%s/%s", copy->to, name);
	size_t size;
	char *data = file_read(path, &size);

	copy->failed = !data || file_write(to, data, size);
	free(data);
	free(to);
	return copy->failed;
}

int file_copy_all(const char *from, const char *to)
{
	struct copy copy = { .to = to };
	int count;

	if (file_make_directories(to))
		return -1;
	count = file_each(from, copy_one, &copy);
	return copy.failed ? -1 : count;
}
