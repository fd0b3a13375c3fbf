/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rooms of corpus_features.h share. */
#ifndef VITRO_CORPUS_FEATURES_DB_H
#define VITRO_CORPUS_FEATURES_DB_H

#include <sqlite3.h>

#include "corpus_features.h"
#include "corpus_names.h"

/* @id: of its row, 0 when it has none yet. */
struct stored_set {
	uint32_t *list;
	int count;
	int64_t id;
};

struct stored_input {
	char name[CORPUS_NAME];
	int set;
};

struct stored_inputs {
	struct stored_input *list;
	int count, room;
};

/**
 * struct features - one program's part of the database
 * @slot:	numbers of sets, by a hash of what is in them, -1 for none
 * @old:	inputs that were known, sorted by name
 * @fresh:	those that were run and are not written yet
 */
struct features {
	sqlite3 *db;
	int64_t build;
	struct corpus_names *names;
	struct stored_set *sets;
	int count, room;
	int *slot;
	uint32_t slots;
	struct stored_inputs old, fresh;
	int saved; /* of fresh, in all */
};

/* Open, or make; anew when it is broken, in memory when there is no place for it. */
sqlite3 *features_database(const char *harness);

/* The number of the set, which is new or was there. */
int features_intern(struct features *features, const uint32_t *list, int count, int64_t id);

void features_input(struct stored_inputs *inputs, const char *name, int set);
void features_sort(struct stored_inputs *inputs);

#endif
