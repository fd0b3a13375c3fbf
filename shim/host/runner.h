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

/* In the child: what runs from now on must keep to these limits; its time begins anew with each input. */
void runner_limit(uint64_t timeout_ms, uint64_t rss_mb);
void runner_limit_time(void);

/* In the child: run the input in memory of its own size. Return: as LLVMFuzzerTestOneInput(). */
int runner_input(const uint8_t *data, uint64_t size);

/* features.c: what the stack's depth is measured from. */
void features_begin(void) __attribute__((noinline));

/* features.c: run the batch that is in the block. */
struct runner_block;
void features_run(struct runner_block *block);

/* Signals by which the server tells the child that it has passed a limit: a report comes of it. */
enum { RUNNER_SIGNAL_TIME = 24 /* SIGXCPU */, RUNNER_SIGNAL_MEMORY = 25 /* SIGXFSZ */ };

/* Shall the race with this hash be passed over? */
bool runner_race_known(uint64_t hash);

#endif
