/* SPDX-License-Identifier: GPL-2.0-only */
/* What a harness may do to its tasks. */
#ifndef VITRO_TASK_H
#define VITRO_TASK_H

/**
 * vitro_kill_after() - the calling task gets SIGKILL when it takes too long, as from a user who waits in vain
 * @points:	after so many calls that may sleep or let others run (might_sleep(), cond_resched()); 0: not, and a SIGKILL that it
 *		has got is forgotten
 *
 * Nothing else happens to it: what heeds fatal_signal_pending() ends. In process context.
 */
void vitro_kill_after(unsigned long points);

#endif
