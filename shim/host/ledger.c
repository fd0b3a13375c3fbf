// SPDX-License-Identifier: GPL-2.0-only
/*
 * A hash table with linear probing, removal by shifting back, so that lookups stay short however many
 * inputs have run. Costs an insertion and a removal per object, nothing per input unless something leaked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "ledger.h"
#include "report.h"
#include "sanitizer.h"
#include "trace.h"
#include "vitro/host.h"

static struct ledger_entry *table;
static unsigned long mask, used;
static unsigned int next_sequence, input_sequence;
static unsigned long live_of_input;

static unsigned long slot_of(const void *memory)
{
	return ((unsigned long)memory * 0x9e3779b97f4a7c15UL) >> 20 & mask;
}

/* Anonymous mappings, not malloc: the ledger is nobody's leak and no sanitizer's business. */
static struct ledger_entry *table_new(unsigned long slots)
{
	return (struct ledger_entry *)host_reserve(0, slots * sizeof(struct ledger_entry), 1);
}

static void table_put(const struct ledger_entry *entry)
{
	unsigned long i = slot_of(entry->memory);

	while (table[i].memory)
		i = (i + 1) & mask;
	table[i] = *entry;
}

static void table_grow(void)
{
	unsigned long slots = table ? mask + 1 : 0;
	struct ledger_entry *old = table;

	mask = slots ? slots * 2 - 1 : 1023;
	table = table_new(mask + 1);
	for (unsigned long i = 0; i < slots; i++)
		if (old[i].memory)
			table_put(&old[i]);
	if (old)
		munmap(old, slots * sizeof(*old));
}

static struct ledger_entry *table_find(const void *memory)
{
	if (!table)
		return NULL;
	for (unsigned long i = slot_of(memory); table[i].memory; i = (i + 1) & mask)
		if (table[i].memory == memory)
			return &table[i];
	return NULL;
}

static void table_close_gap(unsigned long gap)
{
	for (unsigned long i = (gap + 1) & mask; table[i].memory; i = (i + 1) & mask) {
		unsigned long home = slot_of(table[i].memory);

		if (((i - home) & mask) < ((i - gap) & mask))
			continue;
		table[gap] = table[i];
		gap = i;
	}
	table[gap].memory = NULL;
}

void ledger_insert(const void *memory, unsigned long size, int kind, const void *owner)
{
	const struct ledger_entry entry = {
		.memory = memory,
		.owner = owner,
		.size = size,
		.sequence = next_sequence++,
		.kind = kind,
	};

	if (!table || used * 2 > mask)
		table_grow();
	table_put(&entry);
	trace_memory(size, kind);
	used++;
	live_of_input++;
}

int ledger_remove(const void *memory, struct ledger_entry *removed)
{
	struct ledger_entry *entry = table_find(memory);

	if (!entry)
		return 0;
	*removed = *entry;
	trace_memory(entry->size, ~entry->kind);
	used--;
	if ((int)(entry->sequence - input_sequence) >= 0)
		live_of_input--;
	table_close_gap(entry - table);
	return 1;
}

const struct ledger_entry *ledger_lookup(const void *memory)
{
	return table_find(memory);
}

void ledger_begin_input(void)
{
	input_sequence = next_sequence;
	live_of_input = 0;
}

static int by_sequence(const void *a, const void *b)
{
	const struct ledger_entry *x = a, *y = b;

	return (int)(x->sequence - y->sequence);
}

static struct ledger_entry *input_leaks(unsigned long *count)
{
	struct ledger_entry *leaks = malloc(live_of_input * sizeof(*leaks));

	*count = 0;
	for (unsigned long i = 0; leaks && i <= mask && *count < live_of_input; i++)
		if (table[i].memory && (int)(table[i].sequence - input_sequence) >= 0)
			leaks[(*count)++] = table[i];
	if (leaks)
		qsort(leaks, *count, sizeof(*leaks), by_sequence);
	return leaks;
}

static void describe_leak(const struct ledger_entry *leak)
{
	report_line("leaked: %lu bytes of %s, allocated at:", leak->size,
		    vitro_owner_name(leak->kind, leak->owner));
	if (leak->kind == HOST_PAGES)
		report_kept_stack(leak->owner);
	else
		report_allocation_stack(leak->memory);
}

void ledger_end_input(void)
{
	struct ledger_entry *leaks;
	unsigned long count, bytes = 0;
	char title[160];

	if (!live_of_input)
		return;
	leaks = input_leaks(&count);
	for (unsigned long i = 0; i < count; i++)
		bytes += leaks[i].size;
	snprintf(title, sizeof(title), "memory leak of %lu bytes in %lu objects, first of %s",
		 bytes, count, vitro_owner_name(leaks[0].kind, leaks[0].owner));
	report_begin(HOST_LEAK, title);
	for (unsigned long i = 0; i < count && i < 16; i++)
		describe_leak(&leaks[i]);
	report_end();
}
