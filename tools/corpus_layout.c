// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_layout.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus.h"
#include "files.h"
#include "process.h"
#include "project.h"
#include "text.h"

bool corpus_layout_is_valid(const char *text)
{
	size_t digits = strspn(text, "0123456789"), more = 0;

	if (!digits || digits > 9)
		return false;
	if (text[digits] == '.')
		more = strspn(text + digits + 1, "0123456789");
	return text[digits] == '.' ? more && more <= 9 && !text[digits + 1 + more] : !text[digits];
}

/* ---- In the sources ---- */

/* The number behind @word in @text: 0 when @word is not there, -1 when no plain number follows. */
static long number_behind(const char *text, const char *word)
{
	const char *at = strstr(text, word);
	char *end;
	long value;

	if (!at)
		return 0;
	at += strlen(word);
	at += strspn(at, " \t=");
	value = strtol(at, &end, 10);
	return end == at || value < 1 || value > 999999999 || isalnum((unsigned char)*end) ||
			       *end == '_' ?
		       -1 :
		       value;
}

static long schedule_layout(void)
{
	char *path = project_path("shim/include/vitro/host.h"), *text = file_read(path, NULL);
	long value = text ? number_behind(text, "#define VITRO_SCHEDULE_LAYOUT") : 0;

	free(text);
	free(path);
	return value;
}

int corpus_layout_of(const char *harness, char layout[CORPUS_LAYOUT])
{
	char *path = project_path("harnesses/%s.c", harness), *text = file_read(path, NULL);
	long number = text ? number_behind(text, ".layout") : -1, schedule = 0;
	int ret = 0;

	if (text && strstr(text, ".tasks = "))
		schedule = schedule_layout();
	if (!text)
		ret = cli_error("cannot read %s: %s", path, strerror(errno));
	else if (number < 0)
		ret = cli_error("%s: .layout has to be a plain number from 1 on", path);
	else if (schedule)
		snprintf(layout, CORPUS_LAYOUT, "%ld.%ld", number ? number : 1, schedule);
	else
		snprintf(layout, CORPUS_LAYOUT, "%ld", number ? number : 1);
	free(text);
	free(path);
	return ret;
}

/* ---- Where they are ---- */

static bool is_first(const char *layout)
{
	return !strcmp(layout, "1") || !strcmp(layout, "1.1");
}

char *corpus_dir(const char *harness)
{
	char layout[CORPUS_LAYOUT];

	if (corpus_layout_of(harness, layout))
		return NULL;
	return is_first(layout) ? corpus_path("%s", harness) :
				  corpus_path("%s.layout-%s", harness, layout);
}
