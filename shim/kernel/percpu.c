// SPDX-License-Identifier: GPL-2.0-only
/*
 * Per-CPU memory: one reserved unit per virtual CPU at a constant distance, holding a copy of the linked
 * section and, above it, what alloc_percpu() hands out. Memory that is not handed out is poisoned, and freed
 * memory is not handed out again during the input, so overflows and uses after free are reported.
 */
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched/mm.h>
#include <asm/sections.h>
#include <vitro/host.h>

#include "internal.h"

#define UNIT_SIZE (16UL << 20)
#define STEP      (256UL << 10)
#define RED_ZONE  32UL

unsigned long __per_cpu_offset[NR_CPUS];

static unsigned long static_size, next_free, first_free, opened; /* offsets into a unit */
static void *unit[NR_CPUS], *kept;

/*
 * Variables of the section that count how often something was done, and every so often do more: that must not depend on earlier inputs
 * either. shim/host/vitro.ld says which; what they lead to has gone with the input.
 */
extern char vitro_percpu_counts_start[], vitro_percpu_counts_end[];
static char kept_counts[NR_CPUS][2048];

/* So that nobody pays for what few inputs use: memory, and a process's start and fork. Behind that no access is possible. */
static void open_to(unsigned long end)
{
	unsigned long size = ALIGN(end + STEP / 2, STEP) - opened;
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		host_reserve((unsigned long)unit[cpu] + opened, size, 1);
		host_poison(unit[cpu] + opened, size);
	}
	opened += size;
}

/* The template has the sanitizer's red zones between its variables; nothing else reads it. */
void vitro_percpu_init(void)
{
	unsigned int cpu;

	static_size = __per_cpu_end - __per_cpu_start;
	next_free = ALIGN(static_size, PAGE_SIZE) + RED_ZONE;
	host_unpoison(__per_cpu_start, static_size, 0);
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		unit[cpu] = host_reserve(0, UNIT_SIZE, 0);
	open_to(next_free);
	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		host_unpoison(unit[cpu], static_size, 0);
		memcpy(unit[cpu], __per_cpu_start, static_size);
		__per_cpu_offset[cpu] = (unsigned long)unit[cpu] - (unsigned long)__per_cpu_start;
	}
}

/* In assembly: what is not handed out, or was given back, is copied with the rest. */
static void copy(void *to, const void *from, unsigned long size)
{
	asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

static unsigned long first_own(void)
{
	return ALIGN(static_size, PAGE_SIZE);
}

static unsigned long counts_size(void)
{
	return vitro_percpu_counts_end - vitro_percpu_counts_start;
}

static void *counts_of(unsigned int cpu)
{
	return unit[cpu] + (vitro_percpu_counts_start - __per_cpu_start);
}

void vitro_percpu_keep(void)
{
	unsigned long size = next_free - first_own();
	unsigned int cpu;

	first_free = next_free;
	kept = host_reserve(0, NR_CPUS * size, 1);
	if (counts_size() > sizeof(kept_counts[0]))
		vitro_finding(HOST_HOLE,
			      "no room to keep the per-CPU counts of shim/host/vitro.ld");
	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		copy(kept + cpu * size, unit[cpu] + first_own(), size);
		copy(kept_counts[cpu], counts_of(cpu), counts_size());
	}
}

/*
 * What bring-up took stays and is as it was then: a counter's part on a CPU, which is added to the sum when it has become large,
 * must not depend on earlier inputs. All above it was an input's, and that has ended.
 */
void vitro_percpu_reset(void)
{
	unsigned long size = first_free - first_own();
	unsigned int cpu;

	next_free = first_free;
	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		copy(unit[cpu] + first_own(), kept + cpu * size, size);
		copy(counts_of(cpu), kept_counts[cpu], counts_size());
	}
}

static void hand_out(unsigned long offset, size_t size)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		host_unpoison(unit[cpu] + offset, size, 0);
		memset(unit[cpu] + offset, 0, size);
	}
}

static void __percpu *allocate(size_t size, size_t align, gfp_t flags)
{
	unsigned long offset = ALIGN(next_free, max_t(size_t, align, 8));

	might_alloc(flags);
	if (!size || size > PAGE_SIZE * 8 || align > PAGE_SIZE || !is_power_of_2(align)) {
		WARN(!(flags & __GFP_NOWARN),
		     "illegal size (%zu) or align (%zu) for percpu allocation\n", size, align);
		return NULL;
	}
	if (offset + size + STEP * 2 > UNIT_SIZE)
		vitro_finding(HOST_HOLE, "the per-CPU area of %lu bytes is used up", UNIT_SIZE);
	next_free = ALIGN(offset + size, 8) + RED_ZONE;
	if (next_free + STEP / 2 > opened)
		open_to(next_free);
	hand_out(offset, size);
	host_ledger_add(unit[0] + offset, size, HOST_PERCPU, NULL);
	return (void __percpu __force *)(__per_cpu_start + offset);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
void __percpu *pcpu_alloc_noprof(size_t size, size_t align, bool reserved, gfp_t flags)
{
	return allocate(size, align, flags);
}
#else
void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t flags)
{
	return allocate(size, align, flags);
}

void __percpu *__alloc_percpu(size_t size, size_t align)
{
	return allocate(size, align, GFP_KERNEL);
}
#endif

void free_percpu(void __percpu *pointer)
{
	unsigned long offset = (unsigned long)pointer - (unsigned long)__per_cpu_start;
	const void *owner;
	unsigned long size;
	unsigned int cpu;
	int kind;

	if (!pointer)
		return;
	if (offset >= UNIT_SIZE || host_ledger_find(unit[0] + offset, &size, &kind, &owner))
		vitro_finding(HOST_MISUSE,
			      "free_percpu of %px, which is not a live per-CPU allocation",
			      pointer);
	host_ledger_remove(unit[0] + offset);
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		host_poison(unit[cpu] + offset, size);
}
