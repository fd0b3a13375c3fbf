// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crash.h"

static const struct crash_key *shared(const struct crash *a, const struct crash_key *key)
{
	for (int i = 0; i < a->key_count; i++)
		if (a->keys[i].strong == key->strong && !strcmp(a->keys[i].kind, key->kind) &&
		    !strcmp(a->keys[i].text, key->text))
			return &a->keys[i];
	return NULL;
}

bool crash_same(const struct crash *a, const struct crash *b)
{
	for (int i = 0; i < b->key_count; i++)
		if (b->keys[i].strong && shared(a, &b->keys[i]))
			return true;
	return false;
}

static void write_shared(FILE *out, const struct crash *a, const struct crash *b, bool strong)
{
	for (int i = 0; i < b->key_count; i++)
		if (b->keys[i].strong == strong && shared(a, &b->keys[i]))
			fprintf(out, "  both     %-9s  %s\n", b->keys[i].kind, b->keys[i].text);
}

static void write_alone(FILE *out, const char *whose, const struct crash *of,
			const struct crash *other)
{
	for (int i = 0; i < of->key_count; i++)
		if (of->keys[i].strong && !shared(other, &of->keys[i]))
			fprintf(out, "  %-7s  %-9s  %s\n", whose, of->keys[i].kind,
				of->keys[i].text);
}

char *crash_explain(const struct crash *a, const struct crash *b)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		abort();
	fprintf(out, "first    %s\nsecond   %s\n", a->title, b->title);
	if (crash_same(a, b)) {
		fprintf(out, "one bug: a strong key of both meets\n");
		write_shared(out, a, b, true);
	} else {
		fprintf(out, "not known to be one bug: no strong key of both meets\n");
		write_alone(out, "first", a, b);
		write_alone(out, "second", b, a);
	}
	write_shared(out, a, b, false);
	fclose(out);
	return text;
}
