// SPDX-License-Identifier: GPL-2.0-only
/* Nothing under test: what one input costs before any kernel code runs. */
#include <vitro/harness.h>

static int run(const u8 *data, size_t size)
{
	return 0;
}

VITRO_HARNESS(empty, .run = run);
