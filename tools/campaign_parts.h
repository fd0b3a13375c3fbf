/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rooms of campaign.h share. */
#ifndef VITRO_CAMPAIGN_PARTS_H
#define VITRO_CAMPAIGN_PARTS_H

#include <sys/types.h>

#include "campaign.h"
#include "campaign_slice.h"
#include "db.h"
#include "findings.h"

/* A bug that the campaign met, for the first time at @clock, @crashes times, and @before this process did. */
struct campaign_bug {
	char id[BUG_ID];
	char *title, *directory;
	int program;
	double clock;
	bool fresh;
	int crashes, before;
};

struct campaign_line {
	char *text;
	double clock;
};

/**
 * struct campaign - all of it
 * @tree:	what -k takes; @flavours: NULL-terminated, none: the default mix
 * @number:	its row in history.db
 * @slices:	given so far
 * @clock:	seconds of fuzzing done; @before: in earlier parts; @began: monotonic milliseconds of this part
 * @patience:	CAMPAIGN_HANG
 * @failed:	what it has come to cannot be written: it ends, and there is a rest to be done
 * @lines:	the last events, a ring: number @said goes to @said % CAMPAIGN_LINES
 */
struct campaign {
	const struct campaign_options *options;
	char *tree, *report;
	struct strings flavours, flags;
	int llvm, seconds, jobs, patience;
	struct db db;
	int64_t number;
	struct program *programs;
	int count;
	struct slice *running;
	int64_t slices;
	double clock, before;
	int64_t began, saved, sampled, measured;
	int64_t measured_execs;
	double rate;
	struct findings findings;
	struct campaign_bug *bugs;
	int bug_count;
	struct status status;
	struct campaign_line lines[CAMPAIGN_LINES];
	int said;
	pid_t reporter;
	int64_t reported;
	bool stopping, interrupted, asked, failed, screen, page;
};

/* campaign_plan.c: what is meant, by name; then programs, built. Return: 0 or an exit code. */
int campaign_names(const struct campaign_options *options, struct strings *names);
int campaign_plan(struct campaign *campaign, const struct strings *names);
int campaign_build(struct campaign *campaign, const char *flavour, const struct strings *names);
struct program *campaign_add_program(struct campaign *campaign, const char *harness,
				     const struct build *build);

/*
 * campaign_state.c: what survives a kill. Find the number of one that was not ended and asked for @request, or for anything
 * when it is NULL; 0: there is none. Build what campaign @number consists of. Take over where it stands. Return: 0 or an exit code.
 */
int campaign_find(struct campaign *campaign, const char *request);
int campaign_rebuild(struct campaign *campaign);
int campaign_load(struct campaign *campaign);
int campaign_create(struct campaign *campaign, const char *request);
int campaign_save(struct campaign *campaign, bool ended);
int campaign_sample(struct campaign *campaign);

/* Milliseconds between two samples: 300 of them are as many as a plot can show. */
int64_t campaign_period(const struct campaign *campaign);

/* campaign_loop.c: to the end of its time, or until it is interrupted. */
void campaign_loop(struct campaign *campaign);

/* campaign_bugs.c: take over what is new in @campaign->findings, which @program found. */
void campaign_note_bugs(struct campaign *campaign, const struct program *program);

/* campaign_view.c: what people see. */
void campaign_view_start(struct campaign *campaign);
void campaign_view(struct campaign *campaign, int64_t now);
void campaign_view_end(struct campaign *campaign);
void campaign_say(struct campaign *campaign, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *campaign_clock(const struct campaign *campaign);
int64_t campaign_execs(const struct campaign *campaign);
int64_t campaign_found(const struct campaign *campaign);

/* campaign_report.c: the page, written by a process of its own. */
void campaign_report(struct campaign *campaign, bool last);
void campaign_report_clear(const struct campaign *campaign);

/* campaign_summary.c */
void campaign_summary(const struct campaign *campaign);

#endif
