/* SPDX-License-Identifier: GPL-2.0-only */
/* Where an object was last queued, armed or given up in this input: the other stack of a report about it. */
#ifndef VITRO_TRAIL_H
#define VITRO_TRAIL_H

/**
 * vitro_trail_leave() - the running task does with @object what a report may want to show
 *
 * The caller's frames are remembered until another object takes the place; any context.
 */
void vitro_trail_leave(const void *object);

/* The same of a place alone, where it is done too often for a stack. */
void vitro_trail_mark(const void *object, unsigned long place);

/* To the kernel log: "@what by TASK/PID:" and what was left; nothing when it is forgotten. */
void vitro_trail_show(const void *object, const char *what);

/* Start of an input. */
void vitro_trail_reset(void);

#endif
