/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The graph of what was taken with what held in this input: lockorder.c makes it and looks for circles, lockusage.c knows
 * in which contexts the classes were taken.
 */
#ifndef VITRO_LOCKGRAPH_H
#define VITRO_LOCKGRAPH_H

#include <linux/lockdep.h>

#include "stacktrace.h"

struct edge {
	struct class *from, *to;
	struct edge *next, *next_back; /* that leaves @from; that comes to @to */
	unsigned long held_at;
	struct vitro_stack taken_at;
	const char *held_name, *name;
	bool exclusive; /* as a writer, @from was held */
	bool recursive; /* as a recursive reader, @to was taken */
};

/*
 * A search comes to a class by a weak edge, as a recursive reader (or, backwards, from one that holds it as a reader), or
 * by a strong one; what may follow is not the same.
 */
struct visit {
	struct class *class;
	struct edge *by;
	struct visit *before;
	unsigned long search;
};

/* How a class was taken: one of the first four for interrupts, then the same for softirqs. */
enum { IN_WRITE, IN_READ, ON_WRITE, ON_READ, SOFTIRQ, USAGES = 2 * SOFTIRQ };

struct class
{
	const void *key; /* NULL once it was given up */
	const char *name;
	unsigned long generation;
	unsigned int subclass, usage;
	bool is_lock; /* local_lock() and its kin wait for nobody */
	struct edge *edges, *back;
	struct visit visits[2]; /* strong, weak */
	struct vitro_stack used_at[USAGES];
};

struct lock_search {
	bool backwards;
	bool locks_only; /* pass by what is none: class->is_lock */
	bool (*wanted)(const struct visit *visit, void *argument);
	void *argument;
};

static inline bool is_weak(const struct visit *visit)
{
	return visit == &visit->class->visits[1];
}

struct class *vitro_class_of(const struct held_lock *held);

/* Breadth first, over strong paths only. Return: the first that is wanted, valid until the next search; or NULL. */
const struct visit *vitro_lock_search(const struct lock_search *how, struct class *start,
				      bool weak);

/* Into the kernel log, one after the other: the edges that led to @visit. */
void vitro_show_way(const struct visit *visit);
void vitro_show_edge(const struct edge *edge);

/* lockusage.c: @edge is new. Does it make something that interrupts take wait for what they may interrupt? */
void vitro_check_inversion(const struct edge *edge);
void vitro_usage_reset(void);

#endif
