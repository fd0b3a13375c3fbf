// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver. Three of its mistakes are planted, and harmless while one task does one thing after the other:
 *
 * - race_read() uses the session without holding the lock. Who closes the device meanwhile frees it.
 * - race_count() counts without the lock what it then counts again with it.
 * - race_peek() does as race_read(), and nothing it does is marked: only between two plain accesses can it be overtaken.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/slab.h>

#include "race.h"

int race_planted = RACE_ALL;

static bool is_planted(enum race_planted race)
{
	return race_planted == RACE_ALL || race_planted == race;
}

int race_open(struct race_device *device)
{
	struct race_session *fresh = kzalloc(sizeof(*fresh), GFP_KERNEL), *session;

	if (!fresh)
		return -ENOMEM;
	spin_lock(&device->lock);
	session = device->session ?: fresh;
	session->users++;
	WRITE_ONCE(device->session, session);
	spin_unlock(&device->lock);
	if (session != fresh)
		kfree(fresh);
	return 0;
}

static int read_locked(struct race_device *device, u32 *value)
{
	int error = -ENODEV;

	spin_lock(&device->lock);
	if (device->session) {
		*value = device->session->value;
		error = 0;
	}
	spin_unlock(&device->lock);
	return error;
}

int race_read(struct race_device *device, u32 *value)
{
	struct race_session *session;

	if (!is_planted(RACE_SESSION))
		return read_locked(device, value);
	session = READ_ONCE(device->session);
	if (!session)
		return -ENODEV;
	*value = READ_ONCE(session->value);
	return 0;
}

int race_peek(struct race_device *device, u32 *value)
{
	struct race_session *session;

	if (!is_planted(RACE_PEEK))
		return read_locked(device, value);
	session = device->session;
	if (!session)
		return -ENODEV;
	*value = session->value;
	return 0;
}

int race_write(struct race_device *device, u32 value)
{
	int error = -ENODEV;

	spin_lock(&device->lock);
	if (device->session) {
		WRITE_ONCE(device->session->value, value);
		error = 0;
	}
	spin_unlock(&device->lock);
	return error;
}

void race_count(struct race_device *device)
{
	if (is_planted(RACE_COUNTER))
		device->uses++;
	spin_lock(&device->lock);
	device->counted++;
	spin_unlock(&device->lock);
}

void race_close(struct race_device *device)
{
	struct race_session *session;

	spin_lock(&device->lock);
	session = device->session;
	if (session && !--session->users)
		WRITE_ONCE(device->session, NULL);
	else
		session = NULL;
	spin_unlock(&device->lock);
	kfree(session);
}
