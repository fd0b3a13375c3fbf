// SPDX-License-Identifier: GPL-2.0-only
/* The overlay has the tree's files and vitro's own by the names that reports give them. */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "html.h"
#include "markup.h"
#include "project.h"
#include "span.h"
#include "tree.h"

enum { BEFORE = 2, AFTER = 1 };

struct html_tree {
	char *overlay, *path, *root;
};

struct html_tree *html_tree(const struct dossier *dossier)
{
	struct html_tree *places = calloc(1, sizeof(*places));
	static struct tree *trees; /* to look for them takes a while */
	static int count;

	if (!places)
		abort();
	places->root = project_path("%s", "");
	if (!trees)
		trees = tree_list(&count);
	for (int i = 0; i < count; i++) {
		if (strcmp(trees[i].name, dossier->crashes[0].tree) != 0 || !trees[i].extracted)
			continue;
		places->path = text_format("%s", trees[i].path);
		places->overlay = state_path("build/%s/overlay", trees[i].id);
		break;
	}
	return places;
}

void html_tree_free(struct html_tree *tree)
{
	free(tree->overlay);
	free(tree->path);
	free(tree->root);
	free(tree);
}

static char *read_in(const char *directory, const char *file)
{
	char *path = directory ? text_format("%s/%s", directory, file) : NULL;
	char *text = path ? file_read(path, NULL) : NULL;

	free(path);
	return text;
}

static void write_line(struct span line, int number, bool marked, FILE *to)
{
	fprintf(to, "%s%5d  ", marked ? "<b>" : "", number);
	markup_format(to, "%.*s", (int)line.length, line.at);
	fputs(marked ? "</b>\n" : "\n", to);
}

void html_source(const struct html_tree *tree, const struct crash_frame *frame, FILE *to)
{
	char *text = NULL;
	int number = 0;

	if (frame->line <= 0 || !frame_in_tree(frame))
		return;
	text = read_in(tree->overlay, frame->file);
	if (!text)
		text = read_in(tree->path, frame->file);
	if (!text)
		text = read_in(tree->root, frame->file);
	if (!text)
		return;
	fputs("<pre>", to);
	for (const char *at = text; *at && number < frame->line + AFTER;
	     at = line_after(line_at(at)))
		if (++number >= frame->line - BEFORE)
			write_line(line_at(at), number, number == frame->line, to);
	fputs("</pre>", to);
	free(text);
}
