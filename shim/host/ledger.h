/* SPDX-License-Identifier: GPL-2.0-only */
/* Every live allocation of the kernel half, so that an input's leaks are known when it ends. */
#ifndef VITRO_LEDGER_H
#define VITRO_LEDGER_H

struct ledger_entry {
	const void *memory; /* NULL: free slot */
	const void *owner;
	unsigned long size;
	unsigned int sequence; /* order of allocation */
	int kind;              /* enum host_kind */
};

void ledger_insert(const void *memory, unsigned long size, int kind, const void *owner);

/* Return: whether it was there; then *removed is what was known. */
int ledger_remove(const void *memory, struct ledger_entry *removed);

const struct ledger_entry *ledger_lookup(const void *memory);

/* What is allocated from here on belongs to the input. */
void ledger_begin_input(void);

/* Ends the run with HOST_LEAK when the input left anything. */
void ledger_end_input(void);

#endif
