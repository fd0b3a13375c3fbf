// SPDX-License-Identifier: GPL-2.0-only
/* GitHub's workflow commands: a line at the place in the source that it is about. */
#include <stdlib.h>
#include <string.h>

#include "ci_change.h"
#include "ci_parts.h"
#include "dossier.h"
#include "files.h"
#include "project.h"

static void put(const char *text, bool property, FILE *to)
{
	for (; *text; text++) {
		if (*text == '%' || *text == '\r' || *text == '\n' ||
		    (property && (*text == ':' || *text == ',')))
			fprintf(to, "%%%02X", (unsigned char)*text);
		else
			fputc(*text, to);
	}
}

/* Files are known there by their names below the workspace: the tree's, and vitro's own. malloc-ed. */
static char *name_of(const struct ci *ci, const char *file)
{
	const char *workspace = getenv("GITHUB_WORKSPACE"), *tree = ci->resolved.path;
	size_t length = workspace ? strlen(workspace) : 0;
	char *own = ci_own_file(file), *name;
	char *path = own ? project_path("%s", own) : text_format("%s/%s", tree ? tree : "", file);

	if (length && !strncmp(path, workspace, length) && path[length] == '/')
		name = text_format("%s", path + length + 1);
	else
		name = text_format("%s", own ? own : file);
	free(path);
	free(own);
	return name;
}

/* @file may be NULL. */
static void command(const struct ci *ci, const char *kind, const char *file, int line,
		    const char *title, const char *text)
{
	char *name = file ? name_of(ci, file) : NULL;

	fprintf(ci->to, "::%s ", kind);
	if (name) {
		fputs("file=", ci->to);
		put(name, true, ci->to);
		fprintf(ci->to, ",line=%d,", line > 0 ? line : 1);
	}
	fputs("title=", ci->to);
	put(title, true, ci->to);
	fputs("::", ci->to);
	put(text, false, ci->to);
	fputc('\n', ci->to);
	free(name);
}

static bool is_new(const struct ci *ci, const struct dossier *dossier)
{
	for (int i = 0; i < ci->finding_count; i++)
		if (!strcmp(ci->findings[i].id, dossier->bug.id))
			return ci->findings[i].verdict == CI_NEW;
	return false;
}

static void annotate_bug(const struct ci *ci, const struct dossier *dossier)
{
	const struct crash_frame *place = dossier_place(dossier);
	char *reproduce = dossier_reproduce(dossier);
	char *text = text_format("%s. %s runs it again.", dossier->bug.title, reproduce);

	command(ci, "error", place ? place->file : NULL, place ? place->line : 0, "vitro", text);
	free(text);
	free(reproduce);
}

/* "fs/pipe.c:12:3: error: ...", as the compiler says it. */
static void annotate_build(const struct ci *ci, const struct ci_program *program)
{
	const char *colon = strchr(program->reason, ':');
	char *file = NULL, *text;
	int line = colon ? atoi(colon + 1) : 0;

	if (line > 0 && !memchr(program->reason, ' ', (size_t)(colon - program->reason)))
		file = text_format("%.*s", (int)(colon - program->reason), program->reason);
	text = text_format("%s %s %s: %s", program->harness, program->flavour, ci_trouble(program),
			   program->reason);
	command(ci, program->before ? "warning" : "error", file, line, "vitro", text);
	free(text);
	free(file);
}

static void annotate_other(const struct ci *ci, const struct ci_finding *finding)
{
	char *text = text_format("%s: %s %s: %s", ci_verdict_name(finding->verdict),
				 finding->harness, finding->flavour, finding->title);

	command(ci, "warning", NULL, 0, "vitro", text);
	free(text);
}

void ci_annotate(const struct ci *ci, const struct dossier *list, int count)
{
	const char *actions = getenv("GITHUB_ACTIONS");

	if (!actions || strcmp(actions, "true") != 0)
		return;
	for (int i = 0; i < ci->count; i++)
		if (ci->programs[i].reason)
			annotate_build(ci, &ci->programs[i]);
	for (int i = 0; i < count; i++)
		if (is_new(ci, &list[i]))
			annotate_bug(ci, &list[i]);
	for (int i = 0; i < ci->finding_count; i++)
		if (ci->findings[i].verdict == CI_FLAKY || ci->findings[i].verdict == CI_HOLE)
			annotate_other(ci, &ci->findings[i]);
	fflush(ci->to);
}
