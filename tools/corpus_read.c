// SPDX-License-Identifier: GPL-2.0-only
/* Directories of inputs. Those that are not known already are read by two threads: most of that is the kernel's work. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <threads.h>

#include "cli.h"
#include "corpus.h"
#include "corpus_layout.h"
#include "corpus_names.h"
#include "files.h"
#include "text.h"

enum { KEPT_MAX = 256 << 20, DEPTH_MAX = 16, UNREAD_MAX = 4096, UNREAD_ALONE = 64 };

struct reading {
	struct corpus *corpus;
	struct corpus_names *names;
};

struct unread {
	char *path;
	const char *name; /* the end of it */
	struct corpus_input input;
	struct corpus_state state;
	int ret;
};

/* Files of the open directory @dir; @next is the first that no thread has begun with. */
struct unread_files {
	const struct corpus_names *names;
	int dir, count;
	atomic_int next;
	struct unread file[UNREAD_MAX];
};

static void add(struct corpus *corpus, struct corpus_input *input)
{
	corpus->kept += input->data ? input->size : 0;
	if (corpus->kept > KEPT_MAX) {
		free(input->data);
		input->data = NULL;
	}
	if (corpus->count == corpus->room) {
		corpus->room = corpus->room * 2 + 256;
		corpus->inputs =
			memory_resize(corpus->inputs, sizeof(*input) * (size_t)corpus->room);
	}
	corpus->inputs[corpus->count++] = *input;
}

static void take(struct reading *reading, struct unread *file)
{
	if (file->ret == -EFBIG)
		fprintf(stderr, "vitro: %s is larger than an input can be: left out\n", file->path);
	else if (file->ret && file->ret != -ENOENT)
		fprintf(stderr, "vitro: %s cannot be read: %s: left out\n", file->path,
			strerror(-file->ret));
	if (file->ret) {
		free(file->path);
		return;
	}
	corpus_names_remember(reading->names, &file->state, &file->input);
	file->input.path = file->path;
	add(reading->corpus, &file->input);
}

static int read_some(void *context)
{
	struct unread_files *files = context;
	int at;

	while ((at = atomic_fetch_add(&files->next, 1)) < files->count) {
		struct unread *file = &files->file[at];

		file->ret = corpus_names_of(files->names, files->dir, file->name, &file->input,
					    &file->state);
	}
	return 0;
}

static void read_files(struct reading *reading, struct unread_files *files)
{
	bool alone = files->count < UNREAD_ALONE;
	thrd_t other;

	atomic_store(&files->next, 0);
	if (!alone)
		alone = thrd_create(&other, read_some, files) != thrd_success;
	read_some(files);
	if (!alone)
		thrd_join(other, NULL);
	for (int i = 0; i < files->count; i++)
		take(reading, &files->file[i]);
	files->count = 0;
}

static void add_file(struct reading *reading, struct unread_files *files, char *path,
		     const char *name, const struct dirent *entry, uint64_t device)
{
	struct unread file = { .path = path, .name = name };

	if (entry && corpus_names_known(reading->names, device, entry->d_ino, name, &file.input)) {
		file.input.path = path;
		add(reading->corpus, &file.input);
		return;
	}
	if (files->count == UNREAD_MAX)
		read_files(reading, files);
	files->file[files->count++] = file;
}

static struct unread_files *open_files(const struct reading *reading, int dir)
{
	struct unread_files *files = calloc(1, sizeof(*files));

	if (!files)
		abort();
	files->names = reading->names;
	files->dir = dir;
	return files;
}

static void add_directory(struct reading *reading, const char *path, int depth)
{
	DIR *dir = depth < DEPTH_MAX ? opendir(path) : NULL;
	struct unread_files *files;
	struct stat st = { 0 };

	if (!dir)
		return;
	files = open_files(reading, dirfd(dir));
	fstat(dirfd(dir), &st);
	for (struct dirent *entry; (entry = readdir(dir));) {
		char *file = text_format("%s/%s", path, entry->d_name);

		if (entry->d_name[0] == '.') {
			free(file);
		} else if (entry->d_type == DT_DIR ||
			   (entry->d_type != DT_REG && file_is_directory(file))) {
			add_directory(reading, file, depth + 1);
			free(file);
		} else {
			add_file(reading, files, file, file + strlen(path) + 1, entry, st.st_dev);
		}
	}
	read_files(reading, files);
	free(files);
	closedir(dir);
}

int corpus_read(struct corpus *corpus, const char *path, struct corpus_names *names)
{
	struct reading reading = { corpus, names };
	struct unread_files *files;

	if (!file_exists(path))
		return cli_error("cannot read %s: %s", path, strerror(errno));
	if (file_is_directory(path)) {
		add_directory(&reading, path, 0);
		return 0;
	}
	files = open_files(&reading, AT_FDCWD);
	add_file(&reading, files, text_format("%s", path), path, NULL, 0);
	read_files(&reading, files);
	free(files);
	return 0;
}

int corpus_read_own(struct corpus *corpus, const char *harness, struct corpus_names *names)
{
	struct reading reading = { corpus, names };
	char *path = corpus_dir(harness);

	if (!path)
		return CLI_USAGE;
	add_directory(&reading, path, 0);
	free(path);
	return 0;
}
