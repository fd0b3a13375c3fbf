/* SPDX-License-Identifier: GPL-2.0-only */
/* Coverage of harnesses, for people and for machines; on standard output. */
#ifndef VITRO_COVERAGE_SHOW_H
#define VITRO_COVERAGE_SHOW_H

#include "coverage.h"

/**
 * struct coverage_result - what there is to show
 * @inputs:	replayed
 * @left_out:	of these, not counted since they stop the program
 * @dir:	where pages go
 */
struct coverage_result {
	struct coverage_file *files;
	int count;
	int inputs;
	int left_out;
	char *dir;
};

void coverage_show_json(const struct strings *harnesses, const struct coverage_result *result);
void coverage_show_table(const struct coverage_result *result);
void coverage_show_unreached(const struct coverage_result *result);

#endif
