/* SPDX-License-Identifier: GPL-2.0-only */
/* Where things are: the repository, its state directory, the user's cache. */
#ifndef VITRO_PROJECT_H
#define VITRO_PROJECT_H

/* All three build an absolute path into a malloc-ed string (never NULL: out of memory ends the
 * process). */
char *project_path(const char *format, ...) __attribute__((format(printf, 1, 2))); /* repository */
char *state_path(const char *format, ...)
	__attribute__((format(printf, 1, 2))); /* .vitro, or VITRO_DIR */
char *cache_path(const char *format, ...) __attribute__((format(printf, 1, 2))); /* trees, ccache */

#endif
