/* SPDX-License-Identifier: GPL-2.0-only */
/* Why a process of a session ended. */
#ifndef VITRO_VERDICT_H
#define VITRO_VERDICT_H

#include "engine.h"

/**
 * verdict() - judge a process that ended; save what it found, mend what it would stumble over again
 * @code:	exit status or 128 + signal
 * @stopping:	it was asked to end
 *
 * Return: whether it is to be started again. Sets @engine->failed when no process can run.
 */
bool verdict(struct engine *engine, struct worker *worker, int code, bool stopping);

#endif
