/* SPDX-License-Identifier: GPL-2.0-only */
/* The process behind symbolize.h, and what it has answered. */
#ifndef VITRO_SYMBOLIZER_H
#define VITRO_SYMBOLIZER_H

#include "span.h"
#include "symbolize.h"

/* @place is "FILE:LINE:COLUMN", or NULL when it is not known. */
struct code_frame {
	char *function;
	char *place;
};

/* The functions at an address, innermost first; those that are inlined come before the one they are in. */
struct code {
	struct code_frame *frames;
	int count; /* 0: unknown */
};

/*
 * What is at @offset of @file, an empty span for the program. NULL when it was never asked for and @may_ask is false, or
 * when the name is none to ask for.
 */
const struct code *symbolizer_code(struct symbolizer *symbolizer, struct span file,
				   unsigned long offset, bool may_ask);

void code_add(struct code *code, const char *function);

/* @place: "./FILE:LINE:COLUMN"; a line of 0 says that only the file is known. */
void code_set_place(struct code_frame *frame, const char *place);
void code_forget(struct code *code);

#endif
