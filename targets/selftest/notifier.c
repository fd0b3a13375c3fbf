// SPDX-License-Identifier: GPL-2.0-only
/* Chains of notifiers, kernel/notifier.c; one that waits is in locking.c. */
#include <linux/notifier.h>

#include "selftest.h"

static ATOMIC_NOTIFIER_HEAD(chain);

static int add(struct notifier_block *self, unsigned long action, void *data)
{
	*(unsigned long *)data += action;
	return self->priority > 0 ? NOTIFY_STOP : NOTIFY_OK;
}

CASE(atomic_ones_are_called_by_priority, NULL)
{
	static struct notifier_block low = { .notifier_call = add, .priority = -1 };
	static struct notifier_block high = { .notifier_call = add, .priority = 1 };
	unsigned long sum = 0;

	atomic_notifier_chain_register(&chain, &low);
	atomic_notifier_chain_register(&chain, &high);
	EXPECT(atomic_notifier_call_chain(&chain, 5, &sum) == NOTIFY_STOP && sum == 5);
	atomic_notifier_chain_unregister(&chain, &high);
	EXPECT(atomic_notifier_call_chain(&chain, 5, &sum) == NOTIFY_OK && sum == 10);
	atomic_notifier_chain_unregister(&chain, &low);
}
