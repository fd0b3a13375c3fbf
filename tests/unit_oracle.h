/* SPDX-License-Identifier: GPL-2.0-only */
/* Who answers a minimizer in tests: a predicate, asked for one candidate after the other. */
#ifndef VITRO_UNIT_ORACLE_H
#define VITRO_UNIT_ORACLE_H

#include "minimize.h"
#include "unit.h"

typedef bool predicate(const uint8_t *data, size_t size);

struct oracle {
	predicate *holds;
	long tries, most;
	uint8_t candidate[1024];
};

static inline long first(void *context, const struct candidates *list)
{
	struct oracle *oracle = context;

	for (size_t i = 0; i < list->count; i++) {
		size_t size = list->make(list, i, oracle->candidate);

		assert_true(size <= list->minimizer->room);
		if (oracle->most && oracle->tries >= oracle->most)
			return MINIMIZE_STOP;
		oracle->tries++;
		if (oracle->holds(oracle->candidate, size))
			return (long)i;
	}
	return MINIMIZE_NONE;
}

#endif
