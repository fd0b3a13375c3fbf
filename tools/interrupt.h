/* SPDX-License-Identifier: GPL-2.0-only */
/* Being asked to end: Ctrl-C, SIGTERM, SIGHUP. */
#ifndef VITRO_INTERRUPT_H
#define VITRO_INTERRUPT_H

#include <stdbool.h>

/* From now on a signal does not end the process, but is remembered. */
void interrupt_catch(void);

/* Has one come since this was last asked? */
bool interrupt_seen(void);

#endif
