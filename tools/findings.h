/* SPDX-License-Identifier: GPL-2.0-only */
/* What fuzzing found: kept under findings/HARNESS/FLAVOUR-SHA1/{input,log,info.json}. */
#ifndef VITRO_FINDINGS_H
#define VITRO_FINDINGS_H

#include <stdbool.h>
#include <stdio.h>

#include "bugs.h"

enum { FINDINGS_PER_TITLE = 20, FINDING_TITLE = 200 };

/* All findings of one session that are one bug, or have the same title. */
struct finding {
	char id[BUG_ID]; /* "" when it could not be filed */
	char *title;
	bool fresh; /* the database did not have it before */
	int count;
	int saved;
	char *first; /* directory of the first one, or NULL when it could not be saved */
};

struct findings {
	struct finding *list;
	int kinds;
	int total;
	struct bugs *bugs; /* opened when the first is filed */
	bool unfiled;      /* it could not be opened */
	bool unsaved;      /* something could not be saved: its scratch directory must stay */
};

/**
 * struct finding_report - a program that ended
 * @input:	the artifact, moved away when it is kept; NULL when there is none
 * @log:	all that is known of its output
 * @scratch:	directory on the same file system, to put the finding together in
 * @keep:	save it even when %FINDINGS_PER_TITLE of this title are there
 * @elsewhere:	NULL, or the id of another tree than the one that the input is known from: then it is a finding of its own
 */
struct finding_report {
	const char *harness;
	const char *flavour;
	const char *tree;
	const char *version;
	const char *command;
	const char *input;
	const char *log;
	const char *scratch;
	bool keep;
	const char *elsewhere;
};

/*
 * Save one as findings/HARNESS/FLAVOUR-SHA1, under @title. One that is there stays. Return: its directory, malloc-ed, or
 * NULL after one error line.
 */
char *finding_save(const struct finding_report *report, const char *title);

/* As finding_save(), titled by its log. */
char *findings_keep(const struct finding_report *report);

/* As findings_keep(), with the input in memory. */
char *findings_keep_data(const struct finding_report *report, const void *data, size_t size);

/* What to run: the input as vitro minimize left it, or else as it was found; malloc-ed. */
char *finding_input(const char *directory);

/* Size of that; -1 when there is none. */
int64_t finding_input_size(const char *directory);

/* Name, count, save and file one. Return: the group that it went to. */
struct finding *findings_add(struct findings *findings, const struct finding_report *report);

/*
 * Count, title and directory of each group; paths below the working directory are shown relative.
 */
void findings_print(const struct findings *findings, FILE *stream);

void findings_free(struct findings *findings);

#endif
