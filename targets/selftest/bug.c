// SPDX-License-Identifier: GPL-2.0-only
/*
 * WARN, BUG and panic end the run in the kernel's words; once-only state is forgotten between
 * inputs.
 */
#include <linux/bug.h>
#include <linux/once.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "selftest.h"

CASE(warn_on_what_holds_not, NULL)
{
	EXPECT(!WARN_ON(HIDDEN(0)));
	EXPECT(!WARN(HIDDEN(0), "no\n"));
	EXPECT(!WARN_ON_ONCE(HIDDEN(0)));
	BUG_ON(HIDDEN(0));
}

CASE(warn_on, "warning: WARNING at arch/vitro/targets/selftest/bug.c")
{
	WARN_ON(HIDDEN(1));
}

CASE(warn_once, "warning: WARNING at arch/vitro/targets/selftest/bug.c")
{
	WARN_ONCE(HIDDEN(1), "text\n");
}

CASE(bug, "bug: kernel BUG at arch/vitro/targets/selftest/bug.c")
{
	BUG();
}

CASE(bug_on, "bug: kernel BUG at arch/vitro/targets/selftest/bug.c")
{
	BUG_ON(HIDDEN(1));
}

CASE(panics, "bug: Kernel panic - not syncing: number five")
{
	panic("number %s", "five");
}

static int calls;

static int call(int unused)
{
	return ++calls;
}

CASE(once_lite_means_once_in_each_input, NULL)
{
	int i;

	calls = 0;
	for (i = 0; i < 3; i++)
		DO_ONCE_LITE(call, 0);
	EXPECT(calls == 1);
}

CASE(once_means_once_in_each_input, NULL)
{
	int i;

	calls = 0;
	for (i = 0; i < 3; i++)
		DO_ONCE(call, 0);
	EXPECT(calls == 1);
}

CASE(null_dereference, "null-ptr-deref")
{
	TOUCH((char *)NULL);
}
