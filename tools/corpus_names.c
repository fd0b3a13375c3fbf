// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_names.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "text.h"

struct known {
	struct corpus_state state;
	char name[CORPUS_NAME];
};

struct corpus_names {
	sqlite3 *db;
	struct known *old, *fresh; /* @old sorted */
	int old_count, fresh_count, fresh_room;
};

static int64_t nanoseconds(struct timespec time)
{
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static struct corpus_state state_of(const struct stat *st)
{
	return (struct corpus_state){ st->st_dev, st->st_ino, (uint64_t)st->st_size,
				      nanoseconds(st->st_mtim), nanoseconds(st->st_ctim) };
}

static int by_file(const void *a, const void *b)
{
	const struct corpus_state *x = a, *y = b;

	if (x->device != y->device)
		return x->device < y->device ? -1 : 1;
	return (x->inode > y->inode) - (x->inode < y->inode);
}

static const struct known *find_file(const struct corpus_names *names,
				     const struct corpus_state *state)
{
	if (!names || !names->old_count)
		return NULL;
	return bsearch(state, names->old, (size_t)names->old_count, sizeof(*names->old), by_file);
}

static const struct known *find(const struct corpus_names *names, const struct corpus_state *state)
{
	const struct known *known = find_file(names, state);

	return known && !memcmp(&known->state, state, sizeof(*state)) ? known : NULL;
}

bool corpus_names_known(const struct corpus_names *names, uint64_t device, uint64_t inode,
			const char *name, struct corpus_input *input)
{
	struct corpus_state state = { .device = device, .inode = inode };
	const struct known *known = find_file(names, &state);

	if (!known || strcmp(known->name, name) != 0)
		return false;
	memcpy(input->name, known->name, CORPUS_NAME);
	input->size = known->state.size;
	return true;
}

void corpus_names_remember(struct corpus_names *names, const struct corpus_state *state,
			   const struct corpus_input *input)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (!names || !input->data || nanoseconds(now) - state->changed < 1000000000)
		return;
	if (names->fresh_count == names->fresh_room) {
		names->fresh_room = names->fresh_room * 2 + 256;
		names->fresh = memory_resize(names->fresh,
					     sizeof(*names->fresh) * (size_t)names->fresh_room);
	}
	names->fresh[names->fresh_count].state = *state;
	memcpy(names->fresh[names->fresh_count++].name, input->name, CORPUS_NAME);
}

static int read_all(int fd, char *data, size_t size)
{
	size_t used = 0;

	while (used < size) {
		ssize_t got = read(fd, data + used, size - used);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? -errno : -EAGAIN; /* has become shorter */
		used += (size_t)got;
	}
	return 0;
}

static int hash_file(int fd, struct corpus_input *input)
{
	int ret;

	input->data = memory_resize(NULL, input->size + 1);
	input->data[input->size] = '\0';
	ret = read_all(fd, input->data, input->size);
	if (!ret)
		corpus_name(input->data, input->size, input->name);
	if (ret) {
		free(input->data);
		input->data = NULL;
	}
	return ret;
}

static int name_of(const struct corpus_names *names, int fd, struct corpus_input *input,
		   struct corpus_state *state)
{
	const struct known *known;
	struct stat st;

	if (fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_size > CORPUS_INPUT_MAX)
		return -EFBIG;
	input->size = (size_t)st.st_size;
	*state = state_of(&st);
	known = find(names, state);
	if (!known)
		return hash_file(fd, input);
	memcpy(input->name, known->name, CORPUS_NAME);
	return 0;
}

int corpus_names_of(const struct corpus_names *names, int dir, const char *name,
		    struct corpus_input *input, struct corpus_state *state)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK), ret;

	if (fd < 0)
		return -errno;
	ret = name_of(names, fd, input, state);
	close(fd);
	return ret;
}

/* ---- In the database ---- */

static void take_row(struct corpus_names *names, sqlite3_stmt *row)
{
	struct known *known = &names->old[names->old_count];
	const void *name = sqlite3_column_blob(row, 5);

	if (sqlite3_column_bytes(row, 5) != CORPUS_NAME - 1)
		return;
	known->state =
		(struct corpus_state){ (uint64_t)sqlite3_column_int64(row, 0),
				       (uint64_t)sqlite3_column_int64(row, 1),
				       (uint64_t)sqlite3_column_int64(row, 2),
				       sqlite3_column_int64(row, 3), sqlite3_column_int64(row, 4) };
	memcpy(known->name, name, CORPUS_NAME - 1);
	known->name[CORPUS_NAME - 1] = '\0';
	names->old_count++;
}

int corpus_names_load(struct corpus_names **loaded, sqlite3 *db)
{
	struct corpus_names *names = calloc(1, sizeof(*names));
	sqlite3_stmt *row;
	int ret, room = 0;

	if (!names)
		abort();
	*loaded = names;
	names->db = db;
	ret = sqlite3_prepare_v2(
		db, "SELECT device,inode,size,modified,changed,name FROM files ORDER BY 1,2", -1,
		&row, NULL);
	if (ret)
		return ret;
	while ((ret = sqlite3_step(row)) == SQLITE_ROW) {
		if (names->old_count == room) {
			room = room * 2 + 1024;
			names->old = memory_resize(names->old, sizeof(*names->old) * (size_t)room);
		}
		take_row(names, row);
	}
	sqlite3_finalize(row);
	return ret == SQLITE_DONE ? 0 : ret;
}

int corpus_names_save(struct corpus_names *names)
{
	sqlite3_stmt *insert;
	int ret = sqlite3_prepare_v2(names->db, "REPLACE INTO files VALUES(?,?,?,?,?,?)", -1,
				     &insert, NULL);

	if (ret)
		return ret;
	if (names->fresh_count)
		qsort(names->fresh, (size_t)names->fresh_count, sizeof(*names->fresh), by_file);
	for (int i = 0; i < names->fresh_count && !ret; i++) {
		const struct known *known = &names->fresh[i];

		sqlite3_bind_int64(insert, 1, (sqlite3_int64)known->state.device);
		sqlite3_bind_int64(insert, 2, (sqlite3_int64)known->state.inode);
		sqlite3_bind_int64(insert, 3, (sqlite3_int64)known->state.size);
		sqlite3_bind_int64(insert, 4, known->state.modified);
		sqlite3_bind_int64(insert, 5, known->state.changed);
		sqlite3_bind_text(insert, 6, known->name, -1, SQLITE_STATIC);
		sqlite3_step(insert);
		ret = sqlite3_reset(insert);
	}
	sqlite3_finalize(insert);
	names->fresh_count = 0;
	return ret;
}

void corpus_names_free(struct corpus_names *names)
{
	if (!names)
		return;
	free(names->old);
	free(names->fresh);
	free(names);
}
