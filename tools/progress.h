/* SPDX-License-Identifier: GPL-2.0-only */
/* What long work is doing: one updating line on a terminal, else one line per event; on stderr. */
#ifndef VITRO_PROGRESS_H
#define VITRO_PROGRESS_H

/* An event: "config 6.12 address". */
void progress_event(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* How far the last event's work has come: only on a terminal. */
void progress_count(int done, int total);

/* Clear the updating line, before other output. */
void progress_end(void);

#endif
