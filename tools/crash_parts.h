/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rooms of crash_parse() share; nobody else includes it. */
#ifndef VITRO_CRASH_PARTS_H
#define VITRO_CRASH_PARTS_H

#include "crash.h"
#include "span.h"

enum { CRASH_WORD = 100, CRASH_TEXT = 200 };

/* Without what a log puts before it: time, level, who printed. */
struct crash_line {
	struct span text;
	unsigned int caller; /* "[ T123]"; 0 when not said */
	bool log;            /* of the shim's kernel log */
};

/* A frame as it stands in a line. */
struct crash_frame_line {
	struct span function, place, address;
	int number; /* "#3", or -1 */
	bool kernel, inlined, unreliable;
};

/**
 * struct report - what is known while a report is read
 * @word:	what happened in the kernel's words, the same for all tools
 * @text:	what tells it from others of that word: the text of an assertion, a type, without numbers
 * @variable:	that was overrun, or never written
 * @lock:	the locks concerned
 * @function:	that the head names
 * @pc:		where a signal struck
 * @role:	of the next stack
 */
struct report {
	struct crash *crash;
	char word[CRASH_WORD], text[CRASH_TEXT], variable[CRASH_WORD], lock[2][CRASH_WORD];
	char function[CRASH_WORD], place[CRASH_WORD], pc[24];
	enum crash_role role;
	struct span heading, address;
	int number; /* of the last frame */
	int rank;   /* of the head */
	bool open, pending;
};

/* How reports of one sort are read. @begin gets what follows @mark in the head. */
struct crash_head {
	const char *mark;
	enum crash_tool tool;
	void (*begin)(struct report *report, struct span rest);
	void (*detail)(struct report *report, struct span line);
};

static inline struct span crash_trim(struct span span)
{
	while (span.length && strchr(" \t", span.at[0]))
		span.at++, span.length--;
	while (span.length && strchr(" \t", span.at[span.length - 1]))
		span.length--;
	return span;
}

/* crash_line.c */
const char *crash_line_read(const char *at, struct crash_line *line);

/* crash_text.c: all make printable ASCII */
char *crash_copy(struct span span, size_t most);
void crash_put(char *to, size_t size, struct span span);
void crash_put_without_numbers(char *to, size_t size, struct span span);
void crash_append(char *to, size_t size, const char *text);
struct span crash_span(const char *text);
bool crash_between(struct span span, const char *before, const char *after, struct span *found);

/* crash_names.c */
char *crash_function_name(struct span symbol);
char *crash_file_name(struct span path);
void crash_key_name(char *to, size_t size, const char *function);

/* crash_machinery.c: set what the frame is of. */
void crash_classify(struct crash_frame *frame, bool kernel);
bool crash_frees(const struct crash_frame *frame);

/* crash_frames.c */
bool crash_frame_read(const struct crash_line *line, struct crash_frame_line *frame);

/* crash_stacks.c */
bool crash_stacks_line(struct report *report, const struct crash_line *line);
void crash_stacks_role(struct report *report, enum crash_role role, struct span heading);
const struct crash_frame *crash_first(const struct crash_stack *stack);
const struct crash_frame *crash_first_inside(const struct crash_stack *stack);
void crash_choose_frame(struct report *report);

/* crash_shim.c, crash_kernel.c, crash_set.c: heads take the whole line. */
bool crash_shim_begin(struct report *report, struct span line);
void crash_shim_detail(struct report *report, struct span line);
void crash_shim_log(struct report *report, const struct crash_line *line);
bool crash_kernel_is_head(struct span line);
void crash_kernel_begin(struct report *report, struct span line);
void crash_kernel_detail(struct report *report, struct span line);
bool crash_kernel_ends(const struct report *report, struct span line);
bool crash_kernel_words(struct report *report, struct span title);
void crash_summary_begin(struct report *report, struct span line);

/* crash_title.c, crash_keys.c */
void crash_make_title(struct report *report);
void crash_make_keys(struct report *report);

#endif
