// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a tracepoint is linked to whose events no object creates (CREATE_TRACE_POINTS): one that is off, as all are until
 * somebody asks for them. There is nobody to ask.
 */
#include <linux/tracepoint-defs.h>

struct tracepoint vitro_tracepoint_off;
