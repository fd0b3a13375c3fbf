/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of one targets/NAME/target file. */
#ifndef VITRO_TARGET_FILE_H
#define VITRO_TARGET_FILE_H

#include "text.h"

struct tree;

struct target {
	char *summary;
	struct strings uses, harnesses;
	struct strings by_name;          /* harnesses that are fuzzed only when they are named */
	struct strings config;           /* "CONFIG_X=y" */
	struct strings test, with, need; /* kernel objects */
	struct strings override;         /* symbols the shim models in their stead */
};

/**
 * target_read() - parse targets/@name/target
 * @tree:	lines with "since" and "until" count only when they hold for it; NULL: all count
 *
 * Return: 0, or CLI_USAGE after one line that names the file and line.
 */
int target_read(const char *name, const struct tree *tree, struct target *target);
void target_free(struct target *target);

#endif
