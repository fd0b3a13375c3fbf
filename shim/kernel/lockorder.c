// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order in which classes of locks are taken, seen from the start of the input: a graph with an edge from each lock
 * that was held to the one that was then taken. A circle is a deadlock (Documentation/locking/lockdep-design.rst)
 * unless it passes, somewhere, from a recursive reader to a reader of the same lock.
 */
#include <linux/hash.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <vitro/host.h>

#include "internal.h"
#include "lockdep.h"

#define CLASS_BITS  13
#define CLASSES_MAX (1U << (CLASS_BITS - 1))
#define EDGES_MAX   (1U << 16)

struct edge {
	struct class *from, *to;
	struct edge *next; /* that leaves @from */
	unsigned long held_at, taken_at;
	const char *held_name, *name;
	bool exclusive; /* as a writer, @from was held */
	bool recursive; /* as a recursive reader, @to was taken */
};

/* A search comes to a class as a recursive reader or not; what may follow is not the same. */
struct visit {
	struct class *class;
	struct edge *by;
	struct visit *before;
	unsigned int search;
};

struct class
{
	const void *key;
	unsigned int subclass, generation;
	struct edge *edges;
	struct visit visits[2];
};

static struct class classes[1U << CLASS_BITS];
static struct edge edges[EDGES_MAX];
static struct visit *queue[2 * CLASSES_MAX];
static unsigned int generation = 1, class_count, edge_count, search;

void vitro_lock_order_reset(void)
{
	generation++;
	class_count = edge_count = 0;
}

static struct class *new_class(struct class *class, const struct held_lock *held)
{
	if (++class_count > CLASSES_MAX)
		vitro_finding(HOST_HOLE, "one input uses more than %u classes of locks",
			      CLASSES_MAX);
	class->key = vitro_key_of(held);
	class->subclass = held->class_idx;
	class->generation = generation;
	class->edges = NULL;
	return class;
}

static struct class *class_of(const struct held_lock *held)
{
	unsigned int i = hash_64(held->prev_chain_key + held->class_idx, CLASS_BITS);
	struct class *class;

	for (;; i = (i + 1) % ARRAY_SIZE(classes)) {
		class = &classes[i];
		if (class->generation != generation)
			return new_class(class, held);
		if (class->key == vitro_key_of(held) && class->subclass == held->class_idx)
			return class;
	}
}

static bool is_known(const struct class *from, const struct edge *edge)
{
	const struct edge *other;

	for (other = from->edges; other; other = other->next)
		if (other->to == edge->to && other->exclusive == edge->exclusive &&
		    other->recursive == edge->recursive)
			return true;
	return false;
}

static struct visit *visit(struct class *class, bool recursive, struct edge *by,
			   struct visit *before)
{
	struct visit *visit = &class->visits[recursive];

	if (visit->search == search)
		return NULL;
	*visit = (struct visit){ class, by, before, search };
	return visit;
}

/* The shortest way that leads back from @edge to where it starts. */
static const struct visit *way_back(const struct edge *edge)
{
	unsigned int first = 0, last = 0;
	struct visit *at, *next;
	struct edge *step;

	search++;
	queue[last++] = visit(edge->to, edge->recursive, NULL, NULL);
	while (first < last) {
		at = queue[first++];
		for (step = at->class->edges; step; step = step->next) {
			if (at == &at->class->visits[1] && !step->exclusive)
				continue;
			next = visit(step->to, step->recursive, step, at);
			if (!next)
				continue;
			if (step->to == edge->from && (!step->recursive || edge->exclusive))
				return next;
			queue[last++] = next;
		}
	}
	return NULL;
}

static void show_edge(const struct edge *edge)
{
	pr_info("%s was taken at %pS with %s held, taken at %pS\n", edge->name,
		(void *)edge->taken_at, edge->held_name, (void *)edge->held_at);
}

static void report_circle(const struct edge *edge, const struct visit *way)
{
	for (; way->by; way = way->before)
		show_edge(way->by);
	show_edge(edge);
	vitro_finding(
		HOST_MISUSE,
		"WARNING: possible circular locking dependency detected: %s is taken with %s held",
		edge->name, edge->held_name);
}

static struct edge *new_edge(struct class *from, const struct edge *edge)
{
	struct edge *new = &edges[edge_count++];

	if (edge_count == EDGES_MAX)
		vitro_finding(HOST_HOLE, "one input takes locks in more than %u orders", EDGES_MAX);
	*new = *edge;
	new->next = from->edges;
	from->edges = new;
	return new;
}

void vitro_lock_order(const struct held_lock *held, const struct held_lock *next)
{
	struct edge edge = {
		.from = class_of(held),
		.to = class_of(next),
		.held_at = held->acquire_ip,
		.taken_at = next->acquire_ip,
		.held_name = held->instance->name,
		.name = next->instance->name,
		.exclusive = !held->read,
		.recursive = next->read == 2,
	};
	const struct visit *way;

	if (edge.from == edge.to || is_known(edge.from, &edge))
		return;
	way = way_back(&edge);
	if (way)
		report_circle(&edge, way);
	new_edge(edge.from, &edge);
}
