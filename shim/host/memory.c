// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel half's memory: every object is one malloc() of exactly its size, so that the sanitizer's red
 * zones begin at its last byte and its freed memory stays in quarantine. Nothing is pooled or rounded up.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ledger.h"
#include "report.h"
#include "sanitizer.h"
#include "vitro/host.h"

#define PAGE 4096UL

static void *allocate_aligned(unsigned long size, unsigned long align, int zero)
{
	void *memory;

	if (align <= 16)
		return zero ? calloc(1, size) : malloc(size);
	if (posix_memalign(&memory, align, size))
		return NULL;
	return zero ? memset(memory, 0, size) : memory;
}

/*
 * What is smaller than a page lies inside one, away from its end, and what is not begins with one: else how
 * the kernel splits an object by pages (scatterlists do) would depend on where the host has put it
 * this time.
 */
static void *allocate(unsigned long size, unsigned long align, int zero)
{
	void *memory;

	if (size >= PAGE)
		return allocate_aligned(size, align > PAGE ? align : PAGE, zero);
	memory = allocate_aligned(size, align, zero);
	if (!memory || (unsigned long)memory % PAGE + size < PAGE)
		return memory;
	free(memory);
	return allocate_aligned(size, PAGE, zero);
}

void *host_alloc(unsigned long size, unsigned long align, int zero, int kind, const void *owner)
{
	void *memory = allocate(size, align, zero);

	if (memory)
		ledger_insert(memory, size, kind, owner);
	return memory;
}

void host_free(const void *memory)
{
	struct ledger_entry entry;

	if (!ledger_remove(memory, &entry) && !__asan_poison_memory_region && !__msan_poison)
		host_report(HOST_MISUSE, "free of a pointer that is not a live allocation");
	free((void *)memory);
}

int host_ledger_find(const void *memory, unsigned long *size, int *kind, const void **owner)
{
	const struct ledger_entry *entry = ledger_lookup(memory);

	if (!entry)
		return -ENOENT;
	*size = entry->size;
	*kind = entry->kind;
	*owner = entry->owner;
	return 0;
}

void host_ledger_add(const void *memory, unsigned long size, int kind, const void *owner)
{
	ledger_insert(memory, size, kind, owner);
}

int host_ledger_remove(const void *memory)
{
	struct ledger_entry entry;

	return ledger_remove(memory, &entry) ? 0 : -ENOENT;
}
