// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of shim/host/memory.c in the program that `vitro bench` compares with: malloc() and free(), and no
 * books. What asks for the size of an object asks the sanitizer.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sanitizer.h"
#include "vitro/host.h"

void *host_alloc(unsigned long size, unsigned long align, int zero, int kind, const void *owner)
{
	void *memory;

	(void)kind;
	(void)owner;
	if (align <= 16)
		return zero ? calloc(1, size) : malloc(size);
	if (posix_memalign(&memory, align, size))
		return NULL;
	return zero ? memset(memory, 0, size) : memory;
}

void host_free(const void *memory)
{
	free((void *)memory);
}

int host_ledger_find(const void *memory, unsigned long *size, int *kind, const void **owner)
{
	if (!__sanitizer_get_allocated_size)
		return -ENOENT;
	*size = __sanitizer_get_allocated_size(memory);
	*kind = HOST_SLAB;
	*owner = NULL;
	return 0;
}

void host_ledger_add(const void *memory, unsigned long size, int kind, const void *owner)
{
	(void)memory;
	(void)size;
	(void)kind;
	(void)owner;
}

int host_ledger_remove(const void *memory)
{
	(void)memory;
	return 0;
}
