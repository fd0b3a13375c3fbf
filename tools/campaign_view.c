// SPDX-License-Identifier: GPL-2.0-only
/* Lines: one for each thing that happens, one that says where all stands. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "campaign_parts.h"
#include "files.h"
#include "tui.h"

int64_t campaign_execs(const struct campaign *campaign)
{
	int64_t execs = 0;

	for (int i = 0; i < campaign->count; i++)
		execs += campaign->programs[i].execs;
	return execs;
}

int64_t campaign_found(const struct campaign *campaign)
{
	int64_t found = 0;

	for (int i = 0; i < campaign->count; i++)
		found += campaign->programs[i].found;
	return found;
}

char *campaign_clock(const struct campaign *campaign)
{
	double rest = campaign->seconds - campaign->clock;
	char *clock = status_clock((int64_t)((campaign->seconds ? rest : campaign->clock) * 1000));
	char *text = text_format("%s %s", clock, campaign->seconds ? "left" : "running");

	free(clock);
	return text;
}

static char *standing(const struct campaign *campaign)
{
	char *clock = campaign_clock(campaign), *line;
	struct strings names = { 0 };
	char *running;

	for (int i = 0; i < campaign->jobs; i++) {
		const struct program *program = campaign->running[i].program;
		char *name;

		if (!program)
			continue;
		name = text_format("%s %s", program->harness, program->build.flavour->name);
		strings_add(&names, name);
		free(name);
	}
	running = strings_list(&names, ", ");
	line = text_format("campaign %lld: %s | %.0f exec/s | features +%lld | bugs %d | %s",
			   (long long)campaign->number, running, campaign->rate,
			   (long long)campaign_found(campaign), campaign->bug_count, clock);
	strings_clear(&names);
	free(running);
	free(clock);
	return line;
}

void campaign_say(struct campaign *campaign, const char *format, ...)
{
	struct campaign_line *line = &campaign->lines[campaign->said++ % CAMPAIGN_LINES];
	va_list args;

	free(line->text);
	va_start(args, format);
	if (vasprintf(&line->text, format, args) < 0)
		abort();
	va_end(args);
	line->clock = campaign->clock;
	if (!campaign->screen)
		status_event(&campaign->status, "%s", line->text);
}

void campaign_view_start(struct campaign *campaign)
{
	if (campaign->options->tui && !tui_start(campaign))
		campaign_say(campaign, "there is no terminal for --tui: lines it is");
	status_start(&campaign->status);
}

void campaign_view(struct campaign *campaign, int64_t now)
{
	char *line;

	if (campaign->screen) {
		tui_update(campaign);
		return;
	}
	if (campaign->stopping || !status_due(&campaign->status, now))
		return;
	line = standing(campaign);
	status_show(&campaign->status, line);
	free(line);
}

void campaign_view_end(struct campaign *campaign)
{
	if (campaign->screen)
		tui_end(campaign);
	status_end(&campaign->status);
}
