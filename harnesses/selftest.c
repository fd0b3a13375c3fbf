// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unit tests of the shim: the input is the name of a case in targets/selftest, which is run; or
 * "list", which logs every name with the finding it must end in ("-" for none). Anything else
 * does nothing.
 */
#include <linux/printk.h>
#include <vitro/harness.h>

#include "../targets/selftest/selftest.h"

static LIST_HEAD(tests);

void selftest_add(struct selftest *test)
{
	list_add_tail(&test->entry, &tests);
}

static int run(const u8 *data, size_t size)
{
	struct vitro_input input = vitro_input(data, size);
	struct selftest *test;
	char name[80];

	vitro_read_string(&input, name, sizeof(name));
	strim(name);
	list_for_each_entry(test, &tests, entry) {
		if (!strcmp(name, "list"))
			pr_info("selftest: %s %s\n", test->name, test->finding ?: "-");
		else if (!strcmp(name, test->name))
			test->run();
	}
	return 0;
}

VITRO_HARNESS(selftest, .run = run, .max_size = 80);
