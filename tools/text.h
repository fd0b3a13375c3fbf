/* SPDX-License-Identifier: GPL-2.0-only */
/* Lists of strings. */
#ifndef VITRO_TEXT_H
#define VITRO_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* A growing list of malloc-ed strings, NULL-terminated in @item. */
struct strings {
	char **item;
	int count;
	int room;
};

void strings_add(struct strings *list, const char *text);
void strings_add_all(struct strings *list, const struct strings *more);
void strings_clear(struct strings *list);

/* Linear, for lists in any order. */
bool strings_has(const struct strings *list, const char *text);
void strings_add_new(struct strings *list, const char *text);

/* Sort and drop duplicates; strings_find() then looks up by bisection. */
void strings_sort(struct strings *list);
bool strings_find(const struct strings *sorted, const char *text);

/* All items, malloc-ed: each followed by @end, or with @between between two. */
char *strings_join(const struct strings *list, const char *end);
char *strings_list(const struct strings *list, const char *between);

/* The pieces of @text between any of @separators, empty ones left out. */
void strings_split(struct strings *list, const char *text, const char *separators);

/* The item with the least edit distance to @name, or NULL for an empty list. */
const char *strings_nearest(const struct strings *list, const char *name);

/* realloc() that ends the process when there is no memory. */
void *memory_resize(void *memory, size_t size);

bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);

#endif
