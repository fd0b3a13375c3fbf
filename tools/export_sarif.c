// SPDX-License-Identifier: GPL-2.0-only
/*
 * SARIF 2.1.0 as code scanning takes it: URIs relative to the kernel tree, a result's first location in the file
 * that the crash frame is in, a rule for each class, fingerprints that stay when lines move. Other stacks of the report
 * are related locations, and all of them are stacks.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "class_notes.h"
#include "exports.h"
#include "files.h"

static const char schema_uri[] = "https://json.schemastore.org/sarif-2.1.0.json";

/* Percent-encoded, without "./"; malloc-ed. */
static char *uri_of(const char *file)
{
	char *uri = malloc(3 * strlen(file) + 1), *to = uri;

	if (!uri)
		abort();
	while (!strncmp(file, "./", 2))
		file += 2;
	for (; *file; file++) {
		if (isalnum((unsigned char)*file) || strchr("/._-~+,", *file))
			*to++ = *file;
		else
			to += sprintf(to, "%%%02X", (unsigned char)*file);
	}
	*to = '\0';
	return uri;
}

static json_t *physical(const char *file, int line, int column)
{
	char *uri = uri_of(file);
	json_t *region = json_pack("{s:i}", "startLine", line > 0 ? line : 1);
	json_t *location;

	if (line > 0 && column > 0)
		json_object_set_new(region, "startColumn", json_integer(column));
	location = json_pack("{s:{s:s, s:s}, s:o}", "artifactLocation", "uri", uri, "uriBaseId",
			     "%SRCROOT%", "region", region);
	free(uri);
	return location;
}

static json_t *location_of(const struct crash_frame *frame)
{
	json_t *location = json_object();

	if (frame_in_tree(frame))
		json_object_set_new(location, "physicalLocation",
				    physical(frame->file, frame->line, frame->column));
	json_object_set_new(location, "logicalLocations",
			    json_pack("[{s:s, s:s}]", "fullyQualifiedName", frame->function, "kind",
				      "function"));
	return location;
}

/* A result needs a place; when no frame has one it is the harness that led there. */
static json_t *first_location(const struct dossier *dossier)
{
	const struct crash_frame *frame = dossier_place(dossier);
	char *harness;
	json_t *location;

	if (frame)
		return location_of(frame);
	harness = text_format("harnesses/%s.c", dossier->bug.harness);
	location = json_pack("{s:o}", "physicalLocation", physical(harness, 0, 0));
	free(harness);
	return location;
}

static void add_related(json_t *list, const struct crash_stack *stack)
{
	const struct crash_frame *frame = stack_place(stack);
	json_t *location;

	if (!frame)
		return;
	location = location_of(frame);
	json_object_set_new(location, "id", json_integer((json_int_t)json_array_size(list) + 1));
	json_object_set_new(location, "message",
			    json_pack("{s:s}", "text", crash_role_name(stack->role)));
	json_array_append_new(list, location);
}

static json_t *stack_of(const struct crash_stack *stack)
{
	json_t *frames = json_array();

	for (int i = 0; i < stack_length(stack); i++)
		json_array_append_new(frames, json_pack("{s:o}", "location",
							location_of(&stack->frames[i])));
	return json_pack("{s:{s:s}, s:o}", "message", "text", crash_role_name(stack->role),
			 "frames", frames);
}

static char *message_of(const struct dossier *dossier)
{
	char *rust = dossier_rust(dossier), *reproduce = dossier_reproduce(dossier);
	char *text = text_format("%s. %s; %s. Reproduce with: %s", dossier->bug.title,
				 crash_safety(&dossier->crash), rust, reproduce);

	free(reproduce);
	free(rust);
	return text;
}

static char *rule_name(enum crash_class class)
{
	char *id = text_format("vitro/%s", crash_class_name(class));

	for (char *blank = id; (blank = strchr(blank, ' '));)
		*blank = '-';
	return id;
}

/* Each stack once, as SARIF wants them. */
static void add_stack(json_t *stacks, json_t *stack)
{
	json_t *old;
	size_t i;

	json_array_foreach(stacks, i, old) {
		if (json_equal(old, stack)) {
			json_decref(stack);
			return;
		}
	}
	json_array_append_new(stacks, stack);
}

static json_t *result_of(const struct dossier *dossier, int rule)
{
	json_t *related = json_array(), *stacks = json_array();
	char *message = message_of(dossier), *rule_id, *hash;
	json_t *result;

	for (int i = 0; i < dossier->crash.stack_count; i++) {
		const struct crash_stack *stack = &dossier->crash.stacks[i];

		if (stack->role != CRASH_AT)
			add_related(related, stack);
		add_stack(stacks, stack_of(stack));
	}
	rule_id = rule_name(dossier->bug.class);
	hash = text_format("%s:1", dossier->bug.id);
	result = json_pack("{s:s, s:i, s:s, s:{s:s}, s:[o], s:{s:s, s:s}, s:o, s:o}", "ruleId",
			   rule_id, "ruleIndex", rule, "level",
			   class_note(dossier->bug.class)->level, "message", "text", message,
			   "locations", first_location(dossier), "partialFingerprints",
			   "primaryLocationLineHash", hash, "vitroBug/v1", dossier->bug.id,
			   "relatedLocations", related, "stacks", stacks);
	free(hash);
	free(rule_id);
	free(message);
	return result;
}

static json_t *rule_of(enum crash_class class)
{
	const struct class_note *note = class_note(class);
	const char *name = crash_class_name(class);
	char *id = rule_name(class), severity[16];
	json_t *rule =
		json_pack("{s:s, s:s, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s}}", "id", id, "name", name,
			  "shortDescription", "text", name, "fullDescription", "text", note->help,
			  "help", "text", note->help, "defaultConfiguration", "level", note->level);
	json_t *properties = json_pack("{s:[s], s:s}", "tags", "fuzzing", "precision", "high");

	if (note->severity > 0) {
		snprintf(severity, sizeof(severity), "%.1f", note->severity);
		json_object_set_new(properties, "security-severity", json_string(severity));
		json_array_append_new(json_object_get(properties, "tags"), json_string("security"));
	}
	json_object_set_new(rule, "properties", properties);
	free(id);
	return rule;
}

int export_sarif(const struct dossier *list, int count, FILE *to)
{
	json_t *rules = json_array(), *results = json_array(), *log;
	int index[CRASH_UNKNOWN + 1] = { 0 }; /* of a class's rule, from 1 */
	int ret;

	for (int i = 0; i < count; i++) {
		enum crash_class class = list[i].bug.class;

		if (!index[class]) {
			json_array_append_new(rules, rule_of(class));
			index[class] = (int)json_array_size(rules);
		}
		json_array_append_new(results, result_of(&list[i], index[class] - 1));
	}
	log = json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:s, s:o}]}", "$schema", schema_uri,
			"version", "2.1.0", "runs", "tool", "driver", "name", "vitro", "version",
			vitro_version(), "rules", rules, "columnKind", "utf16CodeUnits", "results",
			results);
	ret = json_dumpf(log, to, JSON_INDENT(2)) || putc('\n', to) == EOF;
	json_decref(log);
	return ret ? 1 : 0;
}
