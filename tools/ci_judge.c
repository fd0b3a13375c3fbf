// SPDX-License-Identifier: GPL-2.0-only
/*
 * What was found is the change's when it happens again here and not on the base. Asked for a bug are all inputs that are known of it, of
 * earlier runs as well: so identity counts, and not only the input that this run came upon.
 */
#include <stdlib.h>
#include <string.h>

#include "ci_parts.h"
#include "cli.h"
#include "files.h"
#include "retrial.h"

/* Inputs of a bug that are asked about. One that hangs takes ten seconds each time. */
enum { ASKED = 10, ASKED_HANGING = 2 };

struct judging {
	struct ci *ci;
	struct bugs *bugs;
	struct suspects suspects;
	struct ci_finding **findings; /* of each suspect */
};

/* ---- Who is to be asked about ---- */

static void forget(struct judging *judging)
{
	suspects_free(&judging->suspects);
	free((void *)judging->findings);
	judging->findings = NULL;
}

/* The input of this run comes first, whatever is known besides. Return: whether it is there. */
static bool put_first(struct suspect *suspect, const char *directory)
{
	for (int i = 0; i < suspect->count; i++) {
		struct suspect_input input = suspect->inputs[i];

		if (strcmp(input.directory, directory) != 0)
			continue;
		suspect->inputs[i] = suspect->inputs[0];
		suspect->inputs[0] = input;
		return true;
	}
	return false;
}

static int add_suspect(struct judging *judging, const struct ci_finding *finding)
{
	struct suspects *suspects = &judging->suspects;
	const char *what = *finding->id ? finding->id : finding->directory;
	int ret = suspects_add(suspects, judging->bugs, what);
	struct suspect *suspect;

	if (ret)
		return ret;
	suspect = &suspects->list[suspects->count - 1];
	/* One of very many: then it stands for all of them. */
	if (finding->directory && suspect->count && !put_first(suspect, finding->directory)) {
		suspect_limit(suspect, 0);
		free(suspect->inputs);
		free(suspect->title);
		suspects->count--;
		ret = suspects_add(suspects, judging->bugs, finding->directory);
		if (ret)
			return ret;
		suspect = &suspects->list[suspects->count - 1];
	}
	if (suspect->count)
		suspect_limit(suspect,
			      suspect->inputs[0].known.class == CRASH_HANG ? ASKED_HANGING : ASKED);
	return 0;
}

static int collect(struct judging *judging)
{
	struct ci *ci = judging->ci;
	int ret = 0;

	judging->findings = calloc((size_t)ci->finding_count + 1, sizeof(struct ci_finding *));
	if (!judging->findings)
		abort();
	for (int i = 0; i < ci->finding_count && !ret; i++) {
		struct ci_finding *finding = &ci->findings[i];

		if (finding->verdict != CI_NEW || (!*finding->id && !finding->directory))
			continue;
		judging->findings[judging->suspects.count] = finding;
		ret = add_suspect(judging, finding);
	}
	return ret;
}

/* What a person has decided, and what is none of the kernel's. */
static int sort_out(struct judging *judging, struct ci_finding *finding)
{
	struct bug bug = { 0 };
	int ret = 0;

	if (text_starts(finding->title, "hole: "))
		finding->verdict = CI_HOLE;
	if (*finding->id)
		ret = bugs_find(judging->bugs, finding->id, &bug);
	if (!ret && bug.state && !strcmp(bug.state, "ignored"))
		finding->verdict = CI_IGNORED;
	bug_free(&bug);
	return ret;
}

/* ---- Here ---- */

static int try_here(struct judging *judging)
{
	struct retrial retrial = { .tree = judging->ci->tree,
				   .llvm = judging->ci->llvm,
				   .runs = 2,
				   .jobs = judging->ci->jobs,
				   .bugs = judging->bugs };
	int ret = collect(judging);

	if (!ret)
		ret = retrial_prepare(&retrial);
	if (!ret)
		ret = retrial_run(&retrial, &judging->suspects);
	for (int i = 0; i < judging->suspects.count && !ret; i++) {
		const struct suspect_input *worst;
		enum outcome outcome = suspect_outcome(&judging->suspects.list[i], &worst);
		struct ci_finding *finding = judging->findings[i];

		if (outcome == OUTCOME_SAME || !judging->suspects.list[i].count)
			continue;
		finding->verdict = CI_FLAKY;
		finding->note =
			text_format("its inputs do not show it again%s%s",
				    worst->detail ? ": " : "", worst->detail ? worst->detail : "");
	}
	forget(judging);
	return ret;
}

/* ---- There ---- */

static bool any_ends_well(const struct suspect *suspect)
{
	for (int i = 0; i < suspect->count; i++)
		if (suspect->inputs[i].outcome == OUTCOME_FIXED)
			return true;
	return false;
}

static void conclude(const struct suspect *suspect, struct ci_finding *finding)
{
	const struct suspect_input *worst;
	enum outcome outcome = suspect_outcome(suspect, &worst);

	if (outcome == OUTCOME_SAME) {
		finding->verdict = CI_KNOWN;
		finding->note = text_format("the base has it, too");
	} else if (any_ends_well(suspect)) {
		finding->note = text_format("its inputs end well on the base");
	} else if (outcome == OUTCOME_CHANGED) {
		finding->note = text_format("on the base the input shows %s", worst->detail);
	} else {
		finding->note = text_format("the base cannot be asked: %s",
					    worst->detail ? worst->detail : "it has no input");
	}
}

static int try_there(struct judging *judging, const struct ci_base *base)
{
	int ret = collect(judging);

	if (!ret && judging->suspects.count)
		ret = ci_base_try(base, &judging->suspects, judging->bugs);
	for (int i = 0; i < judging->suspects.count && !ret; i++)
		conclude(&judging->suspects.list[i], judging->findings[i]);
	forget(judging);
	return ret;
}

static void judge_builds(struct ci *ci, const struct ci_base *base)
{
	for (int i = 0; i < ci->count; i++)
		if (ci->programs[i].reason)
			ci->programs[i].before = !ci_base_builds(base, &ci->programs[i]);
}

static int ask_base(struct judging *judging)
{
	struct ci_base base;
	int ret;

	ci_say(judging->ci, "what was found is tried on the base, %.12s", judging->ci->change.base);
	ret = ci_base_open(&base, judging->ci);
	if (!ret)
		judge_builds(judging->ci, &base);
	if (!ret)
		ret = try_there(judging, &base);
	ci_base_close(&base);
	return ret;
}

int ci_judge(struct ci *ci)
{
	struct judging judging = { .ci = ci };
	int ret = 0;

	if (ci->finding_count)
		ret = bugs_open(&judging.bugs);
	for (int i = 0; i < ci->finding_count && !ret; i++)
		ret = sort_out(&judging, &ci->findings[i]);
	if (!ret && ci_count(ci, CI_NEW))
		ret = try_here(&judging);
	if (!ret && ci->change.base && (ci_count(ci, CI_NEW) || ci_broken(ci)))
		ret = ask_base(&judging);
	bugs_close(judging.bugs);
	return ret;
}
