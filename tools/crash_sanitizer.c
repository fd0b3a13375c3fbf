// SPDX-License-Identifier: GPL-2.0-only
/* AddressSanitizer, LeakSanitizer, MemorySanitizer: their words, KASAN's and KMSAN's for them, and their details. */
#include <stdlib.h>

#include "crash_parts.h"
#include "crash_source.h"

static const struct crash_word words[] = {
	{ "heap-buffer-overflow", "slab-out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "heap-use-after-free", "slab-use-after-free", CRASH_USE_AFTER_FREE },
	{ "stack-buffer-overflow", "stack-out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "stack-buffer-underflow", "stack-out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "dynamic-stack-buffer-overflow", "alloca-out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "global-buffer-overflow", "global-out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "container-overflow", "out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "intra-object-overflow", "out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "negative-size-param", "out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "stack-use-after-scope", "use-after-scope", CRASH_USE_AFTER_FREE },
	{ "stack-use-after-return", "use-after-return", CRASH_USE_AFTER_FREE },
	{ "use-after-poison", "use-after-poison", CRASH_OUT_OF_BOUNDS },
	{ "attempting double-free", "double-free", CRASH_DOUBLE_FREE },
	{ "attempting free", "invalid-free", CRASH_DOUBLE_FREE },
	{ "bad-free", "invalid-free", CRASH_DOUBLE_FREE },
	{ "alloc-dealloc-mismatch", "alloc-dealloc-mismatch", CRASH_DOUBLE_FREE },
	{ "new-delete-type-mismatch", "new-delete-type-mismatch", CRASH_DOUBLE_FREE },
	{ "attempting to call malloc_usable_size", "invalid-free", CRASH_DOUBLE_FREE },
	{ "free-size-mismatch", "free-size-mismatch", CRASH_DOUBLE_FREE },
	{ "memcpy-param-overlap", "memcpy-param-overlap", CRASH_RULE },
	{ "strcpy-param-overlap", "strcpy-param-overlap", CRASH_RULE },
	{ "strncpy-param-overlap", "strncpy-param-overlap", CRASH_RULE },
	{ "strcat-param-overlap", "strcat-param-overlap", CRASH_RULE },
	{ "strncat-param-overlap", "strncat-param-overlap", CRASH_RULE },
	{ "wcscpy-param-overlap", "wcscpy-param-overlap", CRASH_RULE },
	{ "odr-violation", "odr-violation", CRASH_RULE },
	{ "initialization-order-fiasco", "initialization-order-fiasco", CRASH_UNINITIALISED },
	{ "invalid-pointer-pair", "invalid-pointer-pair", CRASH_OUT_OF_BOUNDS },
	{ "stack-overflow", "stack-overflow", CRASH_STACK_EXHAUSTED },
	{ "use-of-uninitialized-value", "uninit-value", CRASH_UNINITIALISED },
	{ "detected memory leaks", "memory leak", CRASH_LEAK },
	{ "allocation-size-too-big", "allocation-size-too-big", CRASH_OUT_OF_MEMORY },
	{ "requested allocation size", "allocation-size-too-big", CRASH_OUT_OF_MEMORY },
	{ "calloc-overflow", "calloc-overflow", CRASH_ARITHMETIC },
	{ "calloc parameters overflow", "calloc-overflow", CRASH_ARITHMETIC },
	{ "reallocarray", "calloc-overflow", CRASH_ARITHMETIC },
	{ "pvalloc", "calloc-overflow", CRASH_ARITHMETIC },
	{ "invalid allocation alignment", "invalid-allocation-alignment", CRASH_RULE },
	{ "invalid alignment", "invalid-allocation-alignment", CRASH_RULE },
	{ "invalid aligned_alloc alignment", "invalid-allocation-alignment", CRASH_RULE },
	{ "invalid posix_memalign alignment", "invalid-allocation-alignment", CRASH_RULE },
	{ "out of memory", "out-of-memory", CRASH_OUT_OF_MEMORY },
	{ "out-of-memory", "out-of-memory", CRASH_OUT_OF_MEMORY },
	{ "specified RSS limit exceeded", "out-of-memory", CRASH_OUT_OF_MEMORY },
	{ "unknown-crash", "unknown-crash", CRASH_WILD },
	{ "SEGV", "wild-memory-access", CRASH_WILD },
	{ "BUS", "wild-memory-access", CRASH_WILD },
	{ "FPE", "divide error", CRASH_ARITHMETIC },
	{ "ILL", "invalid opcode", CRASH_BUG },
	{ "TRAP", "int3", CRASH_BUG },
	{ "ABRT", "abort", CRASH_BUG },
	{ "unknown signal", "signal", CRASH_BUG },
	{ "deadly signal", "signal", CRASH_BUG },
	{ "nested bug in the same thread", "nested bug", CRASH_TOOL },
	{ 0 },
};

static void set_words(struct report *report, struct span rest)
{
	if (crash_take_word(report, words, rest))
		return;
	crash_put_without_numbers(report->word, sizeof(report->word),
				  crash_span(report->crash->what));
}

/* "heap-buffer-overflow on address 0x..." and its like: the words before the first detail. */
void crash_begin_memory(struct report *report, struct span rest)
{
	static const char *const details[] = { " on ", " (", ":", " 0x", " which ", " in thread" };
	struct span what = rest, pc;

	if (crash_between(rest, "(pc ", " ", &pc))
		crash_put(report->pc, sizeof(report->pc), pc);
	for (size_t i = 0; i < sizeof(details) / sizeof(*details); i++)
		span_cut(&what, details[i]);
	crash_set_what(report, what);
	report->crash->class = CRASH_UNKNOWN;
	set_words(report, rest);
}

static void note_signal(struct report *report, struct span line)
{
	struct crash *crash = report->crash;
	bool is_signal = crash->class == CRASH_WILD || crash->class == CRASH_NULL;

	if (span_find(line, "caused by a READ memory access"))
		crash->access = CRASH_READ;
	else if (span_find(line, "caused by a WRITE memory access"))
		crash->access = CRASH_WRITE;
	else if (is_signal && span_find(line, "points to the zero page"))
		crash_set_word(report, "null-ptr-deref", CRASH_NULL);
}

static void note_access(struct report *report, struct span line)
{
	struct crash *crash = report->crash;
	bool write = span_starts(line, "WRITE of size ");

	if (crash->stack_count || (!write && !span_starts(line, "READ of size ")))
		return;
	crash->access = write ? CRASH_WRITE : CRASH_READ;
	span_skip_past(&line, " of size ");
	crash->size = strtoul(line.at, NULL, 10);
	crash_stacks_role(report, CRASH_AT, line);
}

/* "    [32, 40) 'local' (line 107) <== Memory access ..."; "... of global variable 'levels' defined in ..." */
static void note_variable(struct report *report, struct span line)
{
	struct span name;

	if (report->variable[0])
		return;
	if ((span_find(line, "<== Memory access") && crash_between(line, "'", "'", &name)) ||
	    crash_between(line, "global variable '", "'", &name) ||
	    crash_between(line, "an allocation of '", "'", &name))
		crash_put(report->variable, sizeof(report->variable), name);
}

static const struct crash_says roles[] = {
	{ "freed by thread ", CRASH_FREED },
	{ "allocated by thread ", CRASH_ALLOCATED },
	{ "Uninitialized value was stored to memory at", CRASH_STORED },
	{ "Uninitialized value was created by ", CRASH_ORIGIN },
	{ "Direct leak of ", CRASH_ALLOCATED },
	{ "Indirect leak of ", CRASH_OTHER },
	{ "is located in stack of thread ", CRASH_OTHER },
	{ " created by T", CRASH_TASK },
	{ NULL, CRASH_OTHER },
};

void crash_detail_memory(struct report *report, struct span line)
{
	note_signal(report, line);
	note_access(report, line);
	note_variable(report, line);
	crash_take_role(report, roles, line);
	if (report->crash->class == CRASH_LEAK && crash_stack(report->crash, CRASH_ALLOCATED) &&
	    span_find(line, "Direct leak of "))
		report->role = CRASH_OTHER;
}
