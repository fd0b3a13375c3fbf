// SPDX-License-Identifier: GPL-2.0-only
#include "retrial.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build_try.h"
#include "cli.h"
#include "compiler.h"
#include "files.h"
#include "findings.h"
#include "pool.h"
#include "sanitizer.h"
#include "scratch.h"
#include "stamp.h"
#include "text.h"
#include "tree.h"
#include "triage.h"

/* One input and whose it is. */
struct entry {
	struct suspect *suspect;
	struct suspect_input *input;
	const char *flavour;
};

/* Those that one program runs. */
struct group {
	struct retrial *retrial;
	struct build build;
	struct entry *entries;
	int count;
	int failed; /* exit code */
};

int retrial_prepare(struct retrial *retrial)
{
	int llvm = compiler_choose(retrial->llvm);

	if (llvm < 0 || (retrial->flavour && !flavour_find(retrial->flavour)))
		return CLI_USAGE;
	if (retrial->runs < 1)
		return cli_error("%d runs of each input tell nothing", retrial->runs);
	if (retrial->jobs <= 0)
		retrial->jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
	sanitizer_environment(llvm);
	return 0;
}

/* A directory that is no kernel tree was named by mistake; of one that is too old, that is an answer. */
int retrial_check_tree(const char *name)
{
	struct tree tree;
	int ret = tree_resolve(name, &tree);

	if (!ret && !tree.version && file_is_directory(tree.path))
		ret = tree_find(name, &tree);
	return ret;
}

/* ---- What a run shows ---- */

/* The bug's other reports count, too, and what a person has decided. */
static int is_same(const struct group *group, const struct entry *entry, const struct crash *crash,
		   bool *same)
{
	char id[BUG_ID] = "";
	int ret = 0;

	*same = crash_same(crash, &entry->input->known);
	if (!*same && *entry->suspect->id)
		ret = bugs_lookup(group->retrial->bugs, entry->input->harness, crash, id);
	if (*id && strcmp(id, entry->suspect->id) == 0)
		*same = true;
	return ret;
}

static struct entry *entry_of(const struct group *group, int index)
{
	return &group->entries[index / group->retrial->runs];
}

static bool next(void *context, int index, const void **input, size_t *size)
{
	struct group *group = context;

	if (group->failed || index >= group->count * group->retrial->runs)
		return false;
	*input = entry_of(group, index)->input->data;
	*size = entry_of(group, index)->input->size;
	return true;
}

static void ended(void *context, int index, struct trial *trial)
{
	struct group *group = context;
	struct entry *entry = entry_of(group, index);
	struct suspect_input *input = entry->input;
	bool same = false;
	int ret = trial->crashed ? is_same(group, entry, &trial->crash, &same) : 0;

	group->failed = group->failed ? group->failed : ret;
	input->runs++;
	input->hits += trial->crashed;
	input->same += same;
	if (!trial->crashed || same || input->report)
		return;
	input->report = trial->report;
	input->other = trial->crash;
	*trial = (struct trial){ 0 };
}

/* ---- What follows ---- */

static int file_other(const struct group *group, const struct entry *entry)
{
	const struct build *build = &group->build;
	struct suspect_input *input = entry->input;
	struct finding_report report = {
		.harness = entry->input->harness,
		.flavour = build->flavour->name,
		.tree = build->tree.name,
		.version = build->tree.version,
		.command = "vitro verify-fix",
		.log = input->report,
		.scratch = scratch_path("retrial"),
		.elsewhere = build->tree.id,
	};
	char id[BUG_ID];
	int ret = CLI_FOUND;

	input->filed = findings_keep_data(&report, input->data, input->size);
	if (input->filed)
		ret = bugs_add(group->retrial->bugs,
			       &(struct bug_crash){ .directory = input->filed,
						    .harness = report.harness,
						    .flavour = report.flavour,
						    .tree = report.tree,
						    .version = report.version,
						    .input_size = (int64_t)input->size,
						    .runs = input->runs,
						    .hits = input->hits - input->same,
						    .report = input->report },
			       &input->other, id, NULL);
	file_remove_tree(report.scratch);
	free((char *)report.scratch);
	return ret;
}

/* A hole of the shim, or a sanitizer that failed, tells nothing of the kernel. */
static bool says_nothing(const struct crash *crash)
{
	return crash->class == CRASH_HOLE || crash->class == CRASH_TOOL ||
	       text_starts(crash->title, "hole: ");
}

