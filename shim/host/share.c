// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that several addresses reach: pages of a file without a name. Of what MSan knows of an address, its shadow and its origins, the
 * same is true: they are as large, and as far away as the compiler says.
 *
 * An address that goes over to the file, or comes back from it, is that of memory in use: the sanitizers' interceptors, to which memory
 * that is mapped is new, must not hear of it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sanitizer.h"
#include "share.h"
#include "vitro/host.h"

#define PLACES    (1UL << 32)
#define TO_SHADOW 0x500000000000UL /* by exclusive or */
#define TO_ORIGIN 0x100000000000UL
#define NAME      "vitro-places"

enum layer { MEMORY, SHADOW, ORIGINS, LAYERS };

static int file = -1;

static void refused(const char *what)
{
	fprintf(stderr, "vitro: cannot share memory: %s: %s\n", what, strerror(errno));
	_Exit(1);
}

static enum layer layers(void)
{
	return __msan_poison ? LAYERS : MEMORY + 1;
}

static unsigned long address_in(enum layer layer, const void *address)
{
	switch (layer) {
	case SHADOW:
		return (unsigned long)address ^ TO_SHADOW;
	case ORIGINS:
		return ((unsigned long)address ^ TO_SHADOW) + TO_ORIGIN;
	default:
		return (unsigned long)address;
	}
}

static void map(unsigned long address, unsigned long size, int access, int flags,
		unsigned long place)
{
	if (syscall(SYS_mmap, address, size, access, flags | MAP_FIXED,
		    flags & MAP_SHARED ? file : -1, place) < 0)
		refused("mmap");
}

static int open_file(void)
{
	int opened = memfd_create(NAME, MFD_CLOEXEC);

	if (opened < 0 || ftruncate(opened, (off_t)(PLACES * LAYERS)))
		refused("memfd_create");
	return opened;
}

static void write_place(int to, unsigned long address, unsigned long size, unsigned long place)
{
	if (syscall(SYS_pwrite64, to, address, size, place) != (long)size)
		refused("pwrite");
}

static void read_place(unsigned long address, unsigned long size, unsigned long place)
{
	if (syscall(SYS_pread64, file, address, size, place) != (long)size)
		refused("pread");
}

/* To TSan, what was done before at this address is not in conflict with what will be. */
static void be_new(void *address, unsigned long size)
{
	if (__tsan_acquire &&
	    mmap(address, size, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) == MAP_FAILED)
		refused("mmap");
}

void host_share(void *address, unsigned long size, unsigned long place, int keep)
{
	if (file < 0)
		file = open_file();
	if (!keep)
		be_new(address, size);
	for (enum layer layer = MEMORY; layer < layers(); layer++) {
		unsigned long start = address_in(layer, address);

		if (keep)
			write_place(file, start, size, PLACES * layer + place);
		map(start, size, PROT_READ | PROT_WRITE, MAP_SHARED, PLACES * layer + place);
	}
	if (__asan_unpoison_memory_region)
		__asan_unpoison_memory_region(address, size);
}

void host_unshare(void *address, unsigned long size, unsigned long place, int keep)
{
	enum { OWN = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE };

	for (enum layer layer = MEMORY; layer < layers(); layer++) {
		unsigned long start = address_in(layer, address);

		map(start, size, keep || layer ? PROT_READ | PROT_WRITE : PROT_NONE, OWN, 0);
		if (!keep)
			continue;
		read_place(start, size, PLACES * layer + place);
		syscall(SYS_fallocate, file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			PLACES * layer + place, size);
	}
	if (!keep && __asan_poison_memory_region)
		__asan_poison_memory_region(address, size);
}

struct range {
	unsigned long start, end, place;
};

/* What is mapped of the file: first it is read, then it is changed. */
static size_t find_ranges(struct range **ranges)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	size_t count = 0, size = 0;
	struct range range;
	char *line = NULL;

	while (maps && getline(&line, &size, maps) > 0) {
		if (!strstr(line, NAME) ||
		    sscanf(line, "%lx-%lx %*s %lx", &range.start, &range.end, &range.place) != 3)
			continue;
		*ranges = realloc(*ranges, (count + 1) * sizeof(range));
		(*ranges)[count++] = range;
	}
	if (!maps)
		refused("/proc/self/maps");
	free(line);
	fclose(maps);
	return count;
}

void share_after_fork(void)
{
	struct range *ranges = NULL;
	size_t count;
	int copy;

	if (file < 0)
		return;
	count = find_ranges(&ranges);
	copy = open_file();
	for (size_t i = 0; i < count; i++)
		write_place(copy, ranges[i].start, ranges[i].end - ranges[i].start,
			    ranges[i].place);
	close(file);
	file = copy;
	for (size_t i = 0; i < count; i++)
		map(ranges[i].start, ranges[i].end - ranges[i].start, PROT_READ | PROT_WRITE,
		    MAP_SHARED, ranges[i].place);
	free(ranges);
}
