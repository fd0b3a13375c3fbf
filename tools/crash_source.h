/* SPDX-License-Identifier: GPL-2.0-only */
/* For the files that each read reports of one source. */
#ifndef VITRO_CRASH_SOURCE_H
#define VITRO_CRASH_SOURCE_H

#include "crash_parts.h"

/* A line with @mark in it tells whose stack comes next. */
struct crash_says {
	const char *mark;
	enum crash_role role;
};

/* How they word what a kernel calls @word. */
struct crash_word {
	const char *theirs, *word;
	enum crash_class class;
};

/* The first of @words, ended by a NULL, that @rest starts with. */
bool crash_take_word(struct report *report, const struct crash_word *words, struct span rest);

void crash_set_what(struct report *report, struct span what);
void crash_set_word(struct report *report, const char *word, enum crash_class class);
void crash_set_text(struct report *report, struct span text);
void crash_set_place(struct report *report, struct span place);
void crash_take_role(struct report *report, const struct crash_says *says, struct span line);

/* ASan, LSan, MSan. */
void crash_begin_memory(struct report *report, struct span rest);
void crash_detail_memory(struct report *report, struct span line);

/* UBSan, of a program and of a kernel. */
void crash_begin_undefined(struct report *report, struct span rest);
void crash_undefined_words(struct report *report, struct span text);

void crash_begin_thread(struct report *report, struct span rest);
void crash_detail_thread(struct report *report, struct span line);

void crash_begin_engine(struct report *report, struct span rest);
void crash_detail_engine(struct report *report, struct span line);

void crash_begin_check(struct report *report, struct span rest);

#endif
