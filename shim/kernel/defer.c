// SPDX-License-Identifier: GPL-2.0-only
/* What a waiting task lets run: threads that were started, then works, then RCU callbacks, then the next timer. */
#include "internal.h"

bool vitro_run_deferred(void)
{
	return vitro_run_kthread() || vitro_run_work() || vitro_run_rcu() || vitro_run_timer();
}
