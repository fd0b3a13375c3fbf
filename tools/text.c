// SPDX-License-Identifier: GPL-2.0-only
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

void *memory_resize(void *memory, size_t size)
{
	return must(realloc(memory, size));
}

void strings_add(struct strings *list, const char *text)
{
	if (list->count + 2 > list->room) {
		list->room = list->room * 2 + 16;
		list->item = memory_resize((void *)list->item, sizeof(char *) * list->room);
	}
	list->item[list->count++] = must(strdup(text));
	list->item[list->count] = NULL;
}

void strings_add_all(struct strings *list, const struct strings *more)
{
	for (int i = 0; i < more->count; i++)
		strings_add(list, more->item[i]);
}

void strings_clear(struct strings *list)
{
	for (int i = 0; i < list->count; i++)
		free(list->item[i]);
	free((void *)list->item);
	*list = (struct strings){ 0 };
}

bool strings_has(const struct strings *list, const char *text)
{
	for (int i = 0; i < list->count; i++)
		if (strcmp(list->item[i], text) == 0)
			return true;
	return false;
}

void strings_add_new(struct strings *list, const char *text)
{
	if (!strings_has(list, text))
		strings_add(list, text);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void strings_sort(struct strings *list)
{
	int kept = 0;

	if (!list->count)
		return;
	qsort((void *)list->item, list->count, sizeof(char *), compare);
	for (int i = 0; i < list->count; i++) {
		if (kept && strcmp(list->item[kept - 1], list->item[i]) == 0)
			free(list->item[i]);
		else
			list->item[kept++] = list->item[i];
	}
	list->item[kept] = NULL;
	list->count = kept;
}

bool strings_find(const struct strings *sorted, const char *text)
{
	return sorted->count &&
	       bsearch(&text, (void *)sorted->item, sorted->count, sizeof(char *), compare);
}

char *strings_join(const struct strings *list, const char *end)
{
	size_t size = 1, at = 0;
	char *joined;

	for (int i = 0; i < list->count; i++)
		size += strlen(list->item[i]) + strlen(end);
	joined = must(calloc(1, size));
	for (int i = 0; i < list->count; i++) {
		at += stpcpy(joined + at, list->item[i]) - (joined + at);
		at += stpcpy(joined + at, end) - (joined + at);
	}
	return joined;
}

char *strings_list(const struct strings *list, const char *between)
{
	char *joined = strings_join(list, between);

	if (list->count)
		joined[strlen(joined) - strlen(between)] = '\0';
	return joined;
}

void strings_split(struct strings *list, const char *text, const char *separators)
{
	char *copy = must(strdup(text)), *save = NULL;

	for (char *piece = strtok_r(copy, separators, &save); piece;
	     piece = strtok_r(NULL, separators, &save))
		strings_add(list, piece);
	free(copy);
}

static int minimum(int a, int b)
{
	return a < b ? a : b;
}

/* Levenshtein distance; names longer than the row are compared by their beginning. */
static int edit_distance(const char *a, const char *b)
{
	int row[64], columns = (int)strnlen(b, 63);

	for (int j = 0; j <= columns; j++)
		row[j] = j;
	for (int i = 1; a[i - 1]; i++) {
		int diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= columns; j++) {
			int change = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = minimum(change, minimum(row[j], row[j - 1]) + 1);
		}
	}
	return row[columns];
}

const char *strings_nearest(const struct strings *list, const char *name)
{
	const char *best = NULL;
	int least = 0;

	for (int i = 0; i < list->count; i++) {
		int distance = edit_distance(name, list->item[i]);

		if (best && distance >= least)
			continue;
		best = list->item[i];
		least = distance;
	}
	return best;
}

bool text_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
	size_t length = strlen(text), tail = strlen(suffix);

	return length >= tail && strcmp(text + length - tail, suffix) == 0;
}
