// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which programs there are, and that they stand. What does not build does not keep the others from it: it is a program with
 * trouble, and is told of at the end.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build_try.h"
#include "campaign_parts.h"
#include "cli.h"
#include "files.h"
#include "target.h"

static int add_all(struct strings *names)
{
	struct harness *list;
	int count, ret = harness_list(&list, &count);

	for (int i = 0; i < count; i++)
		if (!list[i].by_name)
			strings_add_new(names, list[i].name);
	free(list);
	return ret;
}

static int unknown_target(const char *target, const struct harness *list, int count)
{
	struct strings names = { 0 };
	const char *nearest;
	int ret;

	for (int i = 0; i < count; i++)
		strings_add_new(&names, list[i].target);
	nearest = strings_nearest(&names, target);
	ret = cli_error("no target '%s' with a harness; did you mean '%s'? (vitro list)", target,
			nearest ? nearest : "");
	strings_clear(&names);
	return ret;
}

static int add_target(struct strings *names, const char *target)
{
	struct harness *list;
	int count, before = names->count, ret = harness_list(&list, &count);

	for (int i = 0; i < count; i++)
		if (!strcmp(list[i].target, target))
			strings_add_new(names, list[i].name);
	if (!ret && names->count == before)
		ret = unknown_target(target, list, count);
	free(list);
	return ret;
}

int campaign_names(const struct campaign_options *options, struct strings *names)
{
	struct harness harness;
	int ret = 0;

	for (char *const *name = options->harnesses; name && *name && !ret; name++) {
		ret = harness_find(*name, &harness);
		strings_add_new(names, *name);
	}
	for (char *const *name = options->targets; name && *name && !ret; name++)
		ret = add_target(names, *name);
	if (!ret && options->all)
		ret = add_all(names);
	return ret;
}

struct program *campaign_add_program(struct campaign *campaign, const char *harness,
				     const struct build *build)
{
	struct program *program;
	size_t room = (size_t)(campaign->count + 1) * sizeof(*campaign->programs);

	campaign->programs = memory_resize(campaign->programs, room);
	program = &campaign->programs[campaign->count++];
	*program = (struct program){
		.harness = text_format("%s", harness),
		.binary = build_binary(build, harness),
		.build = *build,
		.last_new = -1,
	};
	return program;
}

static void try_alone(struct campaign *campaign, struct program *program)
{
	const struct build_wish wish = {
		.tree = campaign->tree,
		.flavour = program->build.flavour->name,
		.harness = program->harness,
		.llvm = campaign->llvm,
	};
	struct build build;
	char *reason;

	if (build_try(&wish, &build, &reason))
		return;
	program->share.out = true;
	program->trouble = text_format("does not build: %s", reason);
	campaign_say(campaign, "%s %s: %s", program->harness, wish.flavour, program->trouble);
	free(reason);
}

int campaign_build(struct campaign *campaign, const char *flavour, const struct strings *names)
{
	struct build build;
	int first = campaign->count, ret;

	if (!names->count)
		return 0;
	ret = build_prepare(&build, campaign->tree, flavour, campaign->llvm);
	if (!ret && !build.flavour->fuzzes)
		ret = cli_error(
			"the %s flavour cannot fuzz: it is not built with coverage feedback",
			flavour);
	if (ret)
		return ret;
	for (int i = 0; i < names->count; i++)
		campaign_add_program(campaign, names->item[i], &build);
	if (!build_harnesses(&build, names->item))
		return 0;
	for (int i = first; i < campaign->count; i++)
		try_alone(campaign, &campaign->programs[i]);
	return 0;
}

/* Races need several tasks: of what stands by now, those harnesses that have them. */
static void find_concurrent(const struct campaign *campaign, struct strings *names)
{
	for (int i = 0; i < campaign->count; i++) {
		const struct program *program = &campaign->programs[i];

		if (!program->trouble &&
		    build_is_concurrent(&program->build, program->harness) == 1)
			strings_add(names, program->harness);
	}
}

int campaign_plan(struct campaign *campaign, const struct strings *names)
{
	struct strings concurrent = { 0 };
	int ret = 0;

	for (int i = 0; i < campaign->flavours.count && !ret; i++)
		ret = campaign_build(campaign, campaign->flavours.item[i], names);
	if (ret || campaign->flavours.count)
		return ret;
	ret = campaign_build(campaign, "address", names);
	if (!ret)
		find_concurrent(campaign, &concurrent);
	if (!ret)
		ret = campaign_build(campaign, "thread", &concurrent);
	strings_clear(&concurrent);
	return ret;
}
