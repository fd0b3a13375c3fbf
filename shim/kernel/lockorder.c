// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order in which classes of locks are taken, seen from the start of the input: a graph with an edge from each lock
 * that was held to the one that was then taken. A circle is a deadlock (Documentation/locking/lockdep-design.rst)
 * unless it passes, somewhere, from a recursive reader to a reader of the same lock. And the contexts that a class is taken
 * in: what an interrupt takes must not be held by what it may interrupt.
 */
#include <linux/hardirq.h>
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
	unsigned long search;
};

/* How a class was taken: one of the first four for interrupts, then the same for softirqs. */
enum { IN_WRITE, IN_READ, ON_WRITE, ON_READ, SOFTIRQ, USAGES = 2 * SOFTIRQ };

static const char *const usage_names[USAGES] = {
	"IN-HARDIRQ-W", "IN-HARDIRQ-R", "HARDIRQ-ON-W", "HARDIRQ-ON-R",
	"IN-SOFTIRQ-W", "IN-SOFTIRQ-R", "SOFTIRQ-ON-W", "SOFTIRQ-ON-R",
};

struct class
{
	const void *key; /* NULL once it was given up */
	unsigned long generation;
	unsigned int subclass, usage;
	struct edge *edges;
	struct visit visits[2];
	unsigned long used_at[USAGES];
};

static struct class classes[1U << CLASS_BITS];
static struct edge edges[EDGES_MAX];
static struct visit *queue[2 * CLASSES_MAX];
static unsigned long generation = 1, search;
static unsigned int class_count, edge_count;

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
	class->usage = 0;
	class->edges = NULL;
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

static struct class *class_of(const struct held_lock *held)
{
	struct class *class = place_of(vitro_key_of(held), held->class_idx);

	return class->generation == generation ? class : new_class(class, held);
}

void vitro_lock_order_forget(const void *key)
{
	unsigned int subclass;

	for (subclass = 0; subclass < MAX_LOCKDEP_SUBCLASSES; subclass++) {
		struct class *class = place_of(key, subclass);

		if (class->generation != generation)
			continue;
		class->key = NULL;
		class->edges = NULL;
	}
}

/* ---- Contexts ---- */

static unsigned int usage_of(const struct held_lock *held)
{
	unsigned int read = !!held->read, usage = 0;

	if (!held->trylock) {
		usage |= !!in_hardirq() << (IN_WRITE + read);
		usage |= !!in_serving_softirq() << (SOFTIRQ + IN_WRITE + read);
	}
	if (irqs_disabled() || in_hardirq())
		return usage;
	return usage | BIT(ON_WRITE + read) | !softirq_count() << (SOFTIRQ + ON_WRITE + read);
}

/* What the interrupt would wait for; of readers, only one that writes keeps another out. */
static int opposite(unsigned int usage, unsigned int bit)
{
	static const unsigned int excluded[] = {
		[IN_WRITE] = BIT(ON_WRITE) | BIT(ON_READ),
		[IN_READ] = BIT(ON_WRITE),
		[ON_WRITE] = BIT(IN_WRITE) | BIT(IN_READ),
		[ON_READ] = BIT(IN_WRITE),
	};

	return ffs(usage & excluded[bit % SOFTIRQ] << (bit & SOFTIRQ)) - 1;
}

static void use(struct class *class, const struct held_lock *held, unsigned int bit)
{
	int other = opposite(class->usage, bit);

	class->usage |= BIT(bit);
	class->used_at[bit] = held->acquire_ip;
	if (other < 0)
		return;
	pr_info("%s: %s was seen at %pS, %s now at %pS\n", held->instance->name, usage_names[other],
		(void *)class->used_at[other], usage_names[bit], (void *)held->acquire_ip);
	vitro_finding(HOST_MISUSE, "WARNING: inconsistent lock state: {%s} -> {%s} usage of %s",
		      usage_names[other], usage_names[bit], held->instance->name);
}

void vitro_lock_usage(const struct held_lock *held)
{
	struct class *class = class_of(held);
	unsigned long new = usage_of(held) & ~class->usage;
	unsigned int bit;

	for_each_set_bit(bit, &new, USAGES) use(class, held, bit);
}

/* ---- Order ---- */

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
