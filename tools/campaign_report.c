// SPDX-License-Identifier: GPL-2.0-only
/* To read all logs takes a while: a process of its own does, with databases of its own. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "campaign_parts.h"
#include "files.h"
#include "html.h"

enum { FIRST = 2000, PERIOD = 30000 };

/* NAME.PID: what a process that was killed had begun to write. */
static int clear_draft(const char *path, const char *name, void *context)
{
	const char *report = context, *rest = name + strlen(report);
	int pid;

	if (!text_starts(name, report) || rest[0] != '.' ||
	    rest[1 + strspn(rest + 1, "0123456789")])
		return 0;
	pid = atoi(rest + 1);
	if (pid > 0 && kill(pid, 0) && errno == ESRCH)
		unlink(path);
	return 0;
}

void campaign_report_clear(const struct campaign *campaign)
{
	char *directory = text_format("./%s", campaign->report), *name = strrchr(directory, '/');

	*name++ = '\0';
	file_each(campaign->report[0] == '/' ? directory + 1 : directory, clear_draft, name);
	free(directory);
}

static bool busy(struct campaign *campaign, bool wait)
{
	if (campaign->reporter > 0 && waitpid(campaign->reporter, NULL, wait ? 0 : WNOHANG) != 0)
		campaign->reporter = 0;
	return campaign->reporter > 0;
}

static _Noreturn void write_page(const struct campaign *campaign)
{
	char *const all[] = { NULL };
	int ret;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_IGN); /* of the terminal: what is begun is written */
	ret = html_write(campaign->report, all);
	fflush(stderr);
	_exit(ret);
}

void campaign_report(struct campaign *campaign, bool last)
{
	int64_t now = engine_clock();

	if (busy(campaign, last) || (!last && now - campaign->reported < PERIOD &&
				     (campaign->page || now - campaign->began < FIRST)))
		return;
	campaign->reported = now;
	campaign->page = true;
	fflush(NULL);
	campaign->reporter = fork();
	if (campaign->reporter == 0)
		write_page(campaign);
	if (last)
		busy(campaign, true);
}
