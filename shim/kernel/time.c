// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtual clock. It stands still while code runs and jumps when only timers are left; jiffies, monotonic and
 * real time move together. Every input starts at the same moment.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched/clock.h>
#include <linux/timekeeping.h>

#include "../../../kernel/time/timekeeping.h"

#include "internal.h"

#define BOOT_NS        (3600ULL * NSEC_PER_SEC) /* one hour of uptime */
#define REAL_OFFSET_NS (1700000000ULL * NSEC_PER_SEC)
#define SPIN_NS        (10 * NSEC_PER_USEC)   /* what one cpu_relax() takes */
#define LOCKUP_NS      (20ULL * NSEC_PER_SEC) /* kernel/watchdog.c */
#define PATIENCE_NS    (1024 * SPIN_NS)
#define LOOK_NS        (16 * SPIN_NS)

static u64 now_ns = BOOT_NS;
static u64 stolen_ns; /* passed while somebody could have run */
static u64 spin_start_ns, spin_end_ns;

unsigned long volatile jiffies = INITIAL_JIFFIES;
u64 jiffies_64 = INITIAL_JIFFIES;

static void set_time(u64 ns)
{
	now_ns = ns;
	jiffies = INITIAL_JIFFIES + (ns - BOOT_NS) / TICK_NSEC;
	jiffies_64 = jiffies;
}

void vitro_time_reset(void)
{
	set_time(BOOT_NS);
	stolen_ns = 0;
}

u64 vitro_time_of_jiffies(unsigned long when)
{
	return BOOT_NS + (s64)(when - INITIAL_JIFFIES) * TICK_NSEC;
}

void vitro_time_advance(u64 when)
{
	if (when > now_ns)
		set_time(when);
}

void vitro_time_steal(u64 when)
{
	if (when <= now_ns)
		return;
	stolen_ns += when - now_ns;
	set_time(when);
}

u64 vitro_time_given(void)
{
	return now_ns - stolen_ns;
}

bool vitro_time_spin(void)
{
	if (now_ns != spin_end_ns)
		spin_start_ns = now_ns;
	spin_end_ns = now_ns + SPIN_NS;
	set_time(spin_end_ns);
	return spin_end_ns - spin_start_ns < LOCKUP_NS;
}

bool vitro_time_spins_in_vain(void)
{
	u64 spun = spin_end_ns - spin_start_ns;

	return spun > PATIENCE_NS && spun % LOOK_NS;
}

static u64 offset_ns(enum tk_offsets offset)
{
	return offset == TK_OFFS_REAL || offset == TK_OFFS_TAI ? REAL_OFFSET_NS : 0;
}

ktime_t ktime_get(void)
{
	return now_ns;
}

ktime_t ktime_get_raw(void)
{
	return now_ns;
}

ktime_t ktime_get_with_offset(enum tk_offsets offset)
{
	return now_ns + offset_ns(offset);
}

ktime_t ktime_get_coarse_with_offset(enum tk_offsets offset)
{
	return now_ns + offset_ns(offset);
}

u64 ktime_get_mono_fast_ns(void)
{
	return now_ns;
}

u64 ktime_get_real_fast_ns(void)
{
	return now_ns + REAL_OFFSET_NS;
}

ktime_t ktime_mono_to_any(ktime_t mono, enum tk_offsets offset)
{
	return mono + offset_ns(offset);
}

time64_t ktime_get_seconds(void)
{
	return now_ns / NSEC_PER_SEC;
}

time64_t ktime_get_real_seconds(void)
{
	return (now_ns + REAL_OFFSET_NS) / NSEC_PER_SEC;
}

/* For hrtimer.c: how far its other clocks are from the monotonic one. Nobody sets them. */
ktime_t ktime_get_update_offsets_now(unsigned int *clock_was_set_seq, ktime_t *real, ktime_t *boot,
				     ktime_t *tai)
{
	*real = offset_ns(TK_OFFS_REAL);
	*boot = offset_ns(TK_OFFS_BOOT);
	*tai = offset_ns(TK_OFFS_TAI);
	return now_ns;
}

u64 ktime_get_boot_fast_ns(void)
{
	return now_ns;
}

u64 ktime_get_raw_fast_ns(void)
{
	return now_ns;
}

u32 ktime_get_resolution_ns(void)
{
	return 1;
}

void ktime_get_raw_ts64(struct timespec64 *ts)
{
	ktime_get_ts64(ts);
}

void ktime_get_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(now_ns);
}

void ktime_get_real_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(now_ns + REAL_OFFSET_NS);
}

void ktime_get_coarse_ts64(struct timespec64 *ts)
{
	ktime_get_ts64(ts);
}

void ktime_get_coarse_real_ts64(struct timespec64 *ts)
{
	ktime_get_real_ts64(ts);
}

unsigned long long sched_clock(void)
{
	return now_ns;
}

/* Busy waiting takes virtual time only. What expires meanwhile happens at the next point where the task can be left. */
static void busy_wait(u64 ns)
{
	set_time(now_ns + ns);
	vitro_clock_passed();
}

/* In units of 2^-32 seconds, rounded up. */
void __const_udelay(unsigned long xloops)
{
	busy_wait(xloops * NSEC_PER_SEC >> 32);
}

void __udelay(unsigned long usecs)
{
	busy_wait(usecs * NSEC_PER_USEC);
}

void __ndelay(unsigned long nsecs)
{
	busy_wait(nsecs);
}
