// SPDX-License-Identifier: GPL-2.0-only
/*
 * One program's turn: a session with one process. It is over when its time is up, when a bug that is known has stopped the
 * program too often, when it can not run or does not move, or when the campaign is to end.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "campaign_parts.h"
#include "files.h"
#include "history.h"
#include "sanitizer.h"
#include "session.h"

/* What a session says goes to the campaign's lines. */
static void say(void *context, const char *line)
{
	campaign_say(context, "%s", line);
}

void slice_begin(struct campaign *campaign, int slot, struct program *program)
{
	struct slice *slice = &campaign->running[slot];

	*slice = (struct slice){
		.program = program,
		.clock = campaign->clock,
		.began = engine_clock(),
		.engine = {
			.harness = program->harness,
			.flavour = program->build.flavour->name,
			.tree = program->build.tree.name,
			.version = program->build.tree.version,
			.binary = program->binary,
			.slot = slot,
			.jobs = 1,
			.flags = campaign->flags.item,
			.findings = &campaign->findings,
			.status = { .say = say, .context = campaign },
		},
	};
	slice->moved = slice->noted = slice->began;
	campaign_give(&program->share, campaign->slices++);
	if (session_prepare(&slice->engine)) {
		slice->engine.jobs = 0;
		slice->engine.failed = true;
		slice->engine.trouble = text_format("its directories cannot be made");
		return;
	}
	sanitizer_environment(program->build.llvm);
	engine_begin(&slice->engine);
}

/* The corpus has been read: what is found counts from here, beyond what anybody had found by now. */
static void note_loaded(struct campaign *campaign, struct slice *slice, int64_t now)
{
	struct program *program = slice->program;

	if (slice->loaded || !slice->engine.loaded)
		return;
	slice->loaded = now;
	program->loading = (double)(now - slice->engine.started) / 1000;
	if (slice->engine.initial > program->features)
		program->features = slice->engine.initial;
	slice->length = campaign_slice(campaign->seconds, campaign->jobs, campaign->count,
				       program->loading);
}

static void note_progress(struct campaign *campaign, struct slice *slice, int64_t now)
{
	struct program *program = slice->program;
	const struct engine *engine = &slice->engine;
	uint64_t execs = engine_execs(engine);
	double seconds = (double)(now - slice->began) / 1000;

	if (execs != slice->seen)
		slice->moved = now;
	slice->seen = execs;
	program->execs += (int64_t)execs - slice->execs;
	slice->execs = (int64_t)execs;
	program->seconds += seconds - slice->seconds;
	slice->seconds = seconds;
	program->crashes += engine->crashes - slice->crashes;
	slice->crashes = engine->crashes;
	if (engine->rate && slice->loaded)
		program->rate = (double)engine->rate;
	if (engine->coverage)
		program->coverage = engine->coverage;
	if (engine->corpus_size)
		program->corpus = engine->corpus_size;
	if (!slice->loaded || engine->features <= program->features)
		return;
	slice->found += engine->features - program->features;
	program->found += engine->features - program->features;
	program->features = engine->features;
	program->last_new = campaign->clock;
}

static void write_sample(struct campaign *campaign, struct slice *slice, int64_t now)
{
	const struct engine *engine = &slice->engine;
	const struct history_sample sample = {
		.harness = slice->program->harness,
		.flavour = engine->flavour,
		.started = time(NULL) - (int64_t)slice->seconds,
		.at = slice->seconds,
		.execs = slice->execs,
		.execs_per_s = (double)engine->rate,
		.coverage = (int)engine->coverage,
		.features = (int)slice->program->features,
		.corpus = (int)engine->corpus_size,
		.campaign = campaign->number,
		.clock = campaign->clock,
	};

	slice->noted = now;
	if (slice->loaded && engine->rate && !campaign->failed)
		campaign->failed = history_write_sample(&campaign->db, &sample) != 0;
}

void slice_stop(struct slice *slice, const char *why)
{
	if (!slice->ended)
		slice->ended = why;
	if (slice->engine.workers)
		engine_stop(&slice->engine);
}

