/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel log of the current input. */
#ifndef VITRO_LOG_H
#define VITRO_LOG_H

void log_reset(void);
void log_print_tail(void);

#endif
