/* SPDX-License-Identifier: GPL-2.0-only */
/* The few inputs that do together what all do. */
#ifndef VITRO_CORPUS_COVER_H
#define VITRO_CORPUS_COVER_H

#include "corpus_features.h"
#include "corpus_run.h"

/**
 * struct cover - what was chosen
 * @chosen:	for each item
 * @features:	that all items have together
 * @added:	those of them that are of none of the first items
 */
struct cover {
	bool *chosen;
	int count, features, added;
};

/*
 * The first @fixed items are in it whatever they do. Of the others, in their order, each that does what none before it does; then,
 * from the end, without those that do nothing which no other chosen one does. So the result depends on the items alone.
 */
void cover_find(struct cover *cover, const struct features *features,
		const struct corpus_item *items, int count, int fixed);
void cover_free(struct cover *cover);

#endif
