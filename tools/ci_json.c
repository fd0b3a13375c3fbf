// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>

#include "ci_parts.h"

static json_t *program_json(const struct ci_program *program)
{
	return json_pack("{s:s, s:s, s:s, s:b, s:s?, s:b, s:i, s:i, s:I, s:f, s:i, s:i}", "harness",
			 program->harness, "flavour", program->flavour, "why", program->why,
			 "built", program->built, "reason", program->reason, "base_built",
			 !program->before, "replayed", program->inputs, "crashes", program->found,
			 "execs", (json_int_t)program->execs, "seconds", program->seconds,
			 "coverage", (int)program->coverage, "corpus", (int)program->corpus);
}

static json_t *finding_json(const struct ci_finding *finding)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s?, s:i, s:s?}", "id", finding->id, "title",
			 finding->title, "verdict", ci_verdict_name(finding->verdict), "harness",
			 finding->harness, "flavour", finding->flavour, "directory",
			 finding->directory, "count", finding->count, "note", finding->note);
}

int ci_write_json(const struct ci *ci, FILE *to)
{
	json_t *programs = json_array(), *findings = json_array(), *result;
	int ret;

	for (int i = 0; i < ci->count; i++)
		json_array_append_new(programs, program_json(&ci->programs[i]));
	for (int i = 0; i < ci->finding_count; i++)
		json_array_append_new(findings, finding_json(&ci->findings[i]));
	result = json_pack("{s:s?, s:s?, s:i, s:i, s:i, s:o, s:o}", "base", ci->change.base, "head",
			   ci->change.head, "changed_files", ci->change.count, "new",
			   ci_count(ci, CI_NEW), "broken", ci_broken(ci), "programs", programs,
			   "findings", findings);
	ret = json_dumpf(result, to, JSON_INDENT(2)) || putc('\n', to) == EOF;
	json_decref(result);
	return ret;
}
