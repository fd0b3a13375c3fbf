/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * .vitro/findings.db: crashes (one input under one program) gathered into bugs (what identity says is one). The
 * inputs and logs stay in .vitro/findings/HARNESS/FLAVOUR-SHA1; docs/findings.md documents the schema.
 */
#ifndef VITRO_BUGS_H
#define VITRO_BUGS_H

#include <stdbool.h>
#include <stdint.h>

#include "crash.h"

struct bugs;
enum { BUG_ID = 9 };

/* A bug as it is listed; strings are malloc-ed. */
struct bug {
	char id[BUG_ID]; /* 8 hexadecimal digits, from its first strong key: the same on every machine */
	char *title;
	enum crash_class class;
	int rank;
	char *harness;
	char *state; /* "open", "fixed", "ignored" */
	char *note;
	int crashes;
	char *best; /* directory of its smallest reproducing crash */
	int64_t first_seen, last_seen;
};

/**
 * struct bug_crash - one input that was run
 * @directory:	findings/HARNESS/FLAVOUR-SHA1, absolute, with input, log and info.json
 * @input_size:	-1 when it left no input behind
 * @runs, @hits: it was run so often, and crashed so in so many of them; 0 runs: nobody tried again, what is
 *		known from before stays
 * @report:	symbolized text, which becomes the directory's log when that is another; NULL: the log stays
 * @seen:	seconds since the epoch, 0 for now
 */
struct bug_crash {
	const char *directory;
	const char *harness, *flavour, *tree, *version;
	int64_t input_size;
	int runs, hits;
	const char *report;
	int64_t seen;
};

/* Open, make or convert the database; wait for another vitro that writes. Return: 0 or an exit code. */
int bugs_open(struct bugs **opened);
void bugs_close(struct bugs *bugs);

/**
 * bugs_add() - file one crash under its bug, a new one when no strong key meets; in one transaction
 * @id:	gets the bug's
 * @is_new: may be NULL
 *
 * Two bugs that turn out to be one through @crash are merged; the older id stays. What a person decided in
 * findings.overrides counts before keys. Return: 0 or an exit code.
 */
int bugs_add(struct bugs *bugs, const struct bug_crash *crash, const struct crash *parsed,
	     char id[BUG_ID], bool *is_new);

/* The bug that @parsed of @harness would be filed under; "" for a new one. Return: 0 or an exit code. */
int bugs_lookup(struct bugs *bugs, const char *harness, const struct crash *parsed,
		char id[BUG_ID]);

/* All bugs, worst first. @list malloc-ed. Return: 0 or an exit code. */
int bugs_list(struct bugs *bugs, struct bug **list, int *count);
void bugs_list_free(struct bug *list, int count);

/* By id or a unique beginning of one. Return: 0, or CLI_USAGE after one error line. */
int bugs_find(struct bugs *bugs, const char *id, struct bug *bug);
void bug_free(struct bug *bug);

/* The crashes of bug @id, best first, their strings malloc-ed, @report NULL. Return: 0 or an exit code. */
int bugs_crashes(struct bugs *bugs, const char *id, struct bug_crash **list, int *count);
void bug_crashes_free(struct bug_crash *list, int count);

/* The symbolized report of a crash: its directory's log, malloc-ed; NULL when that has gone. */
char *bug_crash_report(const struct bug_crash *crash);

/*
 * Directory of the crash that bug @id had its name from, of those that were merged into another, too; else of the one
 * that stands for it. malloc-ed. Return: 0 or an exit code.
 */
int bugs_named(struct bugs *bugs, const char *id, char **directory);

/* A key by which crashes of a bug are known; strings are malloc-ed. */
struct bug_key {
	char *kind, *text;
	bool strong;
};

int bugs_keys(struct bugs *bugs, const char *id, struct bug_key **list, int *count);
void bug_keys_free(struct bug_key *list, int count);

/**
 * bugs_rebuild() - file again what is in .vitro/findings, and forget what is not there any more
 * @known:	number of crashes that are known now
 *
 * How often a crash was run, and when it was first seen, is kept. Return: 0 or an exit code.
 */
int bugs_rebuild(struct bugs *bugs, int *known);

/* File what is in .vitro/findings and unknown: of an older vitro, or of one that was killed. Return: 0 or an exit code. */
int bugs_adopt(struct bugs *bugs);

#endif
