// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "ci.h"
#include "ci_parts.h"
#include "cli.h"
#include "engine.h"
#include "files.h"
#include "project.h"
#include "target.h"

static int read_change(struct ci *ci)
{
	bool own = !ci->tree;
	int ret = tree_find(ci->tree, &ci->resolved);
	char *root;

	if (ret)
		return ret;
	root = own ? project_path("%s", "") : text_format("%s", ci->resolved.path);
	ci->tree = own ? NULL : ci->resolved.path;
	ret = ci_change_read(&ci->change, root, own, ci->base);
	free(root);
	if (!ret)
		ci_say(ci, "%d changed file%s since %.12s", ci->change.count,
		       ci->change.count == 1 ? "" : "s", ci->change.base);
	return ret;
}

/* Those with planted bugs, and those that test the shim, have tests of their own. */
static bool is_wanted(const struct ci *ci, const struct ci_touched *touched)
{
	return ci->names.count ? strings_has(&ci->names, touched->harness) : !touched->by_name;
}

/* @guesses: those as well that may be touched, in the flavour that tells. Return: how many of these there are. */
static int add_touched(struct ci *ci, const struct ci_touch *touch, bool guesses)
{
	int guessed = 0;

	for (int i = 0; i < touch->count; i++) {
		const struct ci_touched *touched = &touch->list[i];

		if (!is_wanted(ci, touched) || (touched->guessed && !guesses))
			continue;
		guessed += touched->guessed;
		if (!touched->guessed)
			ci_say(ci, "%-14s  %s", touched->harness, touched->why);
		ci_add_programs(ci, touched->harness, touched->why, !touched->guessed);
	}
	return guessed;
}

/* Those that were only guessed to be touched, and turn out not to be. */
static void drop_untouched(struct ci *ci, const struct ci_touch *before,
			   const struct ci_touch *touch)
{
	for (int i = ci->count - 1; i >= 0; i--) {
		const struct ci_touched *guess = ci_touch_find(before, ci->programs[i].harness);

		if (guess && guess->guessed && !ci_touch_find(touch, guess->harness))
			ci_drop_program(ci, i);
	}
}

static void renew_reasons(struct ci *ci, const struct ci_touch *touch)
{
	for (int i = 0; i < ci->count; i++) {
		const struct ci_touched *touched = ci_touch_find(touch, ci->programs[i].harness);

		if (!touched)
			continue;
		free(ci->programs[i].why);
		ci->programs[i].why = text_format("%s", touched->why);
	}
}

/* With nothing built yet, what harnesses are made of is known when they are. */
static int look_again(struct ci *ci, const struct ci_touch *before, int guessed)
{
	struct ci_touch touch;
	int ret;

	ci_say(ci, "%d harness%s may be touched: built first, to see what %s made of", guessed,
	       guessed == 1 ? "" : "es", guessed == 1 ? "it is" : "they are");
	ret = ci_build(ci);
	if (!ret)
		ret = ci_touch(&ci->change, &ci->resolved, ci->llvm, &touch);
	if (ret)
		return ret;
	drop_untouched(ci, before, &touch);
	renew_reasons(ci, &touch);
	add_touched(ci, &touch, false);
	ci_touch_free(&touch);
	return 0;
}

static int choose(struct ci *ci)
{
	struct ci_touch touch;
	int guessed, ret = ci_touch(&ci->change, &ci->resolved, ci->llvm, &touch);

	if (ret)
		return ret;
	guessed = add_touched(ci, &touch, true);
	if (guessed)
		ret = look_again(ci, &touch, guessed);
	ci_touch_free(&touch);
	if (!ret && !ci->count)
		ci_say(ci, "no harness is made of what has changed");
	return ret;
}

static int run(struct ci *ci)
{
	int ret = ci->remote ? ci_pull(ci) : 0;

	if (!ret)
		ret = ci_build(ci);
	ci_start_clock(ci);
	if (!ret)
		ret = ci_replay(ci);
	if (!ret)
		ret = ci_fuzz(ci);
	if (!ret && ci->stopped)
		ret = cli_fail(
			"interrupted: what was found is not compared with the base; see vitro findings");
	return ret ? ret : ci_judge(ci);
}

int ci_pr(struct ci *ci)
{
	struct harness harness;
	int ret = 0;

	if (!ci->base)
		return cli_error("ci pr wants the base of the change: --base REV");
	for (int i = 0; i < ci->names.count && !ret; i++)
		ret = harness_find(ci->names.item[i], &harness);
	if (!ret)
		ret = ci_clear_reports(ci);
	if (!ret)
		ret = read_change(ci);
	if (!ret)
		ret = choose(ci);
	if (!ret && ci->count)
		ret = run(ci);
	if (!ret)
		ret = ci_report(ci);
	if (!ret && (ci_count(ci, CI_NEW) || ci_broken(ci)))
		ret = CLI_FOUND;
	return ret;
}
