/* SPDX-License-Identifier: GPL-2.0-only */
/* The inputs of findings, run again on another tree. */
#ifndef VITRO_RETRIAL_H
#define VITRO_RETRIAL_H

#include "cli.h"
#include "suspects.h"

/**
 * struct retrial - how they are run
 * @flavour:	instead of that of each finding, or NULL
 * @keep:	what crashes in another way becomes a finding of its own
 * @configure:	as struct build_wish
 * @built:	counts programs that were linked anew
 */
struct retrial {
	const char *tree, *flavour;
	int llvm, runs, jobs;
	bool keep, configure;
	struct bugs *bugs;
	int built;
};

/* The options that all have in common. */
#define RETRIAL_OPTIONS(retrial)                                                                       \
	{                                                                                              \
		"sanitizer",         's',   CLI_STRING,                                                \
		&(retrial)->flavour, "SAN", "instead of the findings' own"                             \
	},                                                                                             \
		{ "runs", 'n', CLI_INT, &(retrial)->runs, "RUNS", "of each input; 3 when not given" }, \
		{ "jobs",           'j', CLI_INT,                                                      \
		  &(retrial)->jobs, "N", "processes; one per core when not given" },                   \
		{ "llvm", 0, CLI_INT, &(retrial)->llvm, "N", "clang and LLVM version" }

/* These, checked and completed. Return: 0 or an exit code after one error line. */
int retrial_prepare(struct retrial *retrial);

/* Is @name a tree that can be asked for? Return: likewise. */
int retrial_check_tree(const char *name);

/*
 * Build what they need, once for each harness and flavour, and run every input. Return: 0, with the outcomes in
 * @suspects; or an exit code after one error line.
 */
int retrial_run(struct retrial *retrial, struct suspects *suspects);

#endif
