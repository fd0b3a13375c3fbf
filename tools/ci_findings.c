// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "ci.h"
#include "ci_parts.h"
#include "files.h"

const char *ci_verdict_name(enum ci_verdict verdict)
{
	static const char *const names[] = { "new", "known", "ignored", "flaky", "hole" };

	return names[verdict];
}

const char *ci_trouble(const struct ci_program *program)
{
	return program->built ? "does not run" : "does not build";
}

static bool is_same(const struct ci_finding *finding, const char *id, const char *title)
{
	return *id ? !strcmp(finding->id, id) : !strcmp(finding->title, title);
}

struct ci_finding *ci_found(struct ci *ci, const struct ci_program *program, const char *id,
			    const char *title, const char *directory, int count)
{
	struct ci_finding *finding = ci->findings;

	while (finding < ci->findings + ci->finding_count && !is_same(finding, id, title))
		finding++;
	if (finding == ci->findings + ci->finding_count) {
		ci->findings = memory_resize(ci->findings,
					     sizeof(*finding) * (size_t)(ci->finding_count + 1));
		finding = &ci->findings[ci->finding_count++];
		*finding = (struct ci_finding){
			.title = text_format("%s", title),
			.harness = text_format("%s", program->harness),
			.flavour = program->flavour,
			.directory = directory ? text_format("%s", directory) : NULL,
		};
		snprintf(finding->id, BUG_ID, "%s", id);
	}
	finding->count += count;
	return finding;
}

int ci_count(const struct ci *ci, enum ci_verdict verdict)
{
	int count = 0;

	for (int i = 0; i < ci->finding_count; i++)
		count += ci->findings[i].verdict == verdict;
	return count;
}

void ci_say(const struct ci *ci, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(ci->to, format, args);
	va_end(args);
	fputc('\n', ci->to);
	fflush(ci->to);
}

void ci_free(struct ci *ci)
{
	while (ci->count)
		ci_drop_program(ci, ci->count - 1);
	free(ci->programs);
	for (int i = 0; i < ci->finding_count; i++) {
		free(ci->findings[i].title);
		free(ci->findings[i].harness);
		free(ci->findings[i].directory);
		free(ci->findings[i].note);
	}
	free(ci->findings);
	strings_clear(&ci->flavours);
	strings_clear(&ci->names);
	ci_change_free(&ci->change);
}
