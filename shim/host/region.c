// SPDX-License-Identifier: GPL-2.0-only
/* Stretches of memory that no allocator made: what the sanitizers know of them, and address space. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

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

void host_poison(const void *memory, unsigned long size)
{
	if (__asan_poison_memory_region)
		__asan_poison_memory_region(memory, size);
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

	if (memory == MAP_FAILED || (address && memory != (void *)address)) {
		fprintf(stderr, "vitro: cannot reserve %lu bytes of address space at %#lx: %s\n",
			size, address, strerror(errno));
		_Exit(1);
	}
	return memory;
}
