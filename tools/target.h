/* SPDX-License-Identifier: GPL-2.0-only */
/* targets/NAME/target files: which kernel objects and config symbols make a subsystem. */
#ifndef VITRO_TARGET_H
#define VITRO_TARGET_H

#include "text.h"

struct tree;

struct harness {
	char *name;   /* harnesses/NAME.c */
	char *target; /* targets/TARGET/ */
	char *summary;
	bool by_name; /* fuzzed only when it is named: no code of the kernel's, or bugs planted in ours */
};

/* What a harness is made of on one tree; paths are object paths relative to the kernel tree. */
struct parts {
	struct strings test;     /* under test: always linked */
	struct strings own;      /* arch/vitro/...: target sources, shim, the harness itself */
	struct strings with;     /* kernel code underneath that registers itself: always linked */
	struct strings need;     /* linked when referenced */
	struct strings override; /* symbols of kernel objects that the shim models instead */
};

/*
 * All there are, sorted by name; the list is the caller's to free. Return: 0, or an exit code after one error
 * line when a target cannot be read; the list then has the others.
 */
int harness_list(struct harness **list, int *count);

/* Return: 0, or CLI_USAGE after one line that suggests the nearest name. */
int harness_find(const char *name, struct harness *harness);

/* Return: 0, or an exit code after one error line with file and line number. */
int harness_parts(const struct harness *harness, const struct tree *tree, struct parts *parts);

void parts_free(struct parts *parts);

/* "CONFIG_X=y" lines wanted by all targets together on @tree. */
int target_config(const struct tree *tree, struct strings *lines);

#endif
