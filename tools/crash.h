/* SPDX-License-Identifier: GPL-2.0-only */
/* A report taken apart: what happened, where, and by what two reports are known to be of one bug. */
#ifndef VITRO_CRASH_H
#define VITRO_CRASH_H

#include <stdbool.h>
#include <stddef.h>

enum { CRASH_TITLE = 200, CRASH_FRAMES = 64, CRASH_STACKS = 16, CRASH_KEYS = 16 };

/* Who reported. */
enum crash_tool {
	CRASH_NOBODY,
	CRASH_ASAN,
	CRASH_LSAN,
	CRASH_UBSAN,
	CRASH_MSAN,
	CRASH_TSAN,
	CRASH_LIBFUZZER,
	CRASH_SHIM,
	CRASH_KERNEL, /* the log of a real machine; @kernel_tool says KASAN, KCSAN... */
};

/* What kind of bug it is, worst first: the order in which findings are ranked. */
enum crash_class {
	CRASH_USE_AFTER_FREE,
	CRASH_DOUBLE_FREE, /* and every other wrong free */
	CRASH_OUT_OF_BOUNDS,
	CRASH_WILD, /* an access to where nothing is; general protection fault */
	CRASH_REFCOUNT,
	CRASH_UNINITIALISED,
	CRASH_TYPE, /* bool, enum, misaligned: a value that its type does not have */
	CRASH_RACE,
	CRASH_NULL,
	CRASH_RULE, /* a lock, a context, RCU, a timer or a work used against the kernel's rules */
	CRASH_DEADLOCK,
	CRASH_BUG,     /* BUG(), panic(), an oops without a better word */
	CRASH_WARNING, /* WARN() */
	CRASH_ARITHMETIC,
	CRASH_STACK_EXHAUSTED,
	CRASH_HANG,
	CRASH_OUT_OF_MEMORY,
	CRASH_LEAK,
	CRASH_EXIT, /* the program ended by itself */
	CRASH_HOLE, /* the shim's own */
	CRASH_TOOL, /* the sanitizer or the engine failed */
	CRASH_UNKNOWN,
};

enum crash_access { CRASH_NO_ACCESS, CRASH_READ, CRASH_WRITE };

/* What safe Rust would have done about it. */
enum crash_rust { CRASH_RUST_COMPILE_TIME, CRASH_RUST_RUN_TIME, CRASH_RUST_LETS_THROUGH };

/* What a stack of a report is of. */
enum crash_role {
	CRASH_AT,       /* where it struck */
	CRASH_AT_OTHER, /* the other side of a race, the other lock of an inversion */
	CRASH_ALLOCATED,
	CRASH_FREED,
	CRASH_STORED, /* MSan: how the uninitialised value travelled */
	CRASH_ORIGIN, /* MSan: where it was made */
	CRASH_TASK,   /* where a task or thread was created, or waits */
	CRASH_OTHER,
};

/* @function is without suffixes (.isra.0, .constprop, .llvm.123); @file relative to the tree when it can be. */
struct crash_frame {
	char *function;
	char *file;
	int line, column; /* 0: unknown */
	bool machinery;   /* the shim, a sanitizer, libc, an allocator or string function */
	bool outside;     /* of these, what is no kernel code: the shim, a sanitizer, libc */
	bool base;        /* how one gets there: harness, system call, thread */
	bool inlined;     /* into the next frame */
};

struct crash_stack {
	enum crash_role role;
	char *heading; /* the line above it, trimmed */
	struct crash_frame *frames;
	int count;
};

/* Two reports with an equal strong key are one bug; weak keys only tell why they may be alike. */
struct crash_key {
	const char *kind; /* "frames", "memory", "pair", "origin", "text"... */
	char *text;
	bool strong;
};

/**
 * struct crash - one report; all strings are malloc-ed, printable ASCII, and never NULL unless said so
 * @title:	as a kernel maintainer would name it: "KASAN-like: slab-out-of-bounds read in x509_note_OID"
 * @kernel_tool: "KASAN", "lockdep"... or "" when @tool is not CRASH_KERNEL
 * @what:	the report's own word for it, numbers replaced by N: "heap-buffer-overflow"
 * @size:	bytes of the access, 0 when unknown
 * @at:		the crash frame: the subsystem's first; NULL when no stack has one. Points into @stacks.
 * @log:	tail of the kernel's log
 */
struct crash {
	char title[CRASH_TITLE];
	enum crash_tool tool;
	char *kernel_tool;
	char *what;
	enum crash_class class;
	enum crash_access access;
	unsigned long size;
	const struct crash_frame *at;
	struct crash_stack *stacks;
	int stack_count;
	struct crash_key keys[CRASH_KEYS];
	int key_count;
	char *log;
};

/**
 * crash_parse() - take the first report in @text apart
 * @text:	NUL-terminated, hostile: any bytes, any length; time is linear in it
 *
 * A line of the shim, "vitro: finding: CLASS: TITLE", counts before every other report.
 * Return: 0, or -1 when there is no report; @crash is then of class CRASH_UNKNOWN, with a title that says
 * so. crash_free() in both cases.
 */
int crash_parse(const char *text, struct crash *crash);
void crash_free(struct crash *crash);

/* The stack of that role, or NULL. */
const struct crash_stack *crash_stack(const struct crash *crash, enum crash_role role);

/* Whether a strong key of both meets. */
bool crash_same(const struct crash *a, const struct crash *b);

/* In lines, why they are one bug or are not; malloc-ed. */
char *crash_explain(const struct crash *a, const struct crash *b);

/* Smaller is worse: class, then write before read, then whether the shim may be to blame. */
int crash_rank(const struct crash *crash);

const char *crash_class_name(enum crash_class class);   /* "use-after-free" */
const char *crash_tool_name(const struct crash *crash); /* "AddressSanitizer", "KASAN", "vitro" */

/* "memory safety (temporal)", "memory safety (spatial)", "memory safety (uninitialised)", "data race",
 * "arithmetic", "logic". */
const char *crash_safety(const struct crash *crash);
enum crash_rust crash_rust(const struct crash *crash);
const char *crash_rust_name(enum crash_rust rust); /* "refused at compile time"... */

#endif
