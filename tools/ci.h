/* SPDX-License-Identifier: GPL-2.0-only */
/* What `vitro ci` does: for a change, for a schedule, for corpora. */
#ifndef VITRO_CI_H
#define VITRO_CI_H

#include <stdint.h>
#include <stdio.h>

#include "bugs.h"
#include "ci_change.h"
#include "text.h"
#include "tree.h"

/**
 * struct ci_program - a harness under one sanitizer
 * @why:	it is built: what of the change it is made of
 * @built:	it is there
 * @reason:	why it could not be built, or else NULL; @before: nor can the base be
 * @inputs:	that were replayed
 * @found:	how often it crashed
 */
struct ci_program {
	char *harness;
	const char *flavour;
	char *why;
	char *reason;
	bool built, before;
	int inputs, found;
	uint64_t execs;
	double seconds;
	unsigned int coverage, corpus;
};

/*
 * What a finding is to the change. Only the first fails it. The others: the base has it, a person said to ignore it, it does not
 * happen again, or the shim lacks something.
 */
enum ci_verdict { CI_NEW, CI_KNOWN, CI_IGNORED, CI_FLAKY, CI_HOLE };

struct ci_finding {
	char id[BUG_ID];
	char *title, *harness;
	const char *flavour;
	char *directory; /* of the first, or NULL */
	int count;
	enum ci_verdict verdict;
	char *note; /* what the base says, or NULL */
};

/**
 * struct ci - one run
 * @asked:	tree as -k names it, or NULL; @tree: its path; @resolved is what it is
 * @flavours:	asked for; none: address, and thread for concurrent harnesses
 * @output:	directory of the reports
 * @to:		where lines for people go
 * @deadline:	of engine_clock(); @least: seconds that are fuzzed even if it has passed
 */
struct ci {
	const char *base, *asked, *tree, *output, *remote, *other_remote;
	struct strings flavours, names;
	int seconds, jobs, llvm;
	bool json;

	FILE *to;
	int64_t deadline, least;
	bool stopped;
	struct tree resolved;
	struct ci_change change;
	struct ci_program *programs;
	int count;
	struct ci_finding *findings;
	int finding_count;
};

/* ---- The subcommands; each returns an exit code ---- */

int ci_pr(struct ci *ci);
int ci_batch(struct ci *ci);
int ci_prune(struct ci *ci);

/* The programs of a harness; without @others the first, whose dependency files tell whether they are wanted. */
void ci_add_programs(struct ci *ci, const char *harness, const char *why, bool others);

/* ---- Their steps; each returns 0, or an exit code after one error line ---- */

/* Build all that are not built yet. One that cannot be built is no error: it has a reason. */
int ci_build(struct ci *ci);

/* From now on time counts. */
void ci_start_clock(struct ci *ci);

/* Regressions, seeds and corpus, as long as there is time. */
int ci_replay(struct ci *ci);

/* The rest of the time, in equal parts. */
int ci_fuzz(struct ci *ci);

/* What the base says of all that was found, and of what does not build. */
int ci_judge(struct ci *ci);

/* See that reports can be written, and take those of another run away. */
int ci_clear_reports(const struct ci *ci);

/* All that is written, and the lines at the end. */
int ci_report(struct ci *ci);

/* Corpora of the programs' harnesses from and to --corpus. */
int ci_pull(struct ci *ci);
int ci_push(struct ci *ci, const char *remote);

/* ---- Findings ---- */

struct ci_finding *ci_found(struct ci *ci, const struct ci_program *program, const char *id,
			    const char *title, const char *directory, int count);
int ci_count(const struct ci *ci, enum ci_verdict verdict);
const char *ci_verdict_name(enum ci_verdict verdict); /* "new"... */

/* Programs that the change has broken. */
int ci_broken(const struct ci *ci);
bool ci_is_concurrent(const char *harness);
void ci_say(const struct ci *ci, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ci_free(struct ci *ci);

#endif
