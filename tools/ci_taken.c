// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list is of the last link. It holds for a change as long as no object that was linked is touched by it, and when one is, the
 * harness is touched anyhow.
 */
#include "ci_taken.h"

#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "files.h"
#include "link.h"

/* A line is "who refers to it<tab>object<tab>symbol", the first one a heading. */
static void add_line(struct ci_taken *taken, const char *line)
{
	const char *object = strchr(line, '\t'), *end = object ? strchr(object + 1, '\t') : NULL;
	char *path;

	if (!end)
		return;
	path = text_format("%.*s", (int)(end - object - 1), object + 1);
	strings_add(&taken->paths, path);
	free(path);
}

static void add_list(struct ci_taken *taken, const char *text)
{
	struct strings lines = { 0 };

	taken->known = true;
	strings_split(&lines, text, "\n");
	for (int i = 1; i < lines.count; i++)
		add_line(taken, lines.item[i]);
	strings_clear(&lines);
}

void ci_taken_read(struct ci_taken *taken, const char *harness, const struct tree *tree, int llvm)
{
	*taken = (struct ci_taken){ 0 };
	for (const struct flavour *flavour = flavours; flavour->name; flavour++) {
		struct build build = { .tree = *tree, .flavour = flavour, .llvm = llvm };
		char *list = build_dir(&build, "link/%s/" LINK_TAKEN, harness);
		char *text = file_read(list, NULL);

		if (text)
			add_list(taken, text);
		free(text);
		free(list);
	}
}

/* An object that has been renamed lies elsewhere, at a path that ends alike. */
bool ci_taken_has(const struct ci_taken *taken, const char *object)
{
	char *end = text_format("/%s", object);
	bool found = false;

	for (int i = 0; i < taken->paths.count && !found; i++)
		found = text_ends(taken->paths.item[i], end);
	free(end);
	return found;
}

void ci_taken_free(struct ci_taken *taken)
{
	strings_clear(&taken->paths);
}
