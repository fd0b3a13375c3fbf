/* SPDX-License-Identifier: GPL-2.0-only */
/* What libFuzzer says about its progress. */
#ifndef VITRO_PULSE_H
#define VITRO_PULSE_H

#include <stdbool.h>
#include <stdint.h>

struct pulse {
	uint64_t execs;
	uint64_t rate; /* executions a second since the process began */
	unsigned int coverage;
	unsigned int features;
	unsigned int corpus;
	unsigned int initial; /* features of the initial corpus */
	bool loaded;          /* which has been read */
};

/* Take over what @line (NUL-terminated, hostile) says; other lines change nothing. */
void pulse_read_line(struct pulse *pulse, const char *line);

#endif
