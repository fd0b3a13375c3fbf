// SPDX-License-Identifier: GPL-2.0-only
/*
 * The clock event device of each virtual CPU, which is all that the real kernel/time/hrtimer.c has below it
 * (kernel/time/{clockevents,tick-oneshot}.c): one time, to the nanosecond, at which the CPU is interrupted. There is no periodic
 * tick: jiffies follow the clock.
 */
#include <linux/clockchips.h>
#include <linux/hrtimer.h>
#include <linux/irqflags.h>
#include <linux/sched.h>
#include <linux/tick.h>
#include <vitro/harness.h>

#include "../../../kernel/time/tick-internal.h"

#include "internal.h"
#include "sched.h"

static struct clock_event_device devices[NR_CPUS]; /* next_event: KTIME_MAX for none */
static ktime_t kept[NR_CPUS];

int tick_program_event(ktime_t expires, int force)
{
	struct clock_event_device *device = &devices[vitro_cpu];

	if (expires <= ktime_get() && !force)
		return -ETIME;
	device->next_event = expires;
	if (expires <= ktime_get())
		vitro_irq_raise(vitro_cpu, VITRO_IRQ_CLOCK);
	return 0;
}

void vitro_tick_interrupt(void)
{
	struct clock_event_device *device = &devices[vitro_cpu];

	if (device->next_event <= ktime_get())
		hrtimer_interrupt(device);
}

int vitro_tick_next(u64 *when, unsigned int *cpu)
{
	unsigned int other;

	*when = KTIME_MAX;
	for (other = 0; other < NR_CPUS; other++)
		if (devices[other].next_event < *when && vitro_takes_interrupts(other)) {
			*when = devices[other].next_event;
			*cpu = other;
		}
	return *when == KTIME_MAX ? -ENOENT : 0;
}

void vitro_tick_keep(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		kept[cpu] = devices[cpu].next_event;
}

/* A timer that another CPU has cancelled leaves its interrupt behind: hrtimer.c looks anew what there is. */
void vitro_tick_reset(void)
{
	unsigned int cpu = vitro_cpu;

	for (vitro_cpu = 0; vitro_cpu < NR_CPUS; vitro_cpu++) {
		if (devices[vitro_cpu].next_event == kept[vitro_cpu])
			continue;
		local_irq_disable();
		hrtimer_interrupt(&devices[vitro_cpu]);
		local_irq_enable();
	}
	vitro_cpu = cpu;
}

/* What hrtimer.c asks before it takes the device for itself. */
int tick_check_oneshot_change(int allow_nohz)
{
	return 1;
}

int tick_init_highres(void)
{
	return 0;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
void tick_setup_sched_timer(bool hrtimer)
{
}
#else
void tick_setup_sched_timer(void)
{
}
#endif

/* kernel/cpu.c: each CPU does this for itself. */
static void start_cpu(unsigned int cpu)
{
	vitro_cpu = cpu;
	devices[cpu].next_event = KTIME_MAX;
	hrtimers_prepare_cpu(cpu);
	hrtimers_cpu_starting(cpu);
	local_irq_disable();
	hrtimer_run_queues();
	local_irq_enable();
}

static int __init init_ticks(void)
{
	int cpu;

	hrtimers_init();
	for (cpu = NR_CPUS - 1; cpu >= 0; cpu--)
		start_cpu(cpu);
	return 0;
}
VITRO_BOOT_CALL(init_ticks);
