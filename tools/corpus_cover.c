// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_cover.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* Numbers of features are small, or small ones on top of a great one: each kind has its own part of @times. */
enum { GREAT = 1 << 30 };

struct counting {
	const struct features *features;
	const struct corpus_item *items;
	struct cover *cover;
	uint32_t small, all;
	int *times; /* that a feature is had by chosen ones */
};

static int *times_of(const struct counting *counting, uint32_t feature)
{
	return &counting->times[feature < GREAT ? feature : counting->small + (feature - GREAT)];
}

static void make_room(struct counting *counting)
{
	uint32_t great = 0;

	for (int i = 0; i < features_sets(counting->features); i++) {
		struct feature_set set = features_set(counting->features, i);

		for (int j = 0; j < set.count; j++) {
			uint32_t feature = set.list[j];

			if (feature < GREAT && feature >= counting->small)
				counting->small = feature + 1;
			if (feature >= GREAT && feature - GREAT >= great)
				great = feature - GREAT + 1;
		}
	}
	counting->all = counting->small + great;
	counting->times =
		memory_resize(NULL, sizeof(*counting->times) * ((size_t)counting->all + 1));
	memset(counting->times, 0, sizeof(*counting->times) * ((size_t)counting->all + 1));
}

static struct feature_set set_at(const struct counting *counting, int item)
{
	int set = counting->items[item].set;

	return set >= 0 ? features_set(counting->features, set) : (struct feature_set){ 0 };
}

static void count_set(struct counting *counting, int item, int by)
{
	struct feature_set set = set_at(counting, item);

	counting->cover->chosen[item] = by > 0;
	for (int i = 0; i < set.count; i++)
		*times_of(counting, set.list[i]) += by;
}

/* Has every feature of it been had more than @times? */
static bool is_had(const struct counting *counting, int item, int times)
{
	struct feature_set set = set_at(counting, item);

	for (int i = 0; i < set.count; i++)
		if (*times_of(counting, set.list[i]) <= times)
			return false;
	return true;
}

static int count_features(const struct counting *counting)
{
	int count = 0;

	for (uint32_t i = 0; i < counting->all; i++)
		count += counting->times[i] > 0;
	return count;
}

/* Inputs with a set that another one had before them bring nothing: each set is looked at once. */
static void choose(struct counting *counting, int from, int count)
{
	bool *seen = calloc((size_t)features_sets(counting->features) + 1, sizeof(*seen));

	if (!seen)
		abort();
	for (int i = from; i < count; i++) {
		int set = counting->items[i].set;

		if (set < 0 || seen[set])
			continue;
		seen[set] = true;
		if (!is_had(counting, i, 0))
			count_set(counting, i, 1);
	}
	free(seen);
}

void cover_find(struct cover *cover, const struct features *features,
		const struct corpus_item *items, int count, int fixed)
{
	struct counting counting = { features, items, cover };
	int before;

	*cover = (struct cover){ .chosen = calloc((size_t)count + 1, sizeof(*cover->chosen)) };
	if (!cover->chosen)
		abort();
	make_room(&counting);
	for (int i = 0; i < fixed; i++)
		count_set(&counting, i, 1);
	before = count_features(&counting);
	choose(&counting, fixed, count);
	cover->features = count_features(&counting);
	cover->added = cover->features - before;
	for (int i = count - 1; i >= fixed; i--)
		if (cover->chosen[i] && is_had(&counting, i, 1))
			count_set(&counting, i, -1);
	for (int i = 0; i < count; i++)
		cover->count += cover->chosen[i];
	free(counting.times);
}

void cover_free(struct cover *cover)
{
	free(cover->chosen);
	*cover = (struct cover){ 0 };
}
