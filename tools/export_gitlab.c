// SPDX-License-Identifier: GPL-2.0-only
/* GitLab's report of coverage-guided fuzzing, security report schema 15. Times are of the first and the last crash. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "class_notes.h"
#include "exports.h"
#include "files.h"
#include "text.h"

enum { STATE_FRAMES = 3 };

static char *scan_time(int64_t seconds)
{
	time_t time = seconds;
	struct tm parts;
	char text[32] = "1970-01-01T00:00:00";

	if (gmtime_r(&time, &parts))
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
	return text_format("%s", text);
}

/* Functions of the first frames that are not machinery, as GitLab compares crashes by them. */
static char *state_of(const struct dossier *dossier)
{
	const struct crash_stack *stack = crash_stack(&dossier->crash, CRASH_AT);
	struct strings functions = { 0 };
	char *state;

	for (int i = 0; stack && i < stack->count && functions.count < STATE_FRAMES; i++)
		if (!stack->frames[i].machinery && *stack->frames[i].function)
			strings_add(&functions, stack->frames[i].function);
	if (!functions.count)
		strings_add(&functions, dossier->bug.title);
	state = strings_list(&functions, "\n");
	strings_clear(&functions);
	return state;
}

static char *type_of(const struct dossier *dossier)
{
	const struct crash *crash = &dossier->crash;
	const char *access = crash->access == CRASH_WRITE ? "WRITE" : "READ";

	if (crash->access == CRASH_NO_ACCESS)
		return text_format("%s", crash->what);
	return text_format("%s\n%s %lu", crash->what, access, crash->size);
}

static char *stacks_text(const struct dossier *dossier)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		abort();
	dossier_stacks(dossier, "", to);
	fclose(to);
	return text;
}

static json_t *vulnerability(const struct dossier *dossier)
{
	char *state = state_of(dossier), *type = type_of(dossier), *stacks = stacks_text(dossier);
	char *rust = dossier_rust(dossier), *reproduce = dossier_reproduce(dossier);
	char *text = text_format("%s\n\n%s\n\n%s; %s.\n\n%s", dossier->bug.title,
				 class_note(dossier->bug.class)->help,
				 crash_safety(&dossier->crash), rust, reproduce);
	json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:[{s:s, s:s, s:s}], s:{s:s, s:s, s:s}}",
				 "id", dossier->bug.id, "name", dossier->bug.title, "description",
				 text, "severity", class_severity_name(dossier->bug.class),
				 "identifiers", "type", "vitro", "name", "vitro finding", "value",
				 dossier->bug.id, "location", "crash_type", type, "crash_state",
				 state, "stacktrace_snippet", stacks);

	free(text);
	free(reproduce);
	free(rust);
	free(stacks);
	free(type);
	free(state);
	return json;
}

static json_t *who(void)
{
	return json_pack("{s:s, s:s, s:s, s:{s:s}}", "id", "vitro", "name", "vitro", "version",
			 vitro_version(), "vendor", "name", "vitro");
}

static json_t *scan_of(const struct dossier *list, int count)
{
	int64_t first = count ? list[0].bug.first_seen : 0, last = 0;
	char *start, *end;
	json_t *scan;

	for (int i = 0; i < count; i++) {
		first = list[i].bug.first_seen < first ? list[i].bug.first_seen : first;
		last = list[i].bug.last_seen > last ? list[i].bug.last_seen : last;
	}
	start = scan_time(first);
	end = scan_time(last);
	scan = json_pack("{s:o, s:o, s:s, s:s, s:s, s:s}", "analyzer", who(), "scanner", who(),
			 "start_time", start, "end_time", end, "status", "success", "type",
			 "coverage_fuzzing");
	free(start);
	free(end);
	return scan;
}

int export_gitlab(const struct dossier *list, int count, FILE *to)
{
	json_t *all = json_array(), *report;
	int ret;

	for (int i = 0; i < count; i++)
		json_array_append_new(all, vulnerability(&list[i]));
	report = json_pack("{s:s, s:o, s:o}", "version", "15.0.0", "scan", scan_of(list, count),
			   "vulnerabilities", all);
	ret = json_dumpf(report, to, JSON_INDENT(2)) || putc('\n', to) == EOF;
	json_decref(report);
	return ret ? 1 : 0;
}
