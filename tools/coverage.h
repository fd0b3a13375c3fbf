/* SPDX-License-Identifier: GPL-2.0-only */
/* What llvm-cov knows of the kernel files under test. */
#ifndef VITRO_COVERAGE_H
#define VITRO_COVERAGE_H

#include "text.h"

struct coverage_count {
	int total;
	int covered;
};

/**
 * struct coverage_file - one source file under test
 * @name:	relative to the tree
 * @path:	as the program's debug information has it, NULL when nothing of it is in the program
 * @unreached:	functions that no input entered
 */
struct coverage_file {
	char *name;
	char *path;
	struct coverage_count lines;
	struct coverage_count functions;
	struct coverage_count branches;
	struct strings unreached;
};

/**
 * struct coverage_source - programs and the merged profile of their runs
 * @view:	directory where the relative names in the programs' mappings lead to source files
 */
struct coverage_source {
	struct strings binaries;
	const char *profile;
	const char *view;
	int llvm;
};

/* Make @source->view: a link for the source of each of @objects, from the first of @dirs that has
 * it. */
int coverage_link(const struct coverage_source *source, const struct strings *objects,
		  const char *const dirs[2]);

/* Merge all raw profiles right in @dir into @source->profile. Return: 0 or an exit code. */
int coverage_merge(const struct coverage_source *source, const char *dir);

/* One entry for each kernel object in @objects. Return: 0 or an exit code after one error line. */
int coverage_read(const struct coverage_source *source, const struct strings *objects,
		  struct coverage_file **files);

/* Source pages into @dir. Return: 0 or an exit code. */
int coverage_pages(const struct coverage_source *source, const struct coverage_file *files,
		   int count, const char *dir);

#endif
