/* SPDX-License-Identifier: GPL-2.0-only */
/* A device that several tasks open, use and close; race.c says which of its mistakes are planted. */
#ifndef RACE_H
#define RACE_H

#include <linux/spinlock.h>
#include <linux/types.h>

/* What all who have the device open share; the last to close it frees it. */
struct race_session {
	unsigned int users;
	u32 value;
};

/**
 * struct race_device - the device
 * @lock:	protects @session, its users, and @counted
 * @uses:	how often it was used: a planted race
 * @counted:	the same, counted as it should be
 */
struct race_device {
	spinlock_t lock;
	struct race_session *session;
	unsigned int uses;
	unsigned int counted;
};

/* Which planted race is in; what the others do then is correct. */
enum race_planted { RACE_ALL = -1, RACE_SESSION, RACE_COUNTER, RACE_PEEK, RACE_NONE };
extern int race_planted;

int race_open(struct race_device *device);
int race_read(struct race_device *device, u32 *value);
int race_peek(struct race_device *device, u32 *value);
int race_write(struct race_device *device, u32 value);
void race_count(struct race_device *device);
void race_close(struct race_device *device);

#endif
