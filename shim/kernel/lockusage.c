// SPDX-License-Identifier: GPL-2.0-only
/*
 * The contexts that classes of locks are taken in (Documentation/locking/lockdep-design.rst): what an interrupt takes must not
 * be held by what it may interrupt, and no lock that one takes may wait, over however many others, for one that is held with
 * interrupts on.
 */
#include <linux/hardirq.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <vitro/host.h>

#include "internal.h"
#include "lockdep.h"
#include "lockgraph.h"

static const char *const usage_names[USAGES] = {
	"IN-HARDIRQ-W", "IN-HARDIRQ-R", "HARDIRQ-ON-W", "HARDIRQ-ON-R",
	"IN-SOFTIRQ-W", "IN-SOFTIRQ-R", "SOFTIRQ-ON-W", "SOFTIRQ-ON-R",
};

#define READS 0xaaU
#define IN    0x33U /* the bits of what interrupts and softirqs take */
#define ON    0xccU
#define READ  BIT(0) /* of one bit's number */
#define IS_ON BIT(1)

static bool interrupts_take; /* anything, in this input */

void vitro_usage_reset(void)
{
	interrupts_take = false;
}

/* ---- Several classes ---- */

/* A reader that comes over a weak edge waits for no reader. */
static unsigned int seen(const struct visit *visit)
{
	return is_weak(visit) ? visit->class->usage & ~READS : visit->class->usage;
}

/* Of interrupts or softirqs: what was taken in them against what was taken with them on, readers or not. */
static unsigned int others_of(unsigned int usage)
{
	unsigned int other = (usage & IN) << 2 | (usage & ON) >> 2;

	return other | (other & READS) >> 1 | (other & ~READS) << 1;
}

static bool collects(const struct visit *visit, void *argument)
{
	*(unsigned int *)argument |= seen(visit) & IN;
	return false;
}

static bool was_used(const struct visit *visit, void *argument)
{
	return seen(visit) & *(unsigned int *)argument;
}

static void show_usage(const struct class *class, unsigned int bit)
{
	pr_info("%s was seen as {%s}:\n", class->name, usage_names[bit]);
	vitro_stack_show(&class->used_at[bit]);
}

static const char *context_of(unsigned int bit)
{
	return bit & SOFTIRQ ? "SOFTIRQ" : "HARDIRQ";
}

/* What is wanted of both ends: the way there, and how it was used. Return: the class it leads to, or NULL. */
static struct class *show_found(const struct lock_search *how, struct class *start, bool weak)
{
	const struct visit *visit = vitro_lock_search(how, start, weak);
	unsigned int wanted;

	if (!visit)
		return NULL;
	wanted = seen(visit) & *(unsigned int *)how->argument;
	vitro_show_way(visit);
	show_usage(visit->class, __ffs(wanted));
	*(unsigned int *)how->argument = wanted;
	return visit->class;
}

static unsigned int taken_before(const struct edge *edge)
{
	unsigned int taken = 0;
	const struct lock_search how = {
		.backwards = true, .locks_only = true, .wanted = collects, .argument = &taken
	};

	vitro_lock_search(&how, edge->from, !edge->exclusive);
	return taken;
}

void vitro_check_inversion(const struct edge *edge)
{
	unsigned int wanted;
	struct lock_search how = { .locks_only = true, .wanted = was_used, .argument = &wanted };
	struct class *safe, *unsafe;

	if (!interrupts_take)
		return;
	wanted = others_of(taken_before(edge)) & ON;
	unsafe = wanted ? show_found(&how, edge->to, edge->recursive) : NULL;
	if (!unsafe)
		return;
	vitro_show_edge(edge);
	wanted = others_of(wanted) & IN;
	how.backwards = true;
	safe = show_found(&how, edge->from, !edge->exclusive);
	vitro_finding(HOST_MISUSE, "WARNING: %s-safe -> %s-unsafe lock order detected: %s -> %s",
		      context_of(__ffs(wanted)), context_of(__ffs(wanted)), safe->name,
		      unsafe->name);
}

/* The order is older than the use. */
static void check_neighbours(struct class *class, const struct held_lock *held, unsigned int bit)
{
	unsigned int wanted = others_of(BIT(bit));
	const struct lock_search how = { .backwards = bit & IS_ON,
					 .locks_only = true,
					 .wanted = was_used,
					 .argument = &wanted };
	bool weak = bit & IS_ON ? held->read : held->read == 2;
	struct class *other;

	if (!interrupts_take || !(bit & IS_ON ? class->back : class->edges))
		return;
	other = show_found(&how, class, weak);
	if (!other)
		return;
	show_usage(class, bit);
	vitro_finding(HOST_MISUSE,
		      "WARNING: possible irq lock inversion dependency detected: %s {%s}, %s {%s}",
		      class->name, usage_names[bit], other->name, usage_names[__ffs(wanted)]);
}

/* ---- One class ---- */

/* What the interrupt would wait for; of readers, only one that writes keeps another out. */
static int opposite(unsigned int usage, unsigned int bit)
{
	unsigned int other = others_of(BIT(bit));

	return ffs(usage & (bit & READ ? other & ~READS : other)) - 1;
}

static void use(struct class *class, const struct held_lock *held, unsigned int bit,
		const void *frame)
{
	int other = opposite(class->usage, bit);

	class->usage |= BIT(bit);
	interrupts_take |= !(bit & IS_ON);
	vitro_stack_save(&class->used_at[bit], frame);
	if (other < 0) {
		check_neighbours(class, held, bit);
		return;
	}
	show_usage(class, other);
	vitro_finding(HOST_MISUSE, "WARNING: inconsistent lock state: {%s} -> {%s} usage of %s",
		      usage_names[other], usage_names[bit], class->name);
}

/* @frame: of the function that uses it so */
static void use_as(const struct held_lock *held, unsigned int usage, const void *frame)
{
	struct class *class = vitro_class_of(held);
	unsigned long new = usage & ~class->usage;
	unsigned int bit;

	for_each_set_bit(bit, &new, USAGES) use(class, held, bit, frame);
}

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

void vitro_lock_usage(const struct held_lock *held)
{
	use_as(held, usage_of(held), __builtin_frame_address(0));
}

void vitro_locks_enabled(bool interrupts)
{
	const struct held_lock *held;
	unsigned int usage;

	for (held = vitro_last_held(); held && held >= current->held_locks; held--) {
		usage = interrupts ? BIT(ON_WRITE) : 0;
		usage |= softirq_count() ? 0 : BIT(SOFTIRQ + ON_WRITE);
		if (held->check)
			use_as(held, usage << !!held->read, __builtin_frame_address(0));
	}
}
