/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What `vitro check` looks at. Each check is one function; it prints what is wrong, line by line.
 */
#ifndef VITRO_CHECK_H
#define VITRO_CHECK_H

#include <stdbool.h>

#include "text.h"

/**
 * struct check - one run of all checks, with the repository as working directory
 * @files:	all own files, relative
 * @fix:	mend what can be mended
 * @note:	set by a check: why it was skipped, or how much it looked at
 */
struct check {
	struct strings files;
	bool fix;
	char note[120];
};

enum check_result { CHECK_PASS, CHECK_SKIP, CHECK_FAIL };

/*
 * Own files of the repository, sorted; state, build and version control directories are left out.
 */
void check_list_files(struct strings *files);

bool check_is_c(const char *path);
bool check_is_script(const char *path);

/* With other programs. */
enum check_result check_format(struct check *check);
enum check_result check_lint(struct check *check);
enum check_result check_shell(struct check *check);

/* By reading. */
enum check_result check_sizes(struct check *check);
enum check_result check_licence(struct check *check);
enum check_result check_boundary(struct check *check);
enum check_result check_wording(struct check *check);
enum check_result check_pages(struct check *check);

#endif
