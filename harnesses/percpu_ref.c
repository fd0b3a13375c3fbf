// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reference counted per CPU until it is killed: tasks try to get it and put it, kill it, let it live again, and have it counted
 * in one place or per CPU. An operation's a says how many, or which variant. It is released once for each time that it was killed
 * and not brought back by a holder; once a kill is confirmed nobody gets it alive.
 */
#include <linux/bug.h>
#include <linux/mutex.h>
#include <linux/percpu-refcount.h>
#include <linux/rcupdate.h>
#include <vitro/harness.h>

#define TASKS 3

static struct percpu_ref ref;
static DEFINE_MUTEX(managing); /* killing, reviving, switching */
static bool alive;             /* under managing */
static int deaths;             /* likewise: how often it must be released */
static atomic_t releases;

/* How often it was killed or revived, the value at the last kill, and at the last that was confirmed. */
static unsigned int changes, killed, confirmed;

static unsigned long held[TASKS]; /* each task's own */

static void released(struct percpu_ref *of)
{
	BUG_ON(of != &ref);
	atomic_inc(&releases);
}

static void confirm(struct percpu_ref *of)
{
	WRITE_ONCE(confirmed, READ_ONCE(killed));
}

static void get(unsigned int task, u8 count)
{
	if (percpu_ref_tryget_many(&ref, 1 + count % 4))
		held[task] += 1 + count % 4;
}

static void get_live(unsigned int task, u8 variant)
{
	unsigned int before = READ_ONCE(confirmed);
	bool got = percpu_ref_tryget_live(&ref);

	BUG_ON(got && before && before == READ_ONCE(changes));
	held[task] += got;
}

static void get_again(unsigned int task, u8 variant)
{
	if (!held[task])
		return;
	percpu_ref_get(&ref);
	held[task]++;
}

static void put(unsigned int task, u8 count)
{
	unsigned long many = min_t(unsigned long, 1 + count % 4, held[task]);

	if (!many)
		return;
	held[task] -= many;
	percpu_ref_put_many(&ref, many);
}

static void kill_ref(unsigned int task, u8 variant)
{
	mutex_lock(&managing);
	if (alive) {
		alive = false;
		deaths++;
		WRITE_ONCE(changes, changes + 1);
		WRITE_ONCE(killed, changes);
		if (variant & 1)
			percpu_ref_kill_and_confirm(&ref, confirm);
		else
			percpu_ref_kill(&ref);
	}
	mutex_unlock(&managing);
}

/* A dead one that nobody has any more; or one that this task still has, so that it is not released. */
static void revive(unsigned int task, u8 variant)
{
	mutex_lock(&managing);
	if (!alive && (held[task] || percpu_ref_is_zero(&ref))) {
		alive = true;
		WRITE_ONCE(changes, changes + 1);
		if (held[task]) {
			deaths--;
			percpu_ref_resurrect(&ref);
		} else {
			percpu_ref_reinit(&ref);
		}
	}
	mutex_unlock(&managing);
}

static void switch_mode(unsigned int task, u8 variant)
{
	mutex_lock(&managing);
	if (variant % 3 == 0)
		percpu_ref_switch_to_atomic(&ref, NULL);
	else if (variant % 3 == 1)
		percpu_ref_switch_to_atomic_sync(&ref);
	else
		percpu_ref_switch_to_percpu(&ref);
	mutex_unlock(&managing);
}

static void begin(void)
{
	memset(held, 0, sizeof(held));
	alive = true;
	deaths = 0;
	changes = killed = confirmed = 0;
	atomic_set(&releases, 0);
	BUG_ON(percpu_ref_init(&ref, released, PERCPU_REF_ALLOW_REINIT, GFP_KERNEL));
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const calls[])(unsigned int, u8) = {
		get, get_live, get_again, put, kill_ref, revive, switch_mode,
	};

	calls[operation->code % ARRAY_SIZE(calls)](task, operation->a);
}

static void end(void)
{
	unsigned int task;

	kill_ref(0, 0);
	for (task = 0; task < TASKS; task++)
		while (held[task])
			put(task, 3);
	rcu_barrier();
	BUG_ON(!percpu_ref_is_zero(&ref));
	BUG_ON(atomic_read(&releases) != deaths);
	percpu_ref_exit(&ref);
}

VITRO_HARNESS(percpu_ref, .tasks = TASKS, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