static void judge(struct campaign *campaign, struct slice *slice, int64_t now)
{
	const struct engine *engine = &slice->engine;

	if (engine->failed)
		slice_stop(slice, "failed");
	else if (!engine_running(engine))
		slice_stop(slice, "done");
	else if (engine->repeats >= CAMPAIGN_REPEATS)
		slice_stop(slice, "crashes");
	else if (now - slice->moved > campaign->patience)
		slice_stop(slice, "hangs");
	else if (slice->loaded && now - slice->loaded >= (int64_t)(slice->length * 1000))
		slice_stop(slice, "time");
}

void slice_step(struct campaign *campaign, struct slice *slice, int64_t now)
{
	if (slice->engine.workers)
		engine_tick(&slice->engine, now);
	note_loaded(campaign, slice, now);
	note_progress(campaign, slice, now);
	if (!slice->ended)
		judge(campaign, slice, now);
	if (now - slice->noted >= campaign_period(campaign))
		write_sample(campaign, slice, now);
}

static char *trouble_of(const struct campaign *campaign, const struct slice *slice)
{
	if (slice->engine.trouble)
		return text_format("%s", slice->engine.trouble);
	if (!strcmp(slice->ended, "hangs"))
		return text_format("hangs: no input was run for %g s", campaign->patience / 1e3);
	return text_format("ends before it can fuzz");
}

/* Two in a row, and it is out. One that began to fuzz is well. */
static void note_trouble(struct campaign *campaign, struct slice *slice)
{
	struct program *program = slice->program;
	bool failed = slice->engine.failed || !strcmp(slice->ended, "hangs") ||
		      (!strcmp(slice->ended, "done") && !slice->loaded);

	if (!failed && !slice->loaded)
		return;
	free(program->trouble);
	program->trouble = NULL;
	program->failures = failed ? program->failures + 1 : 0;
	if (!failed)
		return;
	program->trouble = trouble_of(campaign, slice);
	program->share.out = program->failures >= CAMPAIGN_FAILURES;
	campaign_say(campaign, "%s %s: %s%s", program->harness, slice->engine.flavour,
		     program->trouble, program->share.out ? "; it is left out" : "");
}

static void write_run(struct campaign *campaign, const struct slice *slice)
{
	const struct engine *engine = &slice->engine;
	const struct program *program = slice->program;
	const struct history_run run = {
		.harness = program->harness,
		.flavour = engine->flavour,
		.tree = engine->version,
		.started = time(NULL) - (int64_t)slice->seconds,
		.seconds = slice->seconds,
		.execs = slice->execs,
		.execs_per_s = slice->seconds > 0 ? (double)slice->execs / slice->seconds : 0,
		.coverage = (int)engine->coverage,
		.features = (int)program->features,
		.corpus = (int)engine->corpus_size,
		.findings = engine->crashes,
		.campaign = campaign->number,
		.clock = slice->clock,
		.loading = slice->loaded ? program->loading : slice->seconds,
		.found = (int)slice->found,
		.ended = slice->ended,
	};

	if (!campaign->failed)
		campaign->failed = history_write_run(&campaign->db, &run) != 0;
}

void slice_finish(struct campaign *campaign, struct slice *slice)
{
	struct program *program = slice->program;

	campaign_learn(&program->share, (double)slice->found, slice->seconds);
	if (slice->engine.loaded || !strcmp(slice->ended, "crashes"))
		campaign_say(campaign,
			     "%s %s: %.0f s, %.0f exec/s, cov %u, features %u (+%lld), corpus %u%s",
			     program->harness, slice->engine.flavour, slice->seconds,
			     (double)slice->execs / (slice->seconds > 0 ? slice->seconds : 1),
			     slice->engine.coverage, program->features, (long long)slice->found,
			     slice->engine.corpus_size,
			     strcmp(slice->ended, "crashes") ? "" : ", stopped too often");
	note_trouble(campaign, slice);
	write_sample(campaign, slice, engine_clock());
	write_run(campaign, slice);
	if (file_disk_is_full(slice->engine.corpus))
		campaign_say(campaign, "%s: %s; what was found last is missing or cut off",
			     slice->engine.corpus, strerror(ENOSPC));
	engine_end(&slice->engine);
	session_end(&slice->engine);
	*slice = (struct slice){ 0 };
}
