/* SPDX-License-Identifier: GPL-2.0-only */
/* The directories of a fuzzing session, and its results. */
#ifndef VITRO_SESSION_H
#define VITRO_SESSION_H

#include "engine.h"

/* Clear away what sessions that were killed have left; inputs that they had found something with go to the corpus. */
void session_clear(void);

/*
 * Set corpus, seeds, dictionary and scratch of @engine for its harness. Return: 0 or an exit code.
 */
int session_prepare(struct engine *engine);

/* Free what it set. */
void session_end(struct engine *engine);

/* Every few seconds, tell the history where the session stands. */
void session_note(struct engine *engine, int64_t now);

/* Table and summary line, or the JSON summary, on stdout; a row in the history. */
void session_report(const struct engine *engine, bool json);

/* Return: 0, or an exit code after one error line when the corpus has not all that was found. */
int session_check_disk(const struct engine *engine);

#endif
