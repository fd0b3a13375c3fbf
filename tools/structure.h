/* SPDX-License-Identifier: GPL-2.0-only */
/* How inputs are built, as far as the harness says so: .structure = VITRO_DER or VITRO_RECORDS(SIZE), read in its source. */
#ifndef VITRO_STRUCTURE_H
#define VITRO_STRUCTURE_H

#include <stddef.h>

/**
 * struct structure - how inputs are built
 * @record:	size of a record, for STRUCTURE_RECORDS
 */
struct structure {
	enum { STRUCTURE_NONE, STRUCTURE_DER, STRUCTURE_RECORDS } kind;
	size_t record;
};

/* In the source of a harness. Return: 0, or -1 when .structure is something else. */
int structure_parse(const char *source, struct structure *structure);

/* Of harness @name; nothing when its source is not here. Return: 0, or an exit code after one error line. */
int structure_of(const char *name, struct structure *structure);

#endif
