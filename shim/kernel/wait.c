// SPDX-License-Identifier: GPL-2.0-only
/*
 * finish_wait() (kernel/sched/wait.c). Who takes an entry off its queue without the waiter's help orders by the entry itself, as
 * include/linux/list.h says of list_del_init_careful(): behind it the entry's memory is the waiter's. The race detector does not look at
 * kernel/sched, as KCSAN does not, and would not know, where the waker is elsewhere (mm/filemap.c).
 */
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <vitro/host.h>

void finish_wait(struct wait_queue_head *queue, struct wait_queue_entry *entry)
{
	__set_current_state(TASK_RUNNING);
	if (list_empty_careful(&entry->entry)) {
		host_acquire(&entry->entry.next);
		return;
	}
	remove_wait_queue(queue, entry);
	INIT_LIST_HEAD(&entry->entry);
}
