// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "dossier.h"
#include "json.h"

json_t *bug_json(const struct bug *bug)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:s, s:s, s:s, s:i, s:s, s:I, s:I}", "id", bug->id,
			 "title", bug->title, "class", crash_class_name(bug->class), "rank",
			 bug->rank, "harness", bug->harness, "state", bug->state, "note", bug->note,
			 "crashes", bug->crashes, "best", bug->best, "first_seen",
			 (json_int_t)bug->first_seen, "last_seen", (json_int_t)bug->last_seen);
}

static json_t *frame_json(const struct crash_frame *frame)
{
	json_t *json = json_pack("{s:s?, s:s?, s:b}", "function", frame->function, "file",
				 frame->file, "machinery", frame->machinery);

	if (frame->line)
		json_object_set_new(json, "line", json_integer(frame->line));
	if (frame->column)
		json_object_set_new(json, "column", json_integer(frame->column));
	return json;
}

static json_t *stack_json(const struct crash_stack *stack)
{
	json_t *frames = json_array();

	for (int i = 0; i < stack->count; i++)
		json_array_append_new(frames, frame_json(&stack->frames[i]));
	return json_pack("{s:s, s:s?, s:o}", "role", crash_role_name(stack->role), "heading",
			 stack->heading, "frames", frames);
}

static json_t *crash_json(const struct bug_crash *crash)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:i, s:i, s:I}", "directory",
			 crash->directory, "harness", crash->harness, "flavour", crash->flavour,
			 "tree", crash->tree, "version", crash->version, "size",
			 (json_int_t)crash->input_size, "runs", crash->runs, "hits", crash->hits,
			 "seen", (json_int_t)crash->seen);
}

static void add_lists(const struct dossier *dossier, json_t *json)
{
	json_t *keys = json_array(), *crashes = json_array(), *stacks = json_array();

	for (int i = 0; i < dossier->key_count; i++)
		json_array_append_new(
			keys, json_pack("{s:s, s:s, s:b}", "kind", dossier->keys[i].kind, "text",
					dossier->keys[i].text, "strong", dossier->keys[i].strong));
	for (int i = 0; i < dossier->crash_count; i++)
		json_array_append_new(crashes, crash_json(&dossier->crashes[i]));
	for (int i = 0; i < dossier->crash.stack_count; i++)
		json_array_append_new(stacks, stack_json(&dossier->crash.stacks[i]));
	json_object_set_new(json, "keys", keys);
	json_object_set_new(json, "list", crashes);
	json_object_set_new(json, "stacks", stacks);
}

json_t *dossier_json(const struct dossier *dossier)
{
	const struct crash *crash = &dossier->crash;
	char *access = dossier_access(dossier);
	json_t *json = bug_json(&dossier->bug);

	json_object_set_new(json, "tool", json_string(crash_tool_name(crash)));
	json_object_set_new(json, "what", json_string(crash->what));
	json_object_set_new(json, "access", json_string(access));
	json_object_set_new(json, "safety", json_string(crash_safety(crash)));
	json_object_set_new(json, "rust", json_string(crash_rust_name(crash_rust(crash))));
	json_object_set_new(json, "at", crash->at ? frame_json(crash->at) : json_null());
	json_object_set_new(json, "log", json_string(crash->log));
	json_object_set_new(json, "vitro", json_string(dossier->vitro));
	add_lists(dossier, json);
	free(access);
	return json;
}
