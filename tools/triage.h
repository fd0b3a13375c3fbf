/* SPDX-License-Identifier: GPL-2.0-only */
/* Inputs run several times each, and filed under their bugs. */
#ifndef VITRO_TRIAGE_H
#define VITRO_TRIAGE_H

#include <jansson.h>
#include <stdbool.h>

#include "bugs.h"
#include "cli.h"
#include "crash.h"
#include "input.h"

enum { TRIAGE_TIMEOUT_MS = 10000, TRIAGE_RSS_MB = 4096 };

/**
 * struct triage_item - one input
 * @finding:	directory of the finding that it is, NULL when it is none yet
 * @foreign:	a finding of another tree or flavour: shown, but neither written nor filed
 * @runs, @hits: it was run so often, and crashed so often
 * @differs:	two runs of it crashed in different ways
 * @crash:	of the first that crashed, when there are @hits
 */
struct triage_item {
	struct input input;
	char *finding;
	bool foreign;
	int runs, hits;
	bool differs, is_new;
	char *data;
	size_t size;
	char *report;
	struct crash crash;
	char id[BUG_ID];
	struct triage *triage;
};

/* What all of them share; names that are NULL are told by the input. */
struct triage {
	const char *harness, *flavour, *tree;
	int llvm, runs, jobs;
	bool json;
	struct triage_item *items;
	int count;
	struct bugs *bugs;
	char *scratch;
};

/* The options that all have in common. */
#define TRIAGE_OPTIONS(triage)                                                                    \
	{ "harness", 0, CLI_STRING, &(triage)->harness, "NAME", "when the place does not tell" }, \
		{ "jobs",          'j', CLI_INT,                                                  \
		  &(triage)->jobs, "N", "processes; one per core when not given" },               \
		{ "llvm", 0, CLI_INT, &(triage)->llvm, "N", "clang and LLVM version" },           \
		{ "json", 0, CLI_FLAG, &(triage)->json, NULL, "as JSON" }

/* Take in a file, a finding or all that is below a directory. Return: 0, or an exit code after one error line. */
int triage_collect(struct triage *triage, const char *path);

/* Run and file all. Return: 0, or an exit code after one error line; what was filed by then stays. */
int triage_run(struct triage *triage);

/* The bugs, worst first, and what did not crash. Return: CLI_OK when there are none, else CLI_FOUND. */
int triage_print(const struct triage *triage);

void triage_free(struct triage *triage);

#endif
