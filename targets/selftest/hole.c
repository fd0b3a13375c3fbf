// SPDX-License-Identifier: GPL-2.0-only
/* What nobody defines has a class of its own, whether it is called, read or written. */
#include "selftest.h"

void selftest_missing_function(void);
extern char selftest_missing_data[];

CASE(called, "hole: shim hole reached: selftest_missing_function")
{
	selftest_missing_function();
}

CASE(read, "hole: shim hole reached: selftest_missing_data")
{
	TOUCH(selftest_missing_data);
}

CASE(written, "hole: shim hole reached: selftest_missing_data")
{
	*HIDDEN(&selftest_missing_data[0]) = 1;
}
