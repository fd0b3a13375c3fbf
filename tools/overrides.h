/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a person decided about bugs, in a text file meant for git: findings.overrides at the repository's top, or
 * what VITRO_OVERRIDES names. One decision a line, "#" and the reason behind it:
 *
 *	same ID ID # reason
 *	different ID ID # reason
 *	ignore ID # reason
 *	fixed ID # reason
 */
#ifndef VITRO_OVERRIDES_H
#define VITRO_OVERRIDES_H

#include "bugs.h"

enum decision { DECIDED_SAME, DECIDED_DIFFERENT, DECIDED_IGNORE, DECIDED_FIXED, DECISIONS };

/* @b is empty for what is about one bug. */
struct override {
	enum decision decision;
	char a[BUG_ID], b[BUG_ID];
	char *reason;
	int line;
};

struct overrides {
	struct override *list;
	int count;
};

extern const char *const decision_names[DECISIONS];

/* A missing file is an empty one. Return: 0, or CLI_USAGE after one error line with the line's number. */
int overrides_read(struct overrides *overrides);
void overrides_free(struct overrides *overrides);

/*
 * Write one, in place of what says otherwise of the same bugs. Other lines stay as they are. Return: 0 or an exit
 * code after one error line.
 */
int overrides_set(enum decision decision, const char *a, const char *b, const char *reason);

/* Take out the lines that ignore @id or call it fixed. Return: as overrides_set(). */
int overrides_reopen(const char *id);

#endif
