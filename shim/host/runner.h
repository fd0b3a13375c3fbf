/* SPDX-License-Identifier: GPL-2.0-only */
/* Inputs on request, each in a process of its own that is forked off the program as bring-up has left it. */
#ifndef VITRO_RUNNER_H
#define VITRO_RUNNER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Before bring-up: does somebody ask? Then names of functions are left to who asks, too: reports have "{symbol 0xADDRESS}" and
 * "{place 0xADDRESS}" where host_symbol() and host_place() are to name something.
 */
bool runner_open(void);
extern bool runner_serving;

/* After bring-up, instead of an engine. Ends the process when nobody asks any more. */
void runner_serve(void) __attribute__((__noreturn__));

/* Once, before there are children. */
void runner_prepare(void);

/* In the child: run the input, which must keep to these limits, and leave. */
void runner_run(const uint8_t *data, uint64_t size, uint64_t timeout_ms, uint64_t rss_mb)
	__attribute__((__noreturn__));

/* Signals by which the server tells the child that it has passed a limit: a report comes of it. */
enum { RUNNER_SIGNAL_TIME = 24 /* SIGXCPU */, RUNNER_SIGNAL_MEMORY = 25 /* SIGXFSZ */ };

/* Shall the race with this hash be passed over? */
bool runner_race_known(uint64_t hash);

#endif
