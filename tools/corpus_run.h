/* SPDX-License-Identifier: GPL-2.0-only */
/* What inputs do, found out by running those that are not known yet. */
#ifndef VITRO_CORPUS_RUN_H
#define VITRO_CORPUS_RUN_H

#include "build.h"
#include "corpus.h"
#include "corpus_features.h"
#include "runner.h"

struct corpus_request;

/**
 * struct corpus_program - the program that runs inputs
 * @build:	what it is made of, once it is @prepared
 */
struct corpus_program {
	const struct corpus_request *request;
	const char *harness;
	char *binary;
	int jobs;
	struct build build;
	bool prepared;
	struct runner *early; /* one that is on its way up, or NULL */
};

struct runner_options corpus_program_limits(const struct corpus_program *program);

/* There will be something to run. */
void corpus_program_expect(struct corpus_program *program);
void corpus_program_close(struct corpus_program *program);

/* Find, and build unless a program is given, what runs inputs of harness @name. Return: 0 or an exit code. */
int corpus_program_open(struct corpus_program *program, const struct corpus_request *request,
			char *name);

/* Its tree, flavour and compiler, which findings are told of. */
int corpus_program_prepare(struct corpus_program *program);

/**
 * struct corpus_item - an input and what it does
 * @set:	of features, or FEATURES_BAD: it is a finding now; FEATURES_UNKNOWN: it could not be run to its end twice in the same way
 */
struct corpus_item {
	const struct corpus_input *input;
	int set;
};

/**
 * corpus_run() - fill in the sets of @items
 * @bad:	gets how many became findings
 *
 * Many inputs run in one process. One that it does not survive runs again by itself, as triage does it; what crashes then is a
 * finding, filed under its bug. What is known by then is kept when this is killed. Return: 0 or an exit code.
 */
int corpus_run(struct corpus_program *program, struct features *features, struct corpus_item *items,
	       int count, int *bad);

/* Run @items once more, each by itself, and file those that crash. Theirs become FEATURES_BAD. */
int corpus_judge(struct corpus_program *program, struct corpus_item **items, int count);

#endif
