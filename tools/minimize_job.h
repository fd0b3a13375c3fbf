/* SPDX-License-Identifier: GPL-2.0-only */
/* An input of a harness made smaller, as long as it crashes of the same bug. */
#ifndef VITRO_MINIMIZE_JOB_H
#define VITRO_MINIMIZE_JOB_H

#include "minimize.h"
#include "pool.h"

enum { MINIMIZE_OTHERS = 20 };

/* Another bug that was met on the way: the first input of each title. */
struct minimize_other {
	char *title;
	uint8_t *data;
	size_t size;
};

/**
 * struct minimize_job - one input
 * @data, @size: it, and then what became of it
 * @crash:	what it must crash of
 * @state:	file to go on from after a kill, or NULL
 * @seconds:	at most; 0 for no limit
 * @tries, @known, @took: how many runs there were, how many results a former run has left, and seconds
 * @stopped:	there was no more time
 * @report:	of the result, malloc-ed
 */
struct minimize_job {
	const struct build *build;
	const char *harness;
	uint8_t *data;
	size_t size;
	const struct crash *crash;
	const char *state;
	double seconds;
	int jobs, timeout_ms;
	long tries, known;
	double took;
	bool stopped;
	int truth;
	char *report;
	struct minimize_other others[MINIMIZE_OTHERS];
	int other_count;
};

/* Does it crash of the same bug, and in the same way? */
bool minimize_same(const struct crash *wanted, const struct crash *crash);

/* Return: 0, or an exit code after one error line; @job then has what it had come to. */
int minimize_job_run(struct minimize_job *job);

/* But for @data. */
void minimize_job_free(struct minimize_job *job);

#endif
