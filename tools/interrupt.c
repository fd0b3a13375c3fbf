// SPDX-License-Identifier: GPL-2.0-only
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t interrupted;

static void on_signal(int signal)
{
	(void)signal;
	interrupted = 1;
}

void interrupt_catch(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	interrupted = 0;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

bool interrupt_seen(void)
{
	bool seen = interrupted;

	interrupted = 0;
	return seen;
}
