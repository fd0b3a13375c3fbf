// SPDX-License-Identifier: GPL-2.0-only
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "progress.h"

/* Is what @fd has locked what @path names? Whoever had it before may have taken it away. */
static bool is_named(int fd, const char *path)
{
	struct stat locked, named;

	return !fstat(fd, &locked) && !stat(path, &named) && locked.st_ino == named.st_ino;
}

static int wait_for(int fd, const char *waiting)
{
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return 0;
	progress_event("%s", waiting);
	return flock(fd, LOCK_EX);
}

int lock_take(const char *path, const char *waiting, int *fd)
{
	int error;

	for (;;) {
		*fd = open(path, O_RDWR | O_CREAT, 0666);
		if (*fd < 0)
			return cli_error("%s: %s", path, strerror(errno));
		if (wait_for(*fd, waiting))
			break;
		if (is_named(*fd, path))
			return 0;
		close(*fd);
	}
	error = errno;
	close(*fd);
	*fd = -1;
	return cli_error("%s: %s", path, strerror(error));
}
