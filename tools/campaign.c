// SPDX-License-Identifier: GPL-2.0-only
#include "campaign.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "campaign_parts.h"
#include "cli.h"
#include "files.h"
#include "history.h"
#include "interrupt.h"
#include "lock.h"
#include "project.h"
#include "session.h"
#include "tree.h"

static int take_options(struct campaign *campaign)
{
	const struct campaign_options *options = campaign->options;
	bool path = options->tree && strchr(options->tree, '/');

	campaign->tree = path          ? realpath(options->tree, NULL) :
			 options->tree ? text_format("%s", options->tree) :
					 NULL;
	if (path && !campaign->tree)
		return cli_error("cannot read %s", options->tree);
	for (char *const *at = options->flavours; at && *at; at++)
		strings_add_new(&campaign->flavours, *at);
	for (char *const *at = options->flags; at && *at; at++)
		strings_add(&campaign->flags, *at);
	for (int i = 0; i < campaign->flavours.count; i++)
		if (!flavour_find(campaign->flavours.item[i]))
			return CLI_USAGE;
	campaign->llvm = options->llvm;
	campaign->seconds = options->seconds;
	campaign->jobs = options->jobs > 0 ? options->jobs : (int)sysconf(_SC_NPROCESSORS_ONLN);
	campaign->patience = CAMPAIGN_HANG;
	campaign->report =
		options->report ? text_format("%s", options->report) : state_path("report.html");
	campaign->running = calloc((size_t)campaign->jobs, sizeof(*campaign->running));
	if (!campaign->running)
		abort();
	return 0;
}

/* The same words, the same campaign. */
static char *request_of(const struct campaign *campaign, const struct strings *names)
{
	char *harnesses = strings_list(names, " "), *flags = strings_list(&campaign->flags, " ");
	char *flavours = strings_list(&campaign->flavours, " "), *request;

	request = text_format("tree %s, clang %d, %d s, flavours %s, flags %s: %s",
			      campaign->tree ? campaign->tree : "", campaign->llvm,
			      campaign->seconds, flavours, flags, harnesses);
	free(flavours);
	free(flags);
	free(harnesses);
	return request;
}

static int prepare_named(struct campaign *campaign)
{
	struct strings names = { 0 };
	char *request = NULL;
	int ret = campaign_names(campaign->options, &names);

	if (!ret && !names.count)
		ret = cli_error("no harness to fuzz; vitro list shows them");
	if (!ret)
		request = request_of(campaign, &names);
	if (!ret && !campaign->options->fresh)
		ret = campaign_find(campaign, request);
	if (!ret)
		ret = campaign_plan(campaign, &names);
	if (!ret)
		ret = campaign->number ? campaign_load(campaign) :
					 campaign_create(campaign, request);
	strings_clear(&names);
	free(request);
	return ret;
}

static int prepare_last(struct campaign *campaign)
{
	int ret = campaign_find(campaign, NULL);

	if (!ret && !campaign->number)
		ret = cli_error("there is no campaign that was not ended");
	if (!ret)
		ret = campaign_rebuild(campaign);
	return ret ? ret : campaign_load(campaign);
}

static int prepare(struct campaign *campaign, int *lock)
{
	char *path = state_path("campaign.lock"), *dir = state_path("%s", "");
	int ret = take_options(campaign);

	if (!ret && file_make_directories(dir))
		ret = cli_error("cannot write to %s", dir);
	if (!ret)
		ret = lock_take(path, "wait for another campaign to end", lock);
	free(dir);
	free(path);
	if (ret)
		return ret;
	fcntl(*lock, F_SETFD, FD_CLOEXEC);
	session_clear();
	campaign_report_clear(campaign);
	ret = history_open(&campaign->db);
	if (ret)
		return ret;
	return campaign->options->resume ? prepare_last(campaign) : prepare_named(campaign);
}

static void announce(struct campaign *campaign)
{
	char *done = status_clock((int64_t)(campaign->clock * 1000));
	char *all = campaign->seconds ? status_clock((int64_t)campaign->seconds * 1000) :
					text_format("no end");

	if (campaign->clock > 0)
		campaign_say(campaign, "campaign %lld goes on: %s of %s done",
			     (long long)campaign->number, done, all);
	campaign_say(campaign, "campaign %lld: %d programs, %d at a time, %s; the page is %s",
		     (long long)campaign->number, campaign->count, campaign->jobs, all,
		     campaign->report);
	free(all);
	free(done);
}

static void conclude(const struct campaign *campaign, struct campaign_result *result)
{
	result->number = campaign->number;
	result->seconds = campaign->clock;
	result->executed = campaign_execs(campaign);
	result->programs = campaign->count;
	result->interrupted = campaign->interrupted || campaign->failed;
	for (int i = 0; i < campaign->count; i++)
		result->troubled += campaign->programs[i].trouble != NULL;
	for (int i = 0; i < campaign->bug_count; i++) {
		strings_add(&result->bugs, campaign->bugs[i].id);
		if (campaign->bugs[i].fresh)
			strings_add(&result->fresh_bugs, campaign->bugs[i].id);
	}
}

static void clear(struct campaign *campaign)
{
	for (int i = 0; i < campaign->count; i++) {
		free(campaign->programs[i].harness);
		free(campaign->programs[i].binary);
		free(campaign->programs[i].trouble);
	}
	for (int i = 0; i < campaign->bug_count; i++) {
		free(campaign->bugs[i].title);
		free(campaign->bugs[i].directory);
	}
	for (int i = 0; i < CAMPAIGN_LINES; i++)
		free(campaign->lines[i].text);
	strings_clear(&campaign->flavours);
	strings_clear(&campaign->flags);
	findings_free(&campaign->findings);
	free(campaign->programs);
	free(campaign->bugs);
	free(campaign->running);
	free(campaign->report);
	free(campaign->tree);
	db_close(&campaign->db);
}

int campaign_run(const struct campaign_options *options, struct campaign_result *result)
{
	struct campaign campaign = { .options = options };
	int lock = -1, ret = prepare(&campaign, &lock);

	*result = (struct campaign_result){ 0 };
	if (!ret)
		ret = campaign_save(&campaign, false);
	if (!ret) {
		interrupt_catch();
		campaign_view_start(&campaign);
		announce(&campaign);
		campaign_loop(&campaign);
		campaign_view_end(&campaign);
		campaign_report(&campaign, true);
		conclude(&campaign, result);
		if (!options->quiet)
			campaign_summary(&campaign);
		ret = campaign.failed ? CLI_FOUND : 0;
	}
	clear(&campaign);
	if (lock >= 0)
		close(lock);
	return ret;
}

void campaign_result_free(struct campaign_result *result)
{
	strings_clear(&result->bugs);
	strings_clear(&result->fresh_bugs);
}
