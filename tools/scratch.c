// SPDX-License-Identifier: GPL-2.0-only
#include "scratch.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "project.h"

/* Of NAME-PID the number, 0 for all other names. */
static pid_t owner_of(const char *name)
{
	size_t letters = strspn(name, "abcdefghijklmnopqrstuvwxyz");
	const char *digits = name + letters + 1;

	if (!letters || name[letters] != '-' || digits[strspn(digits, "0123456789")])
		return 0;
	return atoi(digits);
}

static int remove_stale(const char *path, const char *name, void *context)
{
	pid_t owner = owner_of(name);

	(void)context;
	if (owner > 0 && kill(owner, 0) && errno == ESRCH)
		file_remove_tree(path);
	return 0;
}

char *scratch_path(const char *name)
{
	char *tmp = state_path("tmp");

	file_each_directory(tmp, remove_stale, NULL);
	free(tmp);
	return state_path("tmp/%s-%d", name, getpid());
}
