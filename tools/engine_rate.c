// SPDX-License-Identifier: GPL-2.0-only
#include "engine.h"

enum { SAMPLE = 2000 };

uint64_t engine_execs(const struct engine *engine)
{
	uint64_t execs = engine->ended_execs;

	for (int i = 0; i < engine->jobs; i++)
		if (engine->workers[i].pid)
			execs += worker_execs(&engine->workers[i]);
	return execs;
}

static bool counted(const struct engine *engine)
{
	for (int i = 0; i < engine->jobs; i++)
		if (*engine->workers[i].counter)
			return true;
	return false;
}

/*
 * What libFuzzer says, averages since each process began; in their first seconds it says nothing.
 */
static uint64_t told_rate(const struct engine *engine)
{
	int64_t passed = engine_clock() - engine->began;
	uint64_t average = engine_execs(engine) * 1000 / (uint64_t)(passed > 0 ? passed : 1);
	uint64_t rate = 0;

	for (int i = 0; i < engine->jobs; i++)
		if (engine->workers[i].pid)
			rate += engine->workers[i].pulse.rate;
	return rate > average ? rate : average;
}

void engine_measure(struct engine *engine, int64_t now)
{
	uint64_t execs = engine_execs(engine);

	if (!counted(engine) || !engine->rate)
		engine->rate = told_rate(engine);
	if (!counted(engine) || now - engine->sampled < SAMPLE)
		return;
	if (execs > engine->sampled_execs)
		engine->rate =
			(execs - engine->sampled_execs) * 1000 / (uint64_t)(now - engine->sampled);
	engine->sampled = now;
	engine->sampled_execs = execs;
}
