// SPDX-License-Identifier: GPL-2.0-only
/* The file: a line with the key, then 9 bytes for each input: its hash, and the verdict. */
#include "memo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
#include <xxhash.h>

#include "files.h"
#include "text.h"

enum { RECORD = sizeof(uint64_t) + 1, EMPTY = 0 };

struct slot {
	uint64_t digest;
	bool verdict;
};

struct memo {
	char *path;
	int fd;
	struct slot *slots; /* open addressing; a digest of %EMPTY is nobody's */
	size_t room, used, loaded;
};

static uint64_t digest_of(const void *data, size_t size)
{
	uint64_t value = XXH3_64bits(data, size);

	return value == EMPTY ? 1 : value;
}

static struct slot *slot_of(const struct memo *memo, uint64_t digest)
{
	size_t at = digest & (memo->room - 1);

	while (memo->slots[at].digest != EMPTY && memo->slots[at].digest != digest)
		at = (at + 1) & (memo->room - 1);
	return &memo->slots[at];
}

static void grow(struct memo *memo)
{
	struct memo larger = { .room = memo->room ? memo->room * 2 : 1024 };

	larger.slots = calloc(larger.room, sizeof(*larger.slots));
	if (!larger.slots)
		abort();
	for (size_t i = 0; i < memo->room; i++)
		if (memo->slots[i].digest != EMPTY)
			*slot_of(&larger, memo->slots[i].digest) = memo->slots[i];
	free(memo->slots);
	memo->slots = larger.slots;
	memo->room = larger.room;
}

static void enter(struct memo *memo, uint64_t digest, bool verdict)
{
	struct slot *slot;

	if (memo->used * 2 >= memo->room)
		grow(memo);
	slot = slot_of(memo, digest);
	memo->used += slot->digest == EMPTY;
	*slot = (struct slot){ digest, verdict };
}

/* Return: how much of the file is whole, 0 when it is of another key. */
static size_t load(struct memo *memo, const char *path, const char *line)
{
	size_t size, at = strlen(line);
	char *text = file_read(path, &size);

	if (!text || !text_starts(text, line)) {
		free(text);
		return 0;
	}
	for (; at + RECORD <= size; at += RECORD) {
		uint64_t digest;

		memcpy(&digest, text + at, sizeof(digest));
		if (digest != EMPTY)
			enter(memo, digest, text[at + sizeof(digest)]);
	}
	memo->loaded = memo->used;
	free(text);
	return at;
}

static int open_file(struct memo *memo, const char *key)
{
	char *line = text_format("vitro minimize 1 %s\n", key);
	size_t whole = load(memo, memo->path, line);
	ssize_t length = (ssize_t)strlen(line);
	int ret = 0;

	memo->fd = open(memo->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (memo->fd < 0 || ftruncate(memo->fd, (off_t)whole) ||
	    (!whole && write(memo->fd, line, (size_t)length) != length))
		ret = errno ? -errno : -EIO;
	free(line);
	return ret;
}

int memo_open(struct memo **memo, const char *path, const char *key)
{
	struct memo *new = calloc(1, sizeof(*new));
	int ret = 0;

	if (!new)
		abort();
	new->fd = -1;
	grow(new);
	if (path) {
		new->path = text_format("%s", path);
		ret = open_file(new, key);
	}
	if (ret) {
		memo_close(new, false);
		new = NULL;
	}
	*memo = new;
	return ret;
}

bool memo_find(const struct memo *memo, const void *data, size_t size, bool *verdict)
{
	const struct slot *slot = slot_of(memo, digest_of(data, size));

	*verdict = slot->verdict;
	return slot->digest != EMPTY;
}

int memo_add(struct memo *memo, const void *data, size_t size, bool verdict)
{
	uint64_t digest = digest_of(data, size);
	uint8_t record[RECORD];

	enter(memo, digest, verdict);
	if (memo->fd < 0)
		return 0;
	memcpy(record, &digest, sizeof(digest));
	record[sizeof(digest)] = verdict;
	return write(memo->fd, record, sizeof(record)) == (ssize_t)sizeof(record) ? 0 : -ENOSPC;
}

size_t memo_loaded(const struct memo *memo)
{
	return memo->loaded;
}

void memo_close(struct memo *memo, bool finished)
{
	if (memo->fd >= 0)
		close(memo->fd);
	if (finished && memo->path)
		unlink(memo->path);
	free(memo->path);
	free(memo->slots);
	free(memo);
}
