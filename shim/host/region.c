// SPDX-License-Identifier: GPL-2.0-only
/* Stretches of memory that no allocator made: what the sanitizers know of them, and address space. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sanitizer.h"
#include "vitro/host.h"

/* The ledger knows starts only; which allocation an interior pointer lies in, the sanitizers know. */
int host_extent(const void *inside, void **start, unsigned long *size)
{
	const void *begin;

	if (!__sanitizer_get_allocated_begin)
		return -ENOENT;
	begin = __sanitizer_get_allocated_begin(inside);
	if (!begin)
		return -ENOENT;
	*start = (void *)begin;
	*size = __sanitizer_get_allocated_size(begin);
	return 0;
}

/*
 * The shadow of an arena would be megabytes to write, and to copy with each fork. All of it is alike: it is mapped from a piece that
 * ASan has written, and becomes memory where it changes. Return: how many bytes of the arena are poisoned.
 */
static unsigned long poison_alike(char *memory, unsigned long size)
{
	enum { PIECE = 1 << 20 };
	size_t scale, offset;
	unsigned long done;
	char *shadow;
	int fd;

	if (!__asan_get_shadow_mapping)
		return 0;
	__asan_get_shadow_mapping(&scale, &offset);
	shadow = (char *)(((size_t)memory >> scale) + offset);
	done = (unsigned long)PIECE << scale;
	if ((size_t)shadow % (size_t)sysconf(_SC_PAGESIZE) || size < done)
		return 0;
	__asan_poison_memory_region(memory, done);
	fd = memfd_create("vitro-shadow", MFD_CLOEXEC);
	if (syscall(SYS_write, fd, shadow, PIECE) == PIECE) /* ASan would not let us read there */
		for (; size - done >= (unsigned long)PIECE << scale;
		     done += (unsigned long)PIECE << scale)
			if (mmap(shadow + (done >> scale), PIECE, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, fd, 0) == MAP_FAILED)
				break;
	close(fd);
	return done;
}

void host_poison(const void *memory, unsigned long size)
{
	enum { ARENA = 64 << 20 };
	unsigned long done = size < ARENA ? 0 : poison_alike((char *)memory, size);

	if (__asan_poison_memory_region)
		__asan_poison_memory_region((const char *)memory + done, size - done);
}

void host_unpoison(const void *memory, unsigned long size, int fresh)
{
	if (__asan_unpoison_memory_region)
		__asan_unpoison_memory_region(memory, size);
	if (!__msan_poison)
		return;
	if (fresh)
		__msan_poison(memory, size);
	else
		__msan_unpoison(memory, size);
}

void *host_reserve(unsigned long address, unsigned long size, int access)
{
	int flags =
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (address ? MAP_FIXED_NOREPLACE : 0);
	void *memory = mmap((void *)address, size, access ? PROT_READ | PROT_WRITE : PROT_NONE,
			    flags, -1, 0);

	/* valgrind takes the address for a wish. */
	if (memory != MAP_FAILED && address && memory != (void *)address) {
		munmap(memory, size);
		memory = MAP_FAILED;
		errno = EEXIST;
	}
	if (memory == MAP_FAILED && errno == EEXIST && access &&
	    !mprotect((void *)address, size, PROT_READ | PROT_WRITE))
		return (void *)address;
	if (memory == MAP_FAILED) {
		fprintf(stderr, "vitro: cannot reserve %lu bytes of address space at %#lx: %s\n",
			size, address, strerror(errno));
		_Exit(1);
	}
	return memory;
}
