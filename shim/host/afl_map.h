/* SPDX-License-Identifier: GPL-2.0-only */
/* AFL++'s map, in programs that are linked with its run time. */
#ifndef VITRO_AFL_MAP_H
#define VITRO_AFL_MAP_H

/* From now on it is where the coverage counters are. Does nothing without AFL++. */
void afl_map_move(void);

#endif
