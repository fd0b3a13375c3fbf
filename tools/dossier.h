/* SPDX-License-Identifier: GPL-2.0-only */
/* All that is known of a bug, for those who show, export or pack it. */
#ifndef VITRO_DOSSIER_H
#define VITRO_DOSSIER_H

#include <jansson.h>
#include <stdio.h>

#include "bugs.h"

/**
 * struct dossier - a bug and the crash that stands for it
 * @crashes:	best first; there is always one
 * @report:	symbolized, of the best crash; "" when its log has gone
 * @crash:	@report taken apart
 * @vitro:	version of this vitro, as git names it
 * @tree:	what -k has to say for it to be seen again; NULL: what it is without, or not known here
 */
struct dossier {
	struct bug bug;
	struct bug_crash *crashes;
	int crash_count;
	struct bug_key *keys;
	int key_count;
	char *report;
	struct crash crash;
	const char *vitro, *tree;
};

/* Return: 0 or an exit code after one error line; dossier_free() in both cases. */
int dossier_load(struct bugs *bugs, const char *id, struct dossier *dossier);
void dossier_free(struct dossier *dossier);

/**
 * dossiers_load() - of the bugs named, or of all that are open when none is
 * @ids:	NULL-terminated
 */
int dossiers_load(struct bugs *bugs, char *const *ids, struct dossier **list, int *count);
void dossiers_free(struct dossier *list, int count);

/* "write of 8 bytes", "read", or "" when the report does not say. malloc-ed. */
char *dossier_access(const struct dossier *dossier);

/* What safe Rust would have done, in a sentence: "safe Rust would have refused it at compile time". malloc-ed. */
char *dossier_rust(const struct dossier *dossier);

/* "drivers/x.c:12" of a frame, or its file alone, or "". malloc-ed. */
char *frame_place(const struct crash_frame *frame);

/* Is its file one of the kernel tree, by a path that says so on every machine? */
bool frame_in_tree(const struct crash_frame *frame);

/* Frames of @stack that are worth showing: what led to the harness, the engine and libc, is left out. */
int stack_length(const struct crash_stack *stack);

/* The first frame in the tree that is not machinery, of a stack or of the whole report; NULL when there is none. */
const struct crash_frame *stack_place(const struct crash_stack *stack);
const struct crash_frame *dossier_place(const struct dossier *dossier);

/* What a stack is of: "access", "allocated"... */
const char *crash_role_name(enum crash_role role);

/* "vitro repro ID", with -k when it must be. malloc-ed. */
char *dossier_reproduce(const struct dossier *dossier);

/* "2026-11-25 14:30" in UTC, malloc-ed. */
char *dossier_time(int64_t seconds);

json_t *dossier_json(const struct dossier *dossier);

/* One entry of `vitro findings list --json`. */
json_t *bug_json(const struct bug *bug);

/* What to write above a stack: of the access what it was, else the report's own words. malloc-ed. */
char *stack_heading(const struct dossier *dossier, const struct crash_stack *stack);

/* All stacks, each line behind @indent. */
void dossier_stacks(const struct dossier *dossier, const char *indent, FILE *to);

/* For people. */
void dossier_show(const struct dossier *dossier, FILE *to);

/* Version of this vitro: what git says of the repository, or "unknown". */
const char *vitro_version(void);

#endif
