/* SPDX-License-Identifier: GPL-2.0-only */
/* The beginning and the end of what somebody prints without end. */
#ifndef VITRO_TAIL_H
#define VITRO_TAIL_H

#include <stddef.h>

enum { TAIL_PART = 512 << 10 };

/**
 * struct tail - the first and the last %TAIL_PART bytes
 * @total:	bytes that came
 * @end:	ring of what came behind @begin, whose next byte goes to (@total - %TAIL_PART) % %TAIL_PART
 */
struct tail {
	char *begin, *end;
	size_t total;
};

void tail_add(struct tail *tail, const char *data, size_t size);
void tail_clear(struct tail *tail);
void tail_free(struct tail *tail);

/* All that is known, malloc-ed text without NUL inside; says what is left out. */
char *tail_text(const struct tail *tail);

/* The last line that is not empty, malloc-ed. */
char *tail_last_line(const struct tail *tail);

#endif
