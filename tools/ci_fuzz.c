// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <time.h>

#include "build.h"
#include "ci.h"
#include "cli.h"
#include "engine.h"
#include "files.h"
#include "history.h"
#include "session.h"

static void take_findings(struct ci *ci, struct ci_program *program, const struct engine *engine)
{
	for (int i = 0; i < engine->findings->kinds; i++) {
		const struct finding *finding = &engine->findings->list[i];

		ci_found(ci, program, finding->id, finding->title, finding->first, finding->count);
	}
	program->found += engine->findings->total;
}

static void take_numbers(struct ci *ci, struct ci_program *program, const struct engine *engine)
{
	struct history_run run = {
		.harness = engine->harness,
		.flavour = engine->flavour,
		.tree = engine->version,
		.seconds = (double)(engine_clock() - engine->began) / 1000,
		.execs = (int64_t)engine_execs(engine),
		.coverage = (int)engine->coverage,
		.corpus = (int)engine->corpus_size,
		.findings = engine->findings->total,
	};

	run.started = time(NULL) - (int64_t)run.seconds;
	run.execs_per_s = run.seconds > 0 ? (double)run.execs / run.seconds : 0;
	program->execs = (uint64_t)run.execs;
	program->seconds = run.seconds;
	program->coverage = engine->coverage;
	program->corpus = engine->corpus_size;
	history_add_run(&run);
	ci_say(ci, "%s %s: fuzzed for %.0f s, %.0f exec/s, cov %u, corpus %u, findings %d",
	       program->harness, program->flavour, run.seconds, run.execs_per_s, engine->coverage,
	       engine->corpus_size, run.findings);
}

static int fuzz(struct ci *ci, struct ci_program *program, int seconds)
{
	struct findings findings = { 0 };
	struct build build;
	struct engine engine = { .findings = &findings,
				 .harness = program->harness,
				 .flavour = program->flavour,
				 .jobs = ci->jobs,
				 .seconds = seconds };
	int ret = build_prepare(&build, ci->tree, program->flavour, ci->llvm);

	if (ret)
		return ret;
	engine.tree = build.tree.name;
	engine.version = build.tree.version;
	engine.binary = build_binary(&build, program->harness);
	ret = session_prepare(&engine);
	if (!ret)
		ret = engine_run(&engine);
	take_findings(ci, program, &engine);
	if (engine.loaded || findings.total)
		take_numbers(ci, program, &engine);
	/* One that stops at once says so as a finding. */
	if (ret && findings.total)
		ret = 0;
	ci->stopped = !ret && !engine.failed && engine_clock() < engine.deadline - 500;
	engine_end(&engine);
	session_end(&engine);
	findings_free(&findings);
	free((char *)engine.binary);
	return ret;
}

int ci_fuzz(struct ci *ci)
{
	int left = 0, ret = 0;

	for (int i = 0; i < ci->count; i++)
		left += ci->programs[i].built;
	for (int i = 0; i < ci->count && !ret && !ci->stopped; i++) {
		int64_t slice = (ci->deadline - engine_clock()) / 1000 / (left ? left : 1);

		if (!ci->programs[i].built)
			continue;
		left--;
		if (slice > 0)
			ret = fuzz(ci, &ci->programs[i], (int)slice);
		else
			ci_say(ci, "%s %s: no time is left to fuzz", ci->programs[i].harness,
			       ci->programs[i].flavour);
	}
	return ret;
}
