// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_features.h"

#include <stdlib.h>
#include <string.h>

#include "corpus_features_db.h"
#include "text.h"

/* ---- Sets, each once ---- */

static uint64_t hash_of(const uint32_t *list, int count)
{
	uint64_t value = 0xcbf29ce484222325;

	for (int i = 0; i < count; i++) {
		value = (value ^ list[i]) * 0x100000001b3;
		value ^= value >> 32;
	}
	return value;
}

static bool is_same(const struct stored_set *set, const uint32_t *list, int count)
{
	return set->count == count && !memcmp(set->list, list, sizeof(*list) * (size_t)count);
}

static int *slot_of(const struct features *features, uint64_t hash, const uint32_t *list, int count)
{
	uint32_t at = (uint32_t)hash & (features->slots - 1);

	while (features->slot[at] >= 0 &&
	       !is_same(&features->sets[features->slot[at]], list, count))
		at = (at + 1) & (features->slots - 1);
	return &features->slot[at];
}

static void grow_slots(struct features *features)
{
	if ((uint32_t)features->count * 2 < features->slots)
		return;
	features->slots = features->slots ? features->slots * 2 : 4096;
	features->slot = memory_resize(features->slot, sizeof(*features->slot) * features->slots);
	memset(features->slot, 0xff, sizeof(*features->slot) * features->slots);
	for (int i = 0; i < features->count; i++) {
		const struct stored_set *set = &features->sets[i];

		*slot_of(features, hash_of(set->list, set->count), set->list, set->count) = i;
	}
}

int features_intern(struct features *features, const uint32_t *list, int count, int64_t id)
{
	uint32_t *copy;
	int *slot;

	grow_slots(features);
	slot = slot_of(features, hash_of(list, count), list, count);
	if (*slot >= 0)
		return *slot;
	if (features->count == features->room) {
		features->room = features->room * 2 + 256;
		features->sets = memory_resize(features->sets,
					       sizeof(*features->sets) * (size_t)features->room);
	}
	copy = memory_resize(NULL, sizeof(*list) * (size_t)count + 1);
	memcpy(copy, list, sizeof(*list) * (size_t)count);
	features->sets[features->count] = (struct stored_set){ copy, count, id };
	*slot = features->count;
	return features->count++;
}

struct feature_set features_set(const struct features *features, int number)
{
	return (struct feature_set){ features->sets[number].list, features->sets[number].count };
}

int features_sets(const struct features *features)
{
	return features->count;
}

/* ---- Inputs ---- */

static int by_name(const void *a, const void *b)
{
	return memcmp(a, b, CORPUS_NAME);
}

int features_of(const struct features *features, const char *name)
{
	const struct stored_input *found = NULL;

	if (features->old.count)
		found = bsearch(name, features->old.list, (size_t)features->old.count,
				sizeof(*found), by_name);
	return found ? found->set : FEATURES_UNKNOWN;
}

void features_input(struct stored_inputs *inputs, const char *name, int set)
{
	if (inputs->count == inputs->room) {
		inputs->room = inputs->room * 2 + 1024;
		inputs->list =
			memory_resize(inputs->list, sizeof(*inputs->list) * (size_t)inputs->room);
	}
	memcpy(inputs->list[inputs->count].name, name, CORPUS_NAME);
	inputs->list[inputs->count++].set = set;
}

void features_sort(struct stored_inputs *inputs)
{
	if (inputs->count)
		qsort(inputs->list, (size_t)inputs->count, sizeof(*inputs->list), by_name);
}

int features_add(struct features *features, const char *name, const uint32_t *list, int count)
{
	int set = features_intern(features, list, count, 0);

	features_input(&features->fresh, name, set);
	return set;
}

void features_add_bad(struct features *features, const char *name)
{
	features_input(&features->fresh, name, FEATURES_BAD);
}

struct corpus_names *features_names(struct features *features)
{
	return features->names;
}
