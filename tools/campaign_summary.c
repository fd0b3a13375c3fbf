// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>
#include <stdio.h>

#include "campaign_parts.h"
#include "json.h"

/* ---- For machines ---- */

static json_t *program_json(const struct program *program)
{
	return json_pack("{s:s, s:s, s:f, s:i, s:I, s:i, s:i, s:I, s:i, s:i, s:o, s:s?}", "harness",
			 program->harness, "flavour", program->build.flavour->name, "seconds",
			 program->seconds, "slices", program->share.slices, "execs",
			 (json_int_t)program->execs, "coverage", (int)program->coverage, "features",
			 (int)program->features, "found", (json_int_t)program->found, "corpus",
			 (int)program->corpus, "crashes", program->crashes, "last_new",
			 program->last_new < 0 ? json_null() : json_real(program->last_new),
			 "trouble", program->trouble);
}

static json_t *bug_json_of(const struct campaign *campaign, const struct campaign_bug *bug)
{
	const struct program *program = &campaign->programs[bug->program];

	return json_pack("{s:s, s:s, s:s, s:s, s:f, s:b, s:i, s:s?}", "id", bug->id, "title",
			 bug->title, "harness", program->harness, "flavour",
			 program->build.flavour->name, "at", bug->clock, "new", bug->fresh, "count",
			 bug->crashes, "directory", bug->directory);
}

static void print_json(const struct campaign *campaign)
{
	json_t *programs = json_array(), *bugs = json_array();

	for (int i = 0; i < campaign->count; i++)
		json_array_append_new(programs, program_json(&campaign->programs[i]));
	for (int i = 0; i < campaign->bug_count; i++)
		json_array_append_new(bugs, bug_json_of(campaign, &campaign->bugs[i]));
	json_print(json_pack(
		"{s:I, s:f, s:i, s:b, s:I, s:I, s:I, s:s, s:o, s:o}", "campaign",
		(json_int_t)campaign->number, "seconds", campaign->clock, "wanted",
		campaign->seconds, "interrupted", campaign->interrupted || campaign->failed,
		"slices", (json_int_t)campaign->slices, "execs",
		(json_int_t)campaign_execs(campaign), "found", (json_int_t)campaign_found(campaign),
		"report", campaign->report, "programs", programs, "bugs", bugs));
}

/* ---- For people ---- */

static double all_seconds(const struct campaign *campaign)
{
	double seconds = 0;

	for (int i = 0; i < campaign->count; i++)
		seconds += campaign->programs[i].seconds;
	return seconds;
}

static void print_program(const struct campaign *campaign, const struct program *program)
{
	double all = all_seconds(campaign);

	printf("%-14s %-9s %6.0f %4.0f%% %6d %10.0f %7u %9u %8lld %7u %8d\n", program->harness,
	       program->build.flavour->name, program->seconds,
	       all > 0 ? 100 * program->seconds / all : 0, program->share.slices,
	       program->seconds > 0 ? (double)program->execs / program->seconds : 0,
	       program->coverage, program->features, (long long)program->found, program->corpus,
	       program->crashes);
}

static void print_bugs(const struct campaign *campaign)
{
	if (campaign->bug_count)
		printf("\n%7s  %-8s  %-3s  %-14s  %s\n", "count", "id", "new", "harness", "title");
	for (int i = 0; i < campaign->bug_count; i++) {
		const struct campaign_bug *bug = &campaign->bugs[i];

		printf("%7d  %-8s  %-3s  %-14s  %s\n", bug->crashes, *bug->id ? bug->id : "-",
		       bug->fresh ? "new" : "", campaign->programs[bug->program].harness,
		       bug->title);
	}
}

static void print_trouble(const struct campaign *campaign)
{
	const char *space = "\n";

	for (int i = 0; i < campaign->count; i++) {
		const struct program *program = &campaign->programs[i];

		if (!program->trouble)
			continue;
		printf("%s%s %s: %s\n", space, program->harness, program->build.flavour->name,
		       program->trouble);
		space = "";
	}
}

static void print_table(const struct campaign *campaign)
{
	printf("%-14s %-9s %6s %5s %6s %10s %7s %9s %8s %7s %8s\n", "HARNESS", "FLAVOUR", "TIME",
	       "SHARE", "SLICES", "EXEC/S", "EDGES", "FEATURES", "NEW", "CORPUS", "CRASHES");
	for (int i = 0; i < campaign->count; i++)
		print_program(campaign, &campaign->programs[i]);
	print_bugs(campaign);
	print_trouble(campaign);
	printf("\ncampaign %lld: %lld execs in %.0f s, features +%lld, bugs %d; the page is %s\n",
	       (long long)campaign->number, (long long)campaign_execs(campaign), campaign->clock,
	       (long long)campaign_found(campaign), campaign->bug_count, campaign->report);
	if (campaign->interrupted || campaign->failed)
		puts("It was not ended: the same command, or vitro fuzz --resume, does the rest.");
}

void campaign_summary(const struct campaign *campaign)
{
	if (campaign->options->json)
		print_json(campaign);
	else
		print_table(campaign);
}
