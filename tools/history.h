/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers kept from one run to the next, in the state directory's history.db; docs/campaigns.md documents the schema. */
#ifndef VITRO_HISTORY_H
#define VITRO_HISTORY_H

#include <stdint.h>

struct db;

/*
 * A session, or a slice of campaign number @campaign (0: none), begun when @clock seconds of it were done. @loading: seconds until
 * the corpus was read; @found: features that nobody had before; @ended: why.
 */
struct history_run {
	const char *harness;
	const char *flavour;
	const char *tree;
	int64_t started; /* seconds since the epoch */
	double seconds;
	int64_t execs;
	double execs_per_s;
	int coverage;
	int features;
	int corpus;
	int findings;
	int64_t campaign;
	double clock, loading;
	int found;
	const char *ended;
};

/* One comparison of `vitro bench`; @ratio is good when it is at least @wanted. */
struct history_bench {
	int64_t time;
	const char *name;
	double a;
	double b;
	double ratio;
	double wanted;
};

/* Where a session stood, @at seconds after it @started; of a campaign's slice, when @clock seconds of that were done. */
struct history_sample {
	const char *harness;
	const char *flavour;
	int64_t started;
	double at;
	int64_t execs;
	double execs_per_s;
	int coverage;
	int features;
	int corpus;
	int64_t campaign;
	double clock;
};

/* The database, brought to the newest schema. Return: 0, or an exit code after one error line; db_close() in both cases. */
int history_open(struct db *db);

/* Return: 0, or an exit code after one error line. */
int history_add_run(const struct history_run *run);
int history_add_bench(const struct history_bench *bench);
int history_add_sample(const struct history_sample *sample);

/* The same for who has it open. */
int history_write_run(struct db *db, const struct history_run *run);
int history_write_sample(struct db *db, const struct history_sample *sample);

/*
 * Executions a second of the last run of @harness, 0 when there was none. Says nothing on errors.
 */
double history_last_rate(const char *harness);

/*
 * Call @show for every comparison, oldest first. Return: 0, or an exit code after one error line.
 */
int history_each_bench(void (*show)(const struct history_bench *bench, void *context),
		       void *context);

/*
 * As history_each_bench(), by harness and flavour, and in these in the order of time; of all sessions, or of the slices of
 * @campaign when it is not 0.
 */
int history_each_sample(int64_t campaign,
			void (*show)(const struct history_sample *sample, void *context),
			void *context);

#endif
