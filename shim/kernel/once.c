// SPDX-License-Identifier: GPL-2.0-only
/*
 * DO_ONCE() (lib/once.c), once in each input or at bring-up: the real one patches itself out for ever when it
 * has run. What is done already is in the section that each input finds as bring-up has left it.
 */
#include <linux/irqflags.h>
#include <linux/once.h>

/* The real one holds a spinlock from here to __do_once_done(). */
bool __do_once_start(bool *done, unsigned long *flags)
{
	if (*done)
		return false;
	local_irq_save(*flags);
	return true;
}

void __do_once_done(bool *done, struct static_key_true *once_key, unsigned long *flags,
		    struct module *mod)
{
	*done = true;
	local_irq_restore(*flags);
}

bool __do_once_sleepable_start(bool *done)
{
	return !*done;
}

void __do_once_sleepable_done(bool *done, struct static_key_true *once_key, struct module *mod)
{
	*done = true;
}
