/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rooms of bugs.h share. */
#ifndef VITRO_BUGS_DB_H
#define VITRO_BUGS_DB_H

#include "bugs.h"
#include "db.h"

struct bugs {
	struct db db;
};

/* The schema of this vitro. */
int bugs_schema(struct bugs *bugs);

/* Take over findings.overrides; gather anew when decisions have changed. Return: 0 or an exit code. */
int bugs_decide(struct bugs *bugs);

/* Put crash @crash, with its keys written, into its bug. In a transaction. Return: 0 or an exit code. */
int bugs_place(struct bugs *bugs, int64_t crash);

/* Gather all crashes anew. In a transaction. */
int bugs_regroup(struct bugs *bugs);

/* Keys have changed: remember that all is to be gathered anew, and do so. In, and outside, a transaction. */
int bugs_stale(struct bugs *bugs);
int bugs_settle(struct bugs *bugs);

/*
 * What stands for a bug, of its crashes c: one with an input that was not run in vain, the worst of these, the
 * smallest of these.
 */
#define BUGS_BEST "c.size<0, c.runs>0 AND c.hits=0, c.rank, c.hits=0, c.size, c.directory"

/* What @directory is called in the database: below .vitro/findings when it is there. malloc-ed. */
char *bugs_directory(const char *directory);

/* What a crash without a strong key is known by: its harness and title. malloc-ed. */
char *bugs_title_key(const char *harness, const struct crash *parsed);

#endif
