// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the compiler's coverage calls before each load and store in the flavour `accesses`: code under test may be left there for
 * another task, as a CPU may be overtaken between any two instructions. Locks, the scheduler and the shim itself are
 * not compiled so (shim/arch/coverage.ignore).
 */
#include "internal.h"
#include "sched.h"

#define ACCESSES(bytes)                               \
	void __sanitizer_cov_load##bytes(void *from); \
	void __sanitizer_cov_load##bytes(void *from)  \
	{                                             \
		vitro_access_point(from);             \
	}                                             \
	void __sanitizer_cov_store##bytes(void *to);  \
	void __sanitizer_cov_store##bytes(void *to)   \
	{                                             \
		vitro_access_point(to);               \
	}

ACCESSES(1)
ACCESSES(2)
ACCESSES(4)
ACCESSES(8)
ACCESSES(16)
