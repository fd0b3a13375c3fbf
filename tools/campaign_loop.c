// SPDX-License-Identifier: GPL-2.0-only
/*
 * All slices are served by one loop: what their programs print is taken as it comes, and a few times a second each is looked
 * at, the numbers go to the database, and whoever is through makes room for the next one.
 */
#include <stdlib.h>
#include <string.h>

#include "campaign_parts.h"
#include "interrupt.h"

enum {
	TICK = 200,
	SAVE_PERIOD = 2000,
	RATE_PERIOD = 5000,
	SHORTEST = 5000,
	LONGEST = 60000,
	SAMPLES = 300
};

static bool any_running(const struct campaign *campaign)
{
	for (int i = 0; i < campaign->jobs; i++)
		if (campaign->running[i].program)
			return true;
	return false;
}

static struct program *choose(const struct campaign *campaign)
{
	struct campaign_share *shares = calloc((size_t)campaign->count, sizeof(*shares));
	int chosen;

	if (!shares)
		abort();
	for (int i = 0; i < campaign->count; i++)
		shares[i] = campaign->programs[i].share;
	chosen = campaign_choose(shares, campaign->count, campaign->slices);
	free(shares);
	return chosen < 0 ? NULL : &campaign->programs[chosen];
}

static void fill(struct campaign *campaign)
{
	for (int i = 0; i < campaign->jobs; i++) {
		struct program *program;

		if (campaign->running[i].program)
			continue;
		program = choose(campaign);
		if (!program)
			return;
		slice_begin(campaign, i, program);
	}
}

/* Wait at most a tick for output, and take it. */
static void listen(struct campaign *campaign)
{
	struct pollfd *fds = calloc((size_t)campaign->jobs, sizeof(*fds));

	if (!fds)
		abort();
	for (int i = 0; i < campaign->jobs; i++) {
		fds[i].fd = -1;
		if (campaign->running[i].engine.workers)
			engine_watch(&campaign->running[i].engine, &fds[i]);
	}
	if (poll(fds, (nfds_t)campaign->jobs, TICK) <= 0)
		memset(fds, 0, (size_t)campaign->jobs * sizeof(*fds));
	for (int i = 0; i < campaign->jobs; i++) {
		if (!fds[i].revents)
			continue;
		engine_take(&campaign->running[i].engine, &fds[i]);
		campaign_note_bugs(campaign, campaign->running[i].program);
	}
	free(fds);
}

static void step(struct campaign *campaign, int64_t now)
{
	bool over = false;

	for (int i = 0; i < campaign->jobs; i++) {
		struct slice *slice = &campaign->running[i];

		if (!slice->program)
			continue;
		slice_step(campaign, slice, now);
		if (!slice->ended || engine_running(&slice->engine))
			continue;
		slice_finish(campaign, slice);
		over = true;
	}
	if (!campaign->failed && (over || now - campaign->saved >= SAVE_PERIOD)) {
		campaign->saved = now;
		campaign->failed = campaign_save(campaign, false) != 0;
	}
}

int64_t campaign_period(const struct campaign *campaign)
{
	int64_t period = campaign->seconds ? campaign->seconds * 1000LL / SAMPLES : LONGEST;

	return period < SHORTEST ? SHORTEST : period > LONGEST ? LONGEST : period;
}

static void measure(struct campaign *campaign, int64_t now)
{
	int64_t execs = campaign_execs(campaign), passed = now - campaign->measured;

	if (passed < RATE_PERIOD && (campaign->rate > 0 || passed < TICK))
		return;
	campaign->rate = (double)(execs - campaign->measured_execs) * 1000 / (double)passed;
	if (passed >= RATE_PERIOD) {
		campaign->measured = now;
		campaign->measured_execs = execs;
	}
	if (campaign->failed || now - campaign->sampled < campaign_period(campaign))
		return;
	campaign->sampled = now;
	campaign->failed = campaign_sample(campaign) != 0;
}

static void stop(struct campaign *campaign, const char *why)
{
	for (int i = 0; i < campaign->jobs; i++)
		if (campaign->running[i].program)
			slice_stop(&campaign->running[i], why);
	campaign->stopping = true;
}

static void hurry(struct campaign *campaign)
{
	for (int i = 0; i < campaign->jobs; i++)
		if (campaign->running[i].program && campaign->running[i].engine.workers)
			engine_hurry(&campaign->running[i].engine);
}

static void heed(struct campaign *campaign)
{
	if (!interrupt_seen() && !campaign->asked)
		return;
	campaign->asked = false;
	if (campaign->stopping)
		hurry(campaign);
	else
		campaign->interrupted = true;
	stop(campaign, "interrupted");
}

void campaign_loop(struct campaign *campaign)
{
	campaign->began = campaign->measured = campaign->reported = engine_clock();
	campaign->sampled = campaign->began;
	campaign->measured_execs = campaign_execs(campaign);
	campaign->failed = campaign_sample(campaign) != 0;
	do {
		int64_t now;

		if (!campaign->stopping)
			fill(campaign);
		listen(campaign);
		now = engine_clock();
		if (!campaign->stopping)
			campaign->clock = campaign->before + (double)(now - campaign->began) / 1000;
		heed(campaign);
		if (campaign->failed)
			stop(campaign, "failed");
		if (campaign->seconds && campaign->clock >= campaign->seconds)
			stop(campaign, "end");
		step(campaign, now);
		measure(campaign, now);
		campaign_view(campaign, now);
		campaign_report(campaign, false);
	} while (any_running(campaign) || (!campaign->stopping && choose(campaign)));
	if (!campaign->failed)
		campaign->failed = campaign_sample(campaign) ||
				   campaign_save(campaign, !campaign->interrupted);
}
