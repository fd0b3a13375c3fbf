// SPDX-License-Identifier: GPL-2.0-only
/*
 * The schedule of a concurrent harness. Each turn that the input gives lets a number of switch points pass, then leaves the
 * running task for another one that can run, or lets the next timer expire. Behind the last turn comes a PCT schedule
 * (Burckhardt and others, ASPLOS 2010): random ranks, the highest runs, and at a few random points the one that
 * runs becomes the lowest. The ranks and points are drawn from a hash of the schedule's bytes alone, so that
 * changing the operations leaves the schedule as it is.
 *
 * On real CPUs all tasks get on. One that passes very many points without another having run may be reading until another is
 * through, as lockless readers do: it lets the others, much as if it had said cpu_relax(), unless it waits already.
 */
#include <linux/kcsan-checks.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

#define DEPTH_MAX 3
#define RANK_MIN  (1U << 30) /* ranks drawn are above, those after a change point below */
#define PATIENCE  1000       /* points that a task may pass alone */

struct turn {
	u8 delay, choice;
};

bool vitro_interleaves;
static const struct turn *turn, *turns_end;
static unsigned int countdown;
static u64 seed;
static unsigned int depth, step, changes, change_at[DEPTH_MAX], lowest;
bool vitro_turning;
static const struct task_struct *runner;
static unsigned int passed; /* points, by @runner alone */

static u32 draw(void)
{
	seed = seed * 6364136223846793005UL + 1442695040888963407UL;
	return seed >> 33;
}

static u64 hash(const u8 *bytes, size_t size)
{
	u64 value = 0xcbf29ce484222325UL;
	size_t i;

	for (i = 0; i < size; i++)
		value = (value ^ bytes[i]) * 0x100000001b3UL;
	return value;
}

/* Between 1 and 4096 points on, small numbers as likely as large ones. */
static unsigned int draw_step(void)
{
	unsigned int bits = draw() % 13;

	return 1 + (draw() & ((1U << bits) - 1));
}

static void load_turn(void)
{
	if (turn < turns_end)
		countdown = turn->delay;
}

static void forget_ranks(void)
{
	struct task_struct *task;

	list_for_each_entry(task, &vitro_tasks, thread.all)
		task->thread.rank = 0;
}

void vitro_interleave_begin(const u8 *schedule, size_t size)
{
	unsigned int i;

	turn = (const struct turn *)schedule;
	turns_end = turn + (size - VITRO_SCHEDULE_TRAILER) / sizeof(*turn);
	depth = schedule[size - 1] % (DEPTH_MAX + 1);
	seed = hash(schedule, size);
	forget_ranks();
	step = changes = 0;
	vitro_timeline_begin();
	lowest = RANK_MIN;
	runner = NULL;
	for (i = 0; i < depth; i++)
		change_at[i] = draw_step() + (i ? change_at[i - 1] : 0);
	load_turn();
	vitro_interleaves = true;
}

void vitro_interleave_end(void)
{
	vitro_interleaves = false;
}

static void turn_to(struct task_struct *task)
{
	vitro_turning = true;
	vitro_switch_to(task);
	vitro_turning = false;
}

static struct task_struct *other(unsigned int number)
{
	struct task_struct *task;

	list_for_each_entry(task, &vitro_runnable, thread.queue)
		if (task != current && vitro_may_run(task) && !number--)
			return task;
	return NULL;
}

static unsigned int count_others(void)
{
	unsigned int count = 0;

	while (other(count))
		count++;
	return count;
}

/* One more choice than there are tasks: time passes until the next timer. */
static void take_turn(void)
{
	unsigned int count = count_others(), choice = turn->choice % (count + 1);

	turn++;
	load_turn();
	if (choice == count)
		vitro_clock_steal();
	else
		turn_to(other(choice));
}

static unsigned int rank_of(struct task_struct *task)
{
	if (!task->thread.rank)
		task->thread.rank = RANK_MIN + 1 + draw() % 1000000;
	return task->thread.rank;
}

static struct task_struct *highest(struct task_struct *best)
{
	struct task_struct *task;

	list_for_each_entry(task, &vitro_runnable, thread.queue)
		if (vitro_may_run(task) && (!best || rank_of(task) > rank_of(best)))
			best = task;
	return best;
}

static void become_lowest(void)
{
	current->thread.rank = --lowest;
}

static void pct_point(void)
{
	struct task_struct *task;

	step++;
	if (changes < depth && step == change_at[changes]) {
		changes++;
		become_lowest();
	}
	task = highest(current);
	if (task != current)
		turn_to(task);
}

static bool has_run_alone(void)
{
	if (runner != current) {
		runner = current;
		passed = 0;
	}
	return ++passed % PATIENCE == 0;
}

static void pass_point(void)
{
	if (turn >= turns_end) {
		if (depth)
			pct_point();
	} else if (!countdown--) {
		take_turn();
	}
}

/* Who waits already is about to leave for whoever can run. */
static bool is_point(void)
{
	return unlikely(vitro_interleaves) && !list_empty(&current->thread.queue);
}

void vitro_switch_point(void)
{
	if (!is_point())
		return;
	if (has_run_alone())
		vitro_stand_back();
	else
		pass_point();
}

/* Who has the highest rank changes elsewhere, but for the points where the running one becomes the lowest. */
static bool is_quiet(void)
{
	return turn >= turns_end && !(changes < depth && step + 1 == change_at[changes]);
}

void vitro_access_point(const void *address)
{
	unsigned long frame = (unsigned long)__builtin_frame_address(0);

	if (!is_point() || (unsigned long)address - frame < THREAD_SIZE)
		return;
	if (is_quiet())
		step++;
	else
		pass_point();
}

struct task_struct *vitro_next_task(void)
{
	if (!vitro_interleaves || !depth || turn < turns_end)
		return NULL;
	return highest(NULL);
}

void vitro_spun(void)
{
	if (vitro_interleaves && depth)
		become_lowest();
}
