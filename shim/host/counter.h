/* SPDX-License-Identifier: GPL-2.0-only */
/* How many inputs have run, for whoever watches. */
#ifndef VITRO_COUNTER_H
#define VITRO_COUNTER_H

/* With VITRO_COUNTER=FILE the number stands in the first 8 bytes of FILE, live. */
void counter_open(void);
void counter_add(void);

#endif
