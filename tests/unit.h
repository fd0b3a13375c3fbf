/* SPDX-License-Identifier: GPL-2.0-only */
/* What every unit test of the tool includes: cmocka, and what the tests share. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A directory of one's own, gone after the test program. */
static inline const char *unit_directory(void)
{
	static char path[] = "/tmp/vitro-unit-XXXXXX";
	static const char *made;

	if (!made)
		made = mkdtemp(path);
	assert_non_null(made);
	return made;
}

/* How much is malloc-ed; without ASan some of what free() keeps for the next is counted, too. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static inline size_t unit_allocated(void)
{
	struct mallinfo2 info = mallinfo2();

	if (__sanitizer_get_current_allocated_bytes)
		return __sanitizer_get_current_allocated_bytes();
	return info.uordblks + info.hblkhd;
}

/* Standard error goes to a file until unit_said() gives what came. */
static int unit_error = -1;

static inline void unit_listen(void)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	fflush(stderr);
	unit_error = dup(STDERR_FILENO);
	dup2(fileno(file), STDERR_FILENO);
	fclose(file);
}

static inline const char *unit_said(void)
{
	static char text[4096];
	ssize_t size;

	fflush(stderr);
	size = pread(STDERR_FILENO, text, sizeof(text) - 1, 0);
	text[size > 0 ? size : 0] = '\0';
	dup2(unit_error, STDERR_FILENO);
	close(unit_error);
	return text;
}

#endif
