// SPDX-License-Identifier: GPL-2.0-only
#include "suspects.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "input.h"
#include "text.h"

const char *outcome_name(enum outcome outcome)
{
	static const char *const names[] = { "fixed", "not applicable", "changed", "still there" };

	return names[outcome];
}

enum outcome suspect_outcome(const struct suspect *suspect, const struct suspect_input **worst)
{
	const struct suspect_input *found =
		suspect->count ? &suspect->inputs[0] : &suspect->nothing;

	for (int i = 1; i < suspect->count; i++)
		if (suspect->inputs[i].outcome > found->outcome)
			found = &suspect->inputs[i];
	if (worst)
		*worst = found;
	return found->outcome;
}

/* ---- Collecting ---- */

static struct suspect *new_suspect(struct suspects *suspects)
{
	suspects->list = memory_resize(suspects->list,
				       sizeof(*suspects->list) * (size_t)(suspects->count + 1));
	suspects->list[suspects->count] = (struct suspect){ 0 };
	return &suspects->list[suspects->count++];
}

/* Take in the finding in @directory; one whose input or log has gone is left out. Return: whether it was. */
static bool add_input(struct suspect *suspect, const char *directory, const char *harness,
		      const char *flavour)
{
	char *path = text_format("%s/input", directory),
	     *log_path = text_format("%s/log", directory);
	char *log = file_read(log_path, NULL);
	struct suspect_input input = { 0 };

	input.data = log ? file_read(path, &input.size) : NULL;
	if (input.data) {
		crash_parse(log, &input.known);
		input.directory = text_format("%s", directory);
		input.harness = text_format("%s", harness);
		input.flavour = text_format("%s", flavour);
		suspect->inputs = memory_resize(suspect->inputs,
						sizeof(input) * (size_t)(suspect->count + 1));
		suspect->inputs[suspect->count++] = input;
	}
	free(log);
	free(log_path);
	free(path);
	return input.data != NULL;
}

/* One that triage has tried, and that did not crash, would tell the same of every tree. */
static bool is_of_use(const struct bug_crash *crash)
{
	return crash->input_size >= 0 && (!crash->runs || crash->hits);
}

static int add_bug(struct suspects *suspects, struct bugs *bugs, const struct bug *bug)
{
	struct suspect *suspect = new_suspect(suspects);
	struct bug_crash *crashes;
	int count, ret = bugs_crashes(bugs, bug->id, &crashes, &count);

	snprintf(suspect->id, BUG_ID, "%s", bug->id);
	suspect->title = text_format("%s", bug->title);
	for (int i = 0; i < count && suspect->count < SUSPECT_INPUTS; i++)
		if (is_of_use(&crashes[i]))
			add_input(suspect, crashes[i].directory, crashes[i].harness,
				  crashes[i].flavour);
	bug_crashes_free(crashes, count);
	if (suspect->count)
		return ret;
	suspect->nothing.outcome = OUTCOME_NOT_APPLICABLE;
	suspect->nothing.detail = text_format("there is no input of it that crashes");
	return ret;
}

/* Of findings that have just been made, the database may not know. */
static int add_directory(struct suspects *suspects, struct bugs *bugs, const char *path)
{
	struct input input;
	struct suspect *suspect;
	char *directory;
	int ret = input_find(path, &input);

	if (ret)
		return ret;
	directory = text_format("%.*s", (int)(strrchr(input.path, '/') - input.path), input.path);
	suspect = new_suspect(suspects);
	if (!input.harness || !input.flavour ||
	    !add_input(suspect, directory, input.harness, input.flavour)) {
		ret = cli_error("%s is not a finding: it wants input, log and info.json", path);
	} else {
		suspect->title = text_format("%s", suspect->inputs[0].known.title);
		ret = bugs_lookup(bugs, input.harness, &suspect->inputs[0].known, suspect->id);
	}
	free(directory);
	input_free(&input);
	return ret;
}

int suspects_add(struct suspects *suspects, struct bugs *bugs, const char *what)
{
	struct bug bug;
	int ret;

	if (strchr(what, '/') || file_is_directory(what))
		return add_directory(suspects, bugs, what);
	ret = bugs_find(bugs, what, &bug);
	if (!ret)
		ret = add_bug(suspects, bugs, &bug);
	bug_free(&bug);
	return ret;
}

static int add_open(struct suspects *suspects, struct bugs *bugs)
{
	struct bug *list;
	int count, ret = bugs_list(bugs, &list, &count);

	for (int i = 0; i < count && !ret; i++)
		if (strcmp(list[i].state, "open") == 0)
			ret = add_bug(suspects, bugs, &list[i]);
	bugs_list_free(list, count);
	return ret;
}

int suspects_collect(struct suspects *suspects, struct bugs *bugs, char **words, int count)
{
	int ret = bugs_adopt(bugs);

	if (!ret && !count)
		ret = add_open(suspects, bugs);
	for (int i = 0; i < count && !ret; i++)
		ret = suspects_add(suspects, bugs, words[i]);
	if (!ret && !suspects->count)
		ret = cli_error("no finding is open; vitro findings lists them");
	return ret;
}

/* ---- Ends ---- */

void suspect_input_clear(struct suspect_input *input)
{
	input->outcome = OUTCOME_FIXED;
	input->runs = input->hits = input->same = 0;
	free(input->detail);
	free(input->report);
	free(input->filed);
	input->detail = input->report = input->filed = NULL;
	crash_free(&input->other);
}

void suspect_limit(struct suspect *suspect, int most)
{
	while (suspect->count > most) {
		struct suspect_input *input = &suspect->inputs[--suspect->count];

		suspect_input_clear(input);
		crash_free(&input->known);
		free(input->directory);
		free(input->harness);
		free(input->flavour);
		free(input->data);
	}
}

static void suspect_free(struct suspect *suspect)
{
	suspect_limit(suspect, 0);
	suspect_input_clear(&suspect->nothing);
	free(suspect->inputs);
	free(suspect->title);
}

void suspects_free(struct suspects *suspects)
{
	for (int i = 0; i < suspects->count; i++)
		suspect_free(&suspects->list[i]);
	free(suspects->list);
	*suspects = (struct suspects){ 0 };
}

/* ---- As JSON ---- */

static json_t *input_json(const struct suspect_input *input)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:s?, s:s?}", "finding",
			 input->directory, "harness", input->harness, "flavour", input->flavour,
			 "verdict", outcome_name(input->outcome), "runs", input->runs, "crashed",
			 input->hits, "same", input->same, "detail", input->detail, "filed",
			 input->filed);
}

json_t *suspect_json(const struct suspect *suspect)
{
	const struct suspect_input *worst;
	enum outcome outcome = suspect_outcome(suspect, &worst);
	json_t *inputs = json_array();

	for (int i = 0; i < suspect->count; i++)
		json_array_append_new(inputs, input_json(&suspect->inputs[i]));
	return json_pack("{s:s, s:s, s:s, s:s?, s:o}", "bug", suspect->id, "title", suspect->title,
			 "verdict", outcome_name(outcome), "detail", worst->detail, "inputs",
			 inputs);
}
