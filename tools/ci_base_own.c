// SPDX-License-Identifier: GPL-2.0-only
/* The base's own vitro runs the inputs; what it has filed as findings says what they did. */
#include <sha1.h>
#include <stdlib.h>
#include <string.h>

#include "ci_parts.h"
#include "cli.h"
#include "files.h"
#include "process.h"

enum { RUNS = 3 };

void ci_base_command(const struct ci_base *base, struct command *command, const char *word)
{
	command_add(command, "env");
	command_add(command, "VITRO_ROOT=%s", base->path);
	command_add(command, "VITRO_DIR=%s", base->state);
	command_add(command, "%s", base->tool);
	command_add(command, "%s", word);
	command_add(command, "-k%s", base->ci->resolved.path);
	if (base->ci->llvm)
		command_add(command, "--llvm=%d", base->ci->llvm);
}

static char *input_path(const struct ci_base *base, const struct suspect_input *input)
{
	char digest[SHA1_DIGEST_STRING_LENGTH];

	SHA1Data((const uint8_t *)input->data, input->size, digest);
	return text_format("%s/inputs/%s-%s-%s", base->directory, input->harness, input->flavour,
			   digest);
}

static char *log_path(const struct ci_base *base, const struct suspect_input *input)
{
	char digest[SHA1_DIGEST_STRING_LENGTH];

	SHA1Data((const uint8_t *)input->data, input->size, digest);
	return text_format("%s/findings/%s/%s-%s/log", base->state, input->harness, input->flavour,
			   digest);
}

/* ---- One program ---- */

static bool same_program(const struct suspect_input *a, const struct suspect_input *b)
{
	return !strcmp(a->harness, b->harness) && !strcmp(a->flavour, b->flavour);
}

static void add_inputs(const struct ci_base *base, const struct suspects *suspects,
		       const struct suspect_input *first, struct command *command)
{
	for (int i = 0; i < suspects->count; i++)
		for (int j = 0; j < suspects->list[i].count; j++) {
			const struct suspect_input *input = &suspects->list[i].inputs[j];
			char *path;

			if (!same_program(first, input))
				continue;
			path = input_path(base, input);
			file_write(path, input->data, input->size);
			command_add(command, "%s", path);
			free(path);
		}
}

/* Return: whether the base can run them at all. */
static bool run_program(const struct ci_base *base, const struct suspects *suspects,
			const struct suspect_input *first)
{
	char *inputs = text_format("%s/inputs", base->directory), *output = NULL;
	struct command command = { 0 };
	int code;

	file_make_directories(inputs);
	ci_base_command(base, &command, "triage");
	command_add(&command, "--json");
	command_add(&command, "-n%d", RUNS);
	command_add(&command, "--harness=%s", first->harness);
	command_add(&command, "-s%s", first->flavour);
	add_inputs(base, suspects, first, &command);
	code = command_capture(&command, &output, NULL);
	/* It prints what it has found when it could run; 1 alone can mean either. */
	code = code == CLI_OK || (code == CLI_FOUND && output && strchr(output, '{'));
	command_free(&command);
	free(output);
	free(inputs);
	return code;
}

/* ---- What an input did ---- */

static int conclude(const struct ci_base *base, const struct suspect *suspect,
		    struct suspect_input *input, struct bugs *bugs)
{
	char *path = log_path(base, input), *log = file_read(path, NULL), id[BUG_ID] = "";
	bool same;
	int ret = 0;

	free(path);
	input->outcome = OUTCOME_FIXED;
	if (!log)
		return 0;
	crash_parse(log, &input->other);
	same = crash_same(&input->other, &input->known);
	if (!same && *suspect->id)
		ret = bugs_lookup(bugs, input->harness, &input->other, id);
	same |= *id && !strcmp(id, suspect->id);
	input->outcome = same ? OUTCOME_SAME : OUTCOME_CHANGED;
	input->detail = text_format("%s", input->other.title);
	free(log);
	return ret;
}

static int take(const struct ci_base *base, struct suspects *suspects,
		const struct suspect_input *first, struct bugs *bugs)
{
	bool ran = run_program(base, suspects, first);
	int ret = 0;

	for (int i = 0; i < suspects->count; i++)
		for (int j = 0; j < suspects->list[i].count && !ret; j++) {
			struct suspect *suspect = &suspects->list[i];
			struct suspect_input *input = &suspect->inputs[j];

			if (!same_program(first, input))
				continue;
			input->runs = RUNS;
			if (ran) {
				ret = conclude(base, suspect, input, bugs);
			} else {
				input->detail = text_format("the base cannot run it");
				input->outcome = OUTCOME_NOT_APPLICABLE;
			}
		}
	return ret;
}

int ci_base_try_own(const struct ci_base *base, struct suspects *suspects, struct bugs *bugs)
{
	int ret = 0;

	for (int i = 0; i < suspects->count; i++)
		for (int j = 0; j < suspects->list[i].count; j++)
			suspect_input_clear(&suspects->list[i].inputs[j]);
	for (int i = 0; i < suspects->count; i++)
		for (int j = 0; j < suspects->list[i].count && !ret; j++) {
			struct suspect_input *input = &suspects->list[i].inputs[j];

			if (!input->runs)
				ret = take(base, suspects, input, bugs);
		}
	return ret;
}
