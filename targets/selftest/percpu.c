// SPDX-License-Identifier: GPL-2.0-only
#include <linux/cpumask.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "selftest.h"

static DEFINE_PER_CPU(int, counter) = 7;

CASE(static_variables_start_as_defined, NULL)
{
	unsigned int cpu, cpus = 0;

	for_each_possible_cpu(cpu) {
		EXPECT(per_cpu(counter, cpu) == 7);
		cpus++;
	}
	EXPECT(cpus == NR_CPUS);
	EXPECT(num_online_cpus() == NR_CPUS);
}

CASE(each_cpu_has_its_own, NULL)
{
	int __percpu *number = alloc_percpu(int);
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		*per_cpu_ptr(number, cpu) = cpu;
	for_each_possible_cpu(cpu)
		EXPECT(*per_cpu_ptr(number, cpu) == cpu);
	EXPECT(this_cpu_ptr(number) == per_cpu_ptr(number, raw_smp_processor_id()));
	free_percpu(number);
}

CASE(zeroed, NULL)
{
	u64 __percpu *number = alloc_percpu(u64);
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		EXPECT(*per_cpu_ptr(number, cpu) == 0);
	this_cpu_add(*number, 5);
	this_cpu_inc(*number);
	EXPECT(this_cpu_read(*number) == 6);
	free_percpu(number);
	free_percpu(NULL);
}

CASE(aligned_as_asked, NULL)
{
	void __percpu *memory = __alloc_percpu(10, 512);
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		EXPECT(IS_ALIGNED((unsigned long)per_cpu_ptr(memory, cpu), 512));
	free_percpu(memory);
}

/* Twice this would be too much, if one input's memory did not come back for the next. */
CASE(memory_comes_back_for_the_next_input, NULL)
{
	int i;

	for (i = 0; i < 2500; i++)
		free_percpu(__alloc_percpu(PAGE_SIZE, 8));
}

CASE(impossible_size_warns, "warning: WARNING at")
{
	EXPECT(!__alloc_percpu(HIDDEN(1UL << 20), 8));
}

CASE(leak, "leak: memory leak of N bytes in N objects, first of per-CPU memory")
{
	EXPECT(alloc_percpu(int));
}

CASE(free_of_something_else, "misuse: free_percpu of")
{
	free_percpu((void __percpu __force *)HIDDEN(kmalloc(16, GFP_KERNEL)));
}

CASE(free_twice, "misuse: free_percpu of")
{
	int __percpu *number = alloc_percpu(int);

	free_percpu(number);
	free_percpu(number);
}

CASE(sleep_between_get_and_put, ATOMIC_SLEEP)
{
	int __percpu *number = alloc_percpu(int);

	get_cpu_ptr(number);
	kfree(kmalloc(16, GFP_KERNEL));
}

CASE(get_without_put, "misuse: WARNING: input returned with preemption imbalance")
{
	get_cpu_var(counter);
}

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(read_right_after_the_end, "use-after-poison read")
{
	TOUCH((char *)this_cpu_ptr(alloc_percpu(u64)) + 8);
}

CASE(use_after_free, "use-after-poison read")
{
	int __percpu *number = alloc_percpu(int);

	free_percpu(number);
	TOUCH((char *)this_cpu_ptr(number));
}
#endif
