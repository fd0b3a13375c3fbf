// SPDX-License-Identifier: GPL-2.0-only
#include "holes.h"

#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "rename.h"

#define WINDOW 0x60000000ul
#define STRIDE 64ul

/* One hole being collected. */
struct hole {
	char *symbol;
	struct strings users;
};

/* ">>>    object.o:(function)" */
static void add_user(struct hole *hole, const char *line)
{
	const char *open = strstr(line, ":(");
	char *user;

	if (!hole->symbol || !open)
		return;
	open += 2;
	user = text_format("%.*s", (int)strcspn(open, ")"), open);
	strings_add_new(&hole->users, user);
	free(user);
}

static void finish(struct hole *hole, struct strings *holes)
{
	char *users, *line;

	if (!hole->symbol)
		return;
	users = strings_list(&hole->users, ", ");
	line = text_format("%s\t%s", hole->symbol, users);
	strings_add(holes, line);
	free(line);
	free(users);
	free(hole->symbol);
	strings_clear(&hole->users);
	hole->symbol = NULL;
}

void holes_parse(const char *log, struct strings *holes)
{
	static const char mark[] = "undefined symbol: ";
	struct strings lines = { 0 };
	struct hole hole = { 0 };

	strings_split(&lines, log, "\n");
	for (int i = 0; i < lines.count; i++) {
		const char *found = strstr(lines.item[i], mark);

		if (text_starts(lines.item[i], ">>>")) {
			add_user(&hole, lines.item[i]);
			continue;
		}
		finish(&hole, holes);
		if (found && !strstr(found, "vitro_hole_"))
			hole.symbol = text_format("%s", found + strlen(mark));
	}
	finish(&hole, holes);
	strings_sort(holes);
	strings_clear(&lines);
}

char *hole_name(const char *hole)
{
	if (text_starts(hole, RENAME_PREFIX))
		hole += strlen(RENAME_PREFIX);
	return text_format("%.*s", (int)strcspn(hole, "\t"), hole);
}

char *holes_table(const struct strings *holes)
{
	struct strings lines = { 0 };
	char *text;

	strings_add(&lines, "const char *const vitro_hole_names[] = {");
	for (int i = 0; i < holes->count; i++) {
		char *name = hole_name(holes->item[i]), *line = text_format("\t\"%s\",", name);

		strings_add(&lines, line);
		free(line);
		free(name);
	}
	text = text_format("\t0\n};\nconst unsigned vitro_hole_count = %d;", holes->count);
	strings_add(&lines, text);
	free(text);
	text = strings_join(&lines, "\n");
	strings_clear(&lines);
	return text;
}

/* A tracepoint that no object defines is one that nobody has turned on: shim/kernel/tracepoint.c. */
static char *address_of(const char *hole, int index)
{
	if (text_starts(hole, "__tracepoint_"))
		return text_format("vitro_tracepoint_off");
	return text_format("%#lx", WINDOW + STRIDE * index);
}

char *holes_arguments(const struct strings *holes)
{
	struct strings lines = { 0 };
	char *text;

	for (int i = 0; i < holes->count; i++) {
		char *address = address_of(holes->item[i], i), *line;

		line = text_format("-Wl,--defsym=%.*s=%s", (int)strcspn(holes->item[i], "\t"),
				   holes->item[i], address);
		free(address);
		strings_add(&lines, line);
		free(line);
	}
	text = strings_join(&lines, "\n");
	strings_clear(&lines);
	return text;
}

char *holes_own(const struct strings *holes)
{
	for (int i = 0; i < holes->count; i++) {
		const char *name = holes->item[i];

		if (text_starts(name, "host_") || text_starts(name, "_Z") ||
		    (text_starts(name, "vitro_") && !text_starts(name, RENAME_PREFIX)))
			return text_format("%.*s", (int)strcspn(name, "\t"), name);
	}
	return NULL;
}
