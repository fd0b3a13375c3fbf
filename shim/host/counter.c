// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "counter.h"

static unsigned long nobody_watches;
static volatile unsigned long *counter = &nobody_watches;

void counter_open(void)
{
	const char *path = getenv("VITRO_COUNTER");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *map;

	if (fd < 0)
		return;
	map = mmap(NULL, sizeof(*counter), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (map != MAP_FAILED)
		counter = map;
}

void counter_add(void)
{
	++*counter;
}
