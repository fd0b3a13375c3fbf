// SPDX-License-Identifier: GPL-2.0-only
/* Links of the documentation lead somewhere; each page of docs/bugs has its parts, and a row in the list of them. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

static const char bugs[] = "docs/bugs/", list[] = "docs/bugs/README.md";

static int judge_link(const char *page, const char *target, size_t length)
{
	const char *slash = strrchr(page, '/');
	int directory = slash ? (int)(slash + 1 - page) : 0;
	char *path = text_format("%.*s%.*s", directory, page, (int)length, target);
	bool broken = !file_exists(path);

	if (broken)
		printf("%s: links to %s, which is not there\n", page, path);
	free(path);
	return broken;
}

static int judge_links(const char *page, const char *text)
{
	int wrong = 0;

	while ((text = strstr(text, "]("))) {
		size_t length = strcspn(text += 2, ")#\n");

		if (length && !memmem(text, length, "://", 3))
			wrong += judge_link(page, text, length);
	}
	return wrong;
}

static int judge_parts(const char *page, const char *text)
{
	static const char *const parts[] = { "\n**What.**", "\n**Where.**",  "\n**Reach.**",
					     "\n**Input",   "\n**Report.**", "\n**Upstream.**" };
	int wrong = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (strstr(text, parts[i]))
			continue;
		printf("%s: has no %s\n", page, parts[i] + 1);
		wrong++;
	}
	return wrong;
}

/* The title is what the list calls it, too. */
static int judge_row(const char *page, const char *text, const char *rows)
{
	const char *title = text_starts(text, "# ") ? text + 2 : text;
	char *row = text_format("| [%.*s](%s) |", (int)strcspn(title, "\n"), title,
				page + strlen(bugs));
	bool missing = !rows || !strstr(rows, row);

	if (missing)
		printf("%s: has no row that begins with %s\n", list, row);
	free(row);
	return missing;
}

enum check_result check_pages(struct check *check)
{
	char *rows = file_read(list, NULL);
	int wrong = 0, count = 0;

	for (int i = 0; i < check->files.count; i++) {
		const char *page = check->files.item[i];
		char *text = text_ends(page, ".md") ? file_read(page, NULL) : NULL;

		if (!text)
			continue;
		wrong += judge_links(page, text);
		if (text_starts(page, bugs) && strcmp(page, list))
			wrong += judge_parts(page, text) + judge_row(page, text, rows);
		free(text);
		count++;
	}
	free(rows);
	snprintf(check->note, sizeof(check->note), "%d pages", count);
	return wrong ? CHECK_FAIL : CHECK_PASS;
}