static int conclude(const struct group *group, const struct entry *entry)
{
	struct suspect_input *input = entry->input;

	if (input->report)
		input->detail = text_format("%s", input->other.title);
	if (input->same)
		input->outcome = OUTCOME_SAME;
	else if (!input->report)
		input->outcome = OUTCOME_FIXED;
	else if (says_nothing(&input->other))
		input->outcome = OUTCOME_NOT_APPLICABLE;
	else
		input->outcome = OUTCOME_CHANGED;
	if (input->outcome != OUTCOME_CHANGED || !group->retrial->keep)
		return 0;
	return file_other(group, entry);
}

/* ---- Groups ---- */

static int run_pool(struct group *group)
{
	struct runner_options options = { TRIAGE_TIMEOUT_MS, TRIAGE_RSS_MB };
	struct pool_work work = { .next = next, .ended = ended, .context = group };
	int wanted = group->count * group->retrial->runs, jobs = group->retrial->jobs, ret;
	struct pool *pool;

	ret = pool_start(&pool, &group->build, group->entries[0].input->harness, &options,
			 wanted < jobs ? wanted : jobs);
	if (ret)
		return ret;
	ret = pool_run(pool, &work);
	pool_stop(pool);
	if (!ret)
		ret = group->failed;
	for (int i = 0; i < group->count && !ret; i++)
		ret = conclude(group, &group->entries[i]);
	return ret;
}

static void not_applicable(struct group *group, const char *reason)
{
	for (int i = 0; i < group->count; i++) {
		group->entries[i].input->outcome = OUTCOME_NOT_APPLICABLE;
		group->entries[i].input->detail = text_format("%s", reason);
	}
}

static int run_group(struct group *group)
{
	struct retrial *retrial = group->retrial;
	struct build_wish wish = { .tree = retrial->tree,
				   .flavour = group->entries[0].flavour,
				   .harness = group->entries[0].input->harness,
				   .llvm = retrial->llvm,
				   .configure = retrial->configure };
	struct timespec began;
	char *reason, *binary;

	clock_gettime(CLOCK_REALTIME, &began);
	if (!build_try(&wish, &group->build, &reason)) {
		not_applicable(group, reason);
		free(reason);
		return 0;
	}
	binary = build_binary(&group->build, wish.harness);
	retrial->built += stamp_newer(stamp_time(binary), began);
	free(binary);
	return run_pool(group);
}

static bool same_program(const struct entry *a, const struct entry *b)
{
	return !strcmp(a->flavour, b->flavour) && !strcmp(a->input->harness, b->input->harness);
}

/* All that the program of @entries[@at] runs, unless that was a part of an earlier group. */
static int run_from(struct retrial *retrial, struct entry *entries, int count, int at)
{
	struct group group = { .retrial = retrial };
	int ret;

	for (int i = 0; i < at; i++)
		if (same_program(&entries[i], &entries[at]))
			return 0;
	group.entries = memory_resize(NULL, sizeof(*entries) * (size_t)(count - at));
	for (int i = at; i < count; i++)
		if (same_program(&entries[i], &entries[at]))
			group.entries[group.count++] = entries[i];
	ret = run_group(&group);
	free(group.entries);
	return ret;
}

static struct entry *flatten(const struct retrial *retrial, struct suspects *suspects, int *count)
{
	struct entry *entries = NULL;

	*count = 0;
	for (int i = 0; i < suspects->count; i++) {
		struct suspect *suspect = &suspects->list[i];

		entries = memory_resize(entries,
					sizeof(*entries) * (size_t)(*count + suspect->count));
		for (int j = 0; j < suspect->count; j++) {
			struct suspect_input *input = &suspect->inputs[j];

			suspect_input_clear(input);
			entries[(*count)++] = (struct entry){ suspect, input,
							      retrial->flavour ? retrial->flavour :
										 input->flavour };
		}
	}
	return entries;
}

int retrial_run(struct retrial *retrial, struct suspects *suspects)
{
	int count, ret = 0;
	struct entry *entries = flatten(retrial, suspects, &count);

	for (int i = 0; i < count && !ret; i++)
		ret = run_from(retrial, entries, count, i);
	free(entries);
	return ret;
}
