// SPDX-License-Identifier: GPL-2.0-only
/* The kernel half's side of a run: bring-up once, then one input after the other. */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/kcsan-checks.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <vitro/harness.h>
#include <vitro/host.h>
#include <vitro/initcalls.h>

#include "internal.h"
#include "page_alloc.h"
#include "sched.h"
#include "stacktrace.h"
#include "trail.h"
#include "user.h"
#include "vmap.h"

#define DRAIN_STEPS 100000 /* that others go on without the clock doing so */
#define DRAIN_TICKS 100000

extern char vitro_once_start[], vitro_once_end[];
extern initcall_t vitro_initcalls_start[], vitro_initcalls_end[];

enum system_states system_state __read_mostly = SYSTEM_RUNNING;
bool early_boot_irqs_disabled;
bool initcall_debug;
bool static_key_initialized __read_mostly = true;

/* One word at a time: the sanitizer may have put its red zone behind each entry. */
static __attribute__((no_sanitize("address", "memory", "thread"))) initcall_t
next_initcall(initcall_t **position, initcall_t *end)
{
	while (*position < end) {
		initcall_t call = *(*position)++;

		if (call)
			return call;
	}
	return NULL;
}

void vitro_run_initcalls(initcall_t *start, initcall_t *end)
{
	initcall_t call;
	int error;

	while ((call = next_initcall(&start, end))) {
		error = call();
		if (error && error != -ENODEV)
			pr_warn("initcall %ps returned %d\n", call, error);
	}
}

static void online_cpus(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		set_cpu_possible(cpu, true);
		set_cpu_present(cpu, true);
		set_cpu_online(cpu, true);
		set_cpu_active(cpu, true);
	}
}

/* Until nobody can run: the input's task lets all others go first. */
static bool run_out(unsigned int *steps)
{
	while (vitro_yield() || vitro_rcu_poke() || vitro_tasklet_poke())
		if (++*steps > DRAIN_STEPS)
			return false;
	return true;
}

/* What the input deferred, and the timers that it armed; not those that tick all the time. */
static bool drain(void)
{
	unsigned int period = vitro_timer_current_period(), steps, ticks = 0;
	u64 last = vitro_hrtimer_last();

	vitro_timer_period();
	do {
		steps = 0;
		if (!run_out(&steps))
			return false;
		if (++ticks > DRAIN_TICKS)
			vitro_finding(HOST_HOLE,
				      "more than %d timers expire before the input's last",
				      DRAIN_TICKS);
	} while ((vitro_timer_armed_in(period) || vitro_hrtimer_armed_until(last)) &&
		 vitro_clock_advance());
	vitro_task_join();
	return true;
}

/*
 * Once-only state (WARN_ONCE, pr_*_once, DO_ONCE) must not depend on earlier inputs: for each it is what bring-up has
 * left, whose objects may have been made with a number drawn once. In assembly, because the sanitizer's red zones between
 * the flags are copied, too.
 */
static void *once_kept;

static void copy_once(void *to, const void *from)
{
	unsigned long size = vitro_once_end - vitro_once_start;

	asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

static void keep_once(void)
{
	once_kept = host_reserve(0, vitro_once_end - vitro_once_start + 1, true);
	copy_once(once_kept, vitro_once_start);
}

int vitro_boot(void)
{
	int error = 0;

	vitro_stack_begin(__builtin_frame_address(0));
	vitro_percpu_init();
	vitro_task_init();
	vitro_pages_init();
	vitro_softirq_init();
	online_cpus();
	vitro_run_initcalls(vitro_initcalls_start, vitro_initcalls_end);
	if (vitro_harness.setup)
		error = vitro_harness.setup();
	if (error)
		pr_err("setup of harness %s returned %d\n", vitro_harness.name, error);
	drain();
	kcsan_atomic_next(0);
	vitro_percpu_keep();
	vitro_pages_keep();
	vitro_numbers_keep();
	vitro_timer_keep();
	vitro_hrtimer_keep();
	vitro_vmap_keep();
	keep_once();
	return error;
}

static void reset(void)
{
	vitro_time_reset();
	vitro_timer_reset();
	vitro_hrtimer_reset();
	vitro_task_reset();
	vitro_percpu_reset();
	vitro_pages_reset();
	vitro_random_reset();
	vitro_user_reset();
	vitro_numbers_reset();
	vitro_vmap_reset();
	vitro_lockdep_reset();
	vitro_trail_reset();
	copy_once(vitro_once_start, once_kept);
}

static void check_tasks(void)
{
	const struct task_struct *task = vitro_task_left();

	if (!task)
		return;
	vitro_show_tasks();
	vitro_finding(HOST_LEAK, "task %s:%d is left when the input has ended", task->comm,
		      task->pid);
}

int vitro_run(const unsigned char *data, unsigned long size)
{
	int verdict;

	vitro_stack_begin(__builtin_frame_address(0));
	reset();
	if (vitro_harness.tasks)
		verdict = vitro_run_concurrently(data, size);
	else
		verdict = vitro_harness.run(data, size);
	vitro_check_srcu();
	vitro_check_locks();
	vitro_check_context();
	if (!drain())
		vitro_finding(HOST_HANG, "deferred work never ends: %d steps after the input",
			      DRAIN_STEPS);
	if (vitro_harness.teardown) {
		vitro_harness.teardown();
		drain();
	}
	vitro_caches_unload();
	check_tasks();
	vitro_user_check();
	vitro_check_hrtimers();
	kcsan_atomic_next(0);
	return verdict < 0 ? -1 : 0;
}

unsigned long vitro_max_input(void)
{
	return vitro_harness.max_size;
}

const char *vitro_owner_name(int kind, const void *owner)
{
	switch (kind) {
	case HOST_SLAB:
		return vitro_cache_name(owner);
	case HOST_VMALLOC:
		return "vmalloc";
	case HOST_PAGES:
		return "pages";
	case HOST_PERCPU:
		return "per-CPU memory";
	case HOST_VMAP:
		return owner;
	}
	return "memory";
}
