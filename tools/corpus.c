// SPDX-License-Identifier: GPL-2.0-only
#include "corpus.h"

#include <errno.h>
#include <fcntl.h>
#include <sha1.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_layout.h"
#include "corpus_names.h"
#include "files.h"
#include "progress.h"
#include "project.h"
#include "text.h"

char *corpus_path(const char *format, ...)
{
	const char *base = getenv("VITRO_CORPUS");
	char *name, *path;
	va_list args;

	va_start(args, format);
	if (vasprintf(&name, format, args) < 0)
		abort();
	va_end(args);
	if (base && *base)
		path = text_format("%s/%s", base, name);
	else
		path = state_path("corpus/%s", name);
	free(name);
	return path;
}

void corpus_name(const void *data, size_t size, char name[CORPUS_NAME])
{
	SHA1Data(data, size, name);
}

bool corpus_is_name(const char *text)
{
	return strlen(text) == CORPUS_NAME - 1 &&
	       strspn(text, "0123456789abcdef") == CORPUS_NAME - 1;
}

char *corpus_data(const struct corpus_input *input)
{
	char name[CORPUS_NAME], *data;
	size_t size;

	if (input->data) {
		data = memory_resize(NULL, input->size + 1);
		return memcpy(data, input->data, input->size + 1);
	}
	data = file_read(input->path, &size);
	if (data)
		corpus_name(data, size, name);
	if (data && !memcmp(name, input->name, CORPUS_NAME))
		return data;
	fprintf(stderr, "vitro: %s %s: left out\n", input->path,
		data ? "has just changed" : "cannot be read");
	free(data);
	return NULL;
}

/* ---- Order ---- */

static void free_input(struct corpus_input *input)
{
	free(input->path);
	free(input->data);
}

static int by_name(const void *a, const void *b)
{
	const struct corpus_input *x = a, *y = b;
	int order = memcmp(x->name, y->name, CORPUS_NAME);

	return order ? order : strcmp(x->path, y->path);
}

static int by_size(const void *a, const void *b)
{
	const struct corpus_input *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return by_name(a, b);
}

static void sort(struct corpus *corpus, int (*order)(const void *, const void *))
{
	int kept = 0;

	if (!corpus->count)
		return;
	qsort(corpus->inputs, (size_t)corpus->count, sizeof(*corpus->inputs), order);
	for (int i = 1; i < corpus->count; i++) {
		if (memcmp(corpus->inputs[i].name, corpus->inputs[kept].name, CORPUS_NAME))
			corpus->inputs[++kept] = corpus->inputs[i];
		else
			free_input(&corpus->inputs[i]);
	}
	corpus->count = kept + 1;
}

void corpus_sort(struct corpus *corpus)
{
	sort(corpus, by_size);
}

void corpus_sort_by_name(struct corpus *corpus)
{
	sort(corpus, by_name);
}

static int compare_name(const void *name, const void *input)
{
	return memcmp(name, ((const struct corpus_input *)input)->name, CORPUS_NAME);
}

const struct corpus_input *corpus_find(const struct corpus *corpus, const char *name)
{
	if (!corpus->count)
		return NULL;
	return bsearch(name, corpus->inputs, (size_t)corpus->count, sizeof(*corpus->inputs),
		       compare_name);
}

void corpus_free(struct corpus *corpus)
{
	for (int i = 0; i < corpus->count; i++)
		free_input(&corpus->inputs[i]);
	free(corpus->inputs);
	*corpus = (struct corpus){ 0 };
}

/* ---- One at a time ---- */

int corpus_lock(const char *harness)
{
	char *base = corpus_path("%s", ""), *path = corpus_path(".lock-%s", harness);
	int fd = -1;

	if (!file_make_directories(base))
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		cli_error("cannot write to %s: %s", path, strerror(errno));
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB)) {
		progress_event("wait for another vitro that changes the corpus of %s", harness);
		if (flock(fd, LOCK_EX)) {
			cli_error("cannot lock %s: %s", path, strerror(errno));
			close(fd);
			fd = -1;
		}
	}
	free(path);
	free(base);
	return fd;
}
