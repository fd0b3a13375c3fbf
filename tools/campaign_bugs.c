// SPDX-License-Identifier: GPL-2.0-only
/* What the findings of this process come to, together with those of the process that was killed. */
#include <stdio.h>
#include <string.h>

#include "campaign_parts.h"
#include "files.h"

static struct campaign_bug *bug_of(struct campaign *campaign, const struct finding *finding)
{
	for (int i = 0; i < campaign->bug_count; i++) {
		struct campaign_bug *bug = &campaign->bugs[i];

		if (*finding->id ? !strcmp(bug->id, finding->id) :
				   !strcmp(bug->title, finding->title))
			return bug;
	}
	return NULL;
}

static struct campaign_bug *add_bug(struct campaign *campaign, const struct program *program,
				    const struct finding *finding)
{
	size_t room = (size_t)(campaign->bug_count + 1) * sizeof(*campaign->bugs);
	struct campaign_bug *bug;

	campaign->bugs = memory_resize(campaign->bugs, room);
	bug = &campaign->bugs[campaign->bug_count++];
	*bug = (struct campaign_bug){
		.title = text_format("%s", finding->title),
		.directory = finding->first ? text_format("%s", finding->first) : NULL,
		.program = (int)(program - campaign->programs),
		.clock = campaign->clock,
		.fresh = finding->fresh,
	};
	snprintf(bug->id, sizeof(bug->id), "%s", finding->id);
	return bug;
}

void campaign_note_bugs(struct campaign *campaign, const struct program *program)
{
	for (int i = 0; i < campaign->findings.kinds; i++) {
		const struct finding *finding = &campaign->findings.list[i];
		struct campaign_bug *bug = bug_of(campaign, finding);

		if (!bug)
			bug = add_bug(campaign, program, finding);
		bug->crashes = bug->before + finding->count;
	}
}
