// SPDX-License-Identifier: GPL-2.0-only
/* What repro shows of a schedule: one line into the kernel log for each switch, with where and for what the running task was left. */
#include <linux/kcsan-checks.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

static unsigned int shown;

#define FRAMES 16
#define PLACE  160

/* What stands between the code that somebody wants to know of and a switch. */
static bool is_machinery(const char *place)
{
	static const char *const files[] = { " arch/vitro/kernel/", " kernel/locking/",
					     " kernel/sched/", " ../arch/vitro/kernel/" };
	int i;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		if (strstr(place, files[i]))
			return true;
	return false;
}

static const char *meaning(const char *function)
{
	static const struct {
		const char *part, *event;
	} meanings[] = {
		{ "vitro_switch_point", "marked access" },
		{ "unlock", "unlocks" },
		{ "_lock", "locks" },
		{ "trylock", "locks" },
		{ "wake", "wakes" },
		{ "complete", "wakes" },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(meanings); i++)
		if (strstr(function, meanings[i].part))
			return meanings[i].event;
	return NULL;
}

/*
 * @place gets the innermost function that is none of the machinery's, "" when that is the host's. Return: what the
 * machinery was called for.
 */
static const char *find_place(char *place)
{
	unsigned long addresses[FRAMES];
	int i, count = host_stack(addresses, FRAMES);
	const char *event = NULL;

	for (i = 0; i < count; i++) {
		bool machinery;

		host_place(addresses[i], place, PLACE);
		machinery = is_machinery(place);
		if (strstr(place, " shim/host/"))
			break;
		*strchrnul(place, ' ') = 0;
		if (!machinery)
			return event;
		event = meaning(place) ?: event;
	}
	*place = 0;
	return event;
}

static void show_switch(const struct task_struct *to)
{
	char place[PLACE];
	const char *event = find_place(place);

	if (current->__state == TASK_DEAD)
		event = "ends";
	else if (!vitro_turning)
		event = current->__state ? "waits" : "yields";
	pr_info("timeline %u: cpu%d %s%s%s: %s; %s goes on\n", ++shown, vitro_cpu, current->comm,
		*place ? " in " : "", place, event ?: "preempted", to->comm);
}

void vitro_timeline_begin(void)
{
	shown = 0;
}

void vitro_timeline(const struct task_struct *to)
{
	static int wanted = -1;

	if (wanted < 0)
		wanted = host_option("TIMELINE", 0);
	if ((wanted || vitro_switch_map) && vitro_interleaves) {
		kcsan_disable_current(); /* what the host does for us orders nothing */
		if (wanted)
			show_switch(to);
		if (vitro_switch_map)
			vitro_note_switch(to);
		kcsan_enable_current();
	}
	vitro_turning = false;
}
