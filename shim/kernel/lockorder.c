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
#include "lockgraph.h"

#define CLASS_BITS  13
#define CLASSES_MAX (1U << (CLASS_BITS - 1))
#define EDGES_MAX   (1U << 16)

static struct class classes[1U << CLASS_BITS];
static struct edge edges[EDGES_MAX];
static struct visit *queue[2 * CLASSES_MAX];
static unsigned long generation = 1, search;
static unsigned int class_count, edge_count;

void vitro_lock_order_reset(void)
{
	generation++;
	class_count = edge_count = 0;
	vitro_usage_reset();
}

static struct class *new_class(struct class *class, const struct held_lock *held)
{
	if (++class_count > CLASSES_MAX)
		vitro_finding(HOST_HOLE, "one input uses more than %u classes of locks",
			      CLASSES_MAX);
	class->key = vitro_key_of(held);
	class->name = held->instance->name;
	class->is_lock = held->instance->lock_type == LD_LOCK_NORMAL;
	class->subclass = held->class_idx;
	class->generation = generation;
	class->usage = 0;
	class->edges = class->back = NULL;
	return class;
}

/* Where it is, or would be: it is there when the generation is this one. */
static struct class *place_of(const void *key, unsigned int subclass)
{
	unsigned int i = hash_64((unsigned long)key + subclass, CLASS_BITS);
	struct class *class;

	for (;; i = (i + 1) % ARRAY_SIZE(classes)) {
		class = &classes[i];
		if (class->generation != generation ||
		    (class->key == key && class->subclass == subclass))
			return class;
	}
}

struct class *vitro_class_of(const struct held_lock *held)
{
	struct class *class = place_of(vitro_key_of(held), held->class_idx);

	return class->generation == generation ? class : new_class(class, held);
}

static void unlink_back(const struct edge *edge)
{
	struct edge **link = &edge->to->back;

	while (*link != edge)
		link = &(*link)->next_back;
	*link = edge->next_back;
}

/* Ways that lead there end there. */
static void forget(struct class *class)
{
	struct edge *edge;

	for (edge = class->edges; edge; edge = edge->next)
		unlink_back(edge);
	class->key = NULL;
	class->usage = 0;
	class->edges = NULL;
}

void vitro_lock_order_forget(const void *key)
{
	unsigned int subclass;

	for (subclass = 0; subclass < MAX_LOCKDEP_SUBCLASSES; subclass++) {
		struct class *class = place_of(key, subclass);

		if (class->generation != generation)
			continue;
		forget(class);
	}
}

static bool is_known(const struct class *from, const struct class *to, const struct held_lock *held,
		     const struct held_lock *next)
{
	const struct edge *other;

	for (other = from->edges; other; other = other->next)
		if (other->to == to && other->exclusive == !held->read &&
		    other->recursive == (next->read == 2))
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

static bool may_follow(const struct visit *at, const struct edge *step, bool backwards)
{
	return !is_weak(at) || (backwards ? !step->recursive : step->exclusive);
}

/* Enter what @at leads to, from the queue's @last place on. Return: the place behind. */
static unsigned int spread(const struct lock_search *how, struct visit *at, unsigned int last)
{
	bool backwards = how->backwards;
	struct edge *step = backwards ? at->class->back : at->class->edges;
	struct visit *next;

	for (; step; step = backwards ? step->next_back : step->next) {
		if (!may_follow(at, step, backwards))
			continue;
		next = visit(backwards ? step->from : step->to,
			     backwards ? !step->exclusive : step->recursive, step, at);
		if (next)
			queue[last++] = next;
	}
	return last;
}

const struct visit *vitro_lock_search(const struct lock_search *how, struct class *start, bool weak)
{
	unsigned int first = 0, last = 0;
	struct visit *at;

	search++;
	queue[last++] = visit(start, weak, NULL, NULL);
	while (first < last) {
		at = queue[first++];
		if (how->locks_only && !at->class->is_lock)
			continue;
		if (how->wanted(at, how->argument))
			return at;
		last = spread(how, at, last);
	}
	return NULL;
}

static bool closes(const struct visit *visit, void *argument)
{
	const struct edge *edge = argument;

	return visit->class == edge->from && (!is_weak(visit) || edge->exclusive);
}

/* The shortest way that leads back from @edge to where it starts. */
static const struct visit *way_back(struct edge *edge)
{
	const struct lock_search how = { .wanted = closes, .argument = edge };

	return edge->to->edges ? vitro_lock_search(&how, edge->to, edge->recursive) : NULL;
}

void vitro_show_edge(const struct edge *edge)
{
	char place[VITRO_PLACE];

	host_place(edge->held_at, place, sizeof(place));
	pr_info("%s was taken with %s held, taken at %s:\n", edge->name, edge->held_name, place);
	vitro_stack_show(&edge->taken_at);
}

void vitro_show_way(const struct visit *visit)
{
	for (; visit->by; visit = visit->before)
		vitro_show_edge(visit->by);
}

static void report_circle(const struct edge *edge, const struct visit *way)
{
	vitro_show_way(way);
	vitro_show_edge(edge);
	vitro_finding(
		HOST_MISUSE,
		"WARNING: possible circular locking dependency detected: %s is taken with %s held",
		edge->name, edge->held_name);
}

static struct edge *new_edge(const struct edge *edge)
{
	struct edge *new = &edges[edge_count++];

	if (edge_count == EDGES_MAX)
		vitro_finding(HOST_HOLE, "one input takes locks in more than %u orders", EDGES_MAX);
	*new = *edge;
	new->next = edge->from->edges;
	edge->from->edges = new;
	new->next_back = edge->to->back;
	edge->to->back = new;
	return new;
}

static void add_order(struct class *from, struct class *to, const struct held_lock *held,
		      const struct held_lock *next)
{
	struct edge edge = {
		.from = from,
		.to = to,
		.held_at = held->acquire_ip,
		.held_name = held->instance->name,
		.name = next->instance->name,
		.taken_at = *vitro_held_at(next),
		.exclusive = !held->read,
		.recursive = next->read == 2,
	};
	const struct visit *way = way_back(&edge);

	if (way)
		report_circle(&edge, way);
	vitro_check_inversion(new_edge(&edge));
}

void vitro_lock_order(const struct held_lock *held, const struct held_lock *next)
{
	struct class *from = vitro_class_of(held), *to = vitro_class_of(next);

	if (from != to && !is_known(from, to, held, next))
		add_order(from, to, held, next);
}
