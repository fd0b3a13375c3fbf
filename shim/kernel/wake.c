// SPDX-License-Identifier: GPL-2.0-only
/* Waking (kernel/sched/core.c): one task, or a queue of them once the caller has dropped its locks. */
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/sched/wake_q.h>
#include <linux/wait.h>
#include <vitro/host.h>

#include "sched.h"

static int wake(struct task_struct *task, unsigned int state)
{
	if (!(task->__state & state))
		return 0;
	host_release(task);
	task->__state = TASK_RUNNING;
	if (list_empty(&task->thread.queue))
		list_add_tail(&task->thread.queue, &vitro_runnable);
	vitro_switch_point();
	return 1;
}

void vitro_task_rouse(struct task_struct *task)
{
	if (task->__state != TASK_IDLE)
		return;
	task->__state = TASK_RUNNING;
	list_add_tail(&task->thread.queue, &vitro_runnable);
	vitro_switch_point();
}

int wake_up_process(struct task_struct *task)
{
	return wake(task, TASK_NORMAL);
}

int wake_up_state(struct task_struct *task, unsigned int state)
{
	return wake(task, state);
}

int try_to_wake_up(struct task_struct *task, unsigned int state, int flags);
int try_to_wake_up(struct task_struct *task, unsigned int state, int flags)
{
	return wake(task, state);
}

int default_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	return wake(entry->private, mode);
}

void wake_q_add(struct wake_q_head *head, struct task_struct *task)
{
	struct wake_q_node *node = &task->wake_q;

	if (node->next)
		return;
	node->next = WAKE_Q_TAIL;
	get_task_struct(task);
	*head->lastp = node;
	head->lastp = &node->next;
}

/* The caller's reference goes to the queue; wake_q_add() has taken its own. */
void wake_q_add_safe(struct wake_q_head *head, struct task_struct *task)
{
	wake_q_add(head, task);
	put_task_struct(task);
}

void wake_up_q(struct wake_q_head *head)
{
	struct wake_q_node *node = head->first;

	while (node != WAKE_Q_TAIL) {
		struct task_struct *task = container_of(node, struct task_struct, wake_q);

		node = node->next;
		task->wake_q.next = NULL;
		wake_up_process(task);
		put_task_struct(task);
	}
}
