// SPDX-License-Identifier: GPL-2.0-only
#include "identity.h"

#include <stdio.h>

#include "crash.h"

int finding_title(const char *text, char *title, size_t size)
{
	struct crash crash;
	int ret = crash_parse(text, &crash);

	snprintf(title, size, "%s", crash.title);
	crash_free(&crash);
	return ret;
}
