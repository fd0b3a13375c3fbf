// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a kernel's log says first. Several heads may belong to one report ("refcount_t: underflow", then "WARNING: CPU:
 * 0 ... at lib/refcount.c:28"): until there is a stack, the one with the highest rank names it. The shim's titles are worded
 * the same and are looked up in the same table.
 */
#include <stdlib.h>

#include "crash_kernel.h"
#include "crash_parts.h"
#include "crash_source.h"
#include "files.h"

enum { GENERIC = 1, PLAIN, EXACT };

static const struct row {
	const char *mark, *also; /* starts the line; somewhere in it, or NULL */
	const char *tool;        /* stands before the title */
	const char *word;
	enum crash_class class;
	int rank;
	void (*more)(struct report *report, struct span rest);
} rows[] = {
	{ "BUG: KASAN: ", NULL, "KASAN", NULL, CRASH_WILD, EXACT, crash_kernel_kasan },
	{ "KASAN: ", " in range ", "KASAN", NULL, CRASH_WILD, EXACT, crash_kernel_kasan },
	{ "KASAN: ", "maybe ", "KASAN", NULL, CRASH_WILD, EXACT, crash_kernel_kasan },
	{ "BUG: KFENCE: ", NULL, "KFENCE", NULL, CRASH_WILD, EXACT, crash_kernel_kasan },
	{ "BUG: KMSAN: ", NULL, "KMSAN", NULL, CRASH_UNINITIALISED, EXACT, crash_kernel_kmsan },
	{ "BUG: KCSAN: ", NULL, "KCSAN", NULL, CRASH_RACE, EXACT, crash_kernel_kcsan },
	{ "UBSAN: ", NULL, "UBSAN", NULL, CRASH_ARITHMETIC, EXACT, crash_kernel_ubsan },
	{ "refcount_t: ", NULL, "WARNING", "refcount bug", CRASH_REFCOUNT, EXACT,
	  crash_kernel_text },
	{ "ODEBUG: ", NULL, "WARNING", "ODEBUG bug", CRASH_RULE, EXACT, crash_kernel_odebug },
	{ "list_add ", NULL, "BUG", "corrupted list", CRASH_WILD, EXACT, NULL },
	{ "list_del ", NULL, "BUG", "corrupted list", CRASH_WILD, EXACT, NULL },
	{ "usercopy: Kernel memory exposure", NULL, "BUG", "bad usercopy read", CRASH_OUT_OF_BOUNDS,
	  EXACT, NULL },
	{ "usercopy: Kernel memory overwrite", NULL, "BUG", "bad usercopy write",
	  CRASH_OUT_OF_BOUNDS, EXACT, NULL },
	{ "detected buffer overflow in ", NULL, "BUG", "fortify overflow", CRASH_OUT_OF_BOUNDS,
	  EXACT, NULL },
	{ "BUG ", "Poison overwritten", "BUG", "poison overwritten", CRASH_USE_AFTER_FREE, EXACT,
	  NULL },
	{ "BUG ", "edzone overwritten", "BUG", "redzone overwritten", CRASH_OUT_OF_BOUNDS, EXACT,
	  NULL },
	{ "BUG ", "Object already free", "BUG", "object already free", CRASH_DOUBLE_FREE, EXACT,
	  NULL },
	{ "BUG ", "ainted): ", "BUG", "corrupted slab", CRASH_WILD, PLAIN, NULL },
	{ "WARNING: possible circular locking dependency", NULL, "WARNING",
	  "possible circular locking dependency", CRASH_DEADLOCK, EXACT, crash_kernel_locks },
	{ "WARNING: possible recursive locking", NULL, "WARNING", "possible recursive locking",
	  CRASH_DEADLOCK, EXACT, crash_kernel_locks },
	{ "WARNING: inconsistent lock state", NULL, "WARNING", "inconsistent lock state",
	  CRASH_DEADLOCK, EXACT, crash_kernel_locks },
	{ "WARNING: possible irq lock inversion", NULL, "WARNING", "irq lock inversion",
	  CRASH_DEADLOCK, EXACT, crash_kernel_locks },
	{ "WARNING: ", "unsafe lock order detected", "WARNING", "irq lock inversion",
	  CRASH_DEADLOCK, EXACT, crash_kernel_locks },
	{ "WARNING: bad unlock balance", NULL, "WARNING", "bad unlock balance", CRASH_RULE, EXACT,
	  crash_kernel_locks },
	{ "WARNING: held lock freed", NULL, "WARNING", "held lock freed", CRASH_RULE, EXACT,
	  crash_kernel_locks },
	{ "WARNING: lock held when returning", NULL, "WARNING", "lock held when returning",
	  CRASH_RULE, EXACT, crash_kernel_locks },
	{ "WARNING: suspicious RCU usage", NULL, "WARNING", "suspicious RCU usage", CRASH_RULE,
	  EXACT, NULL },
	{ "WARNING: Voluntary context switch within RCU", NULL, "WARNING",
	  "context switch in RCU reader", CRASH_RULE, EXACT, NULL },
	{ "WARNING: call_rcu: double call", NULL, "WARNING", "double call_rcu", CRASH_RULE, EXACT,
	  NULL },
	{ "WARNING: do not call blocking ops", NULL, "WARNING", "do not call blocking ops",
	  CRASH_RULE, EXACT, NULL },
	{ "do not call blocking ops", NULL, "WARNING", "do not call blocking ops", CRASH_RULE,
	  EXACT, NULL },
	{ "Voluntary context switch within RCU", NULL, "WARNING", "context switch in RCU reader",
	  CRASH_RULE, EXACT, NULL },
	{ "[ BUG: Invalid wait context", NULL, "BUG", "invalid wait context", CRASH_RULE, EXACT,
	  crash_kernel_locks },
	{ "INFO: trying to register non-static key", NULL, "INFO",
	  "trying to register non-static key", CRASH_RULE, EXACT, NULL },
	{ "BUG: sleeping function called from invalid context", NULL, "BUG",
	  "sleeping function called from invalid context", CRASH_RULE, EXACT, NULL },
	{ "BUG: scheduling while atomic", NULL, "BUG", "scheduling while atomic", CRASH_RULE, EXACT,
	  NULL },
	{ "BUG: scheduling with interrupts", NULL, "BUG", "scheduling with interrupts disabled",
	  CRASH_RULE, EXACT, NULL },
	{ "BUG: using ", "in preemptible", "BUG", "using smp_processor_id() in preemptible code",
	  CRASH_RULE, EXACT, NULL },
	{ "BUG: workqueue leaked", NULL, "BUG", "workqueue leaked lock or atomic", CRASH_RULE,
	  EXACT, NULL },
	{ "BUG: spinlock ", NULL, "BUG", "spinlock misuse", CRASH_RULE, EXACT, crash_kernel_text },
	{ "BUG: Bad ", NULL, "BUG", "bad page state", CRASH_WILD, EXACT, NULL },
	{ "BUG: memory leak", NULL, "", "memory leak", CRASH_LEAK, EXACT, NULL },
	{ "unreferenced object 0x", NULL, "", "memory leak", CRASH_LEAK, EXACT, NULL },
	{ "BUG: kernel NULL pointer dereference", NULL, "BUG", "NULL pointer dereference",
	  CRASH_NULL, PLAIN, NULL },
	{ "BUG: unable to handle kernel NULL pointer", NULL, "BUG", "NULL pointer dereference",
	  CRASH_NULL, PLAIN, NULL },
	{ "Unable to handle kernel NULL pointer", NULL, "BUG", "NULL pointer dereference",
	  CRASH_NULL, PLAIN, NULL },
	{ "BUG: unable to handle page fault", NULL, "BUG", "unable to handle kernel paging request",
	  CRASH_WILD, PLAIN, NULL },
	{ "BUG: unable to handle kernel paging request", NULL, "BUG",
	  "unable to handle kernel paging request", CRASH_WILD, PLAIN, NULL },
	{ "Unable to handle kernel ", NULL, "BUG", "unable to handle kernel paging request",
	  CRASH_WILD, PLAIN, NULL },
	{ "general protection fault", NULL, "", "general protection fault", CRASH_WILD, PLAIN,
	  NULL },
	{ "Oops: general protection fault", NULL, "", "general protection fault", CRASH_WILD, PLAIN,
	  NULL },
	{ "divide error", NULL, "", "divide error", CRASH_ARITHMETIC, PLAIN, NULL },
	{ "Oops: divide error", NULL, "", "divide error", CRASH_ARITHMETIC, PLAIN, NULL },
	{ "BUG: stack guard page was hit", NULL, "BUG", "stack guard page was hit",
	  CRASH_STACK_EXHAUSTED, EXACT, NULL },
	{ "BUG: TASK stack guard page was hit", NULL, "BUG", "stack guard page was hit",
	  CRASH_STACK_EXHAUSTED, EXACT, NULL },
	{ "Insufficient stack space to handle exception", NULL, "BUG", "stack overflow",
	  CRASH_STACK_EXHAUSTED, EXACT, NULL },
	{ "traps: PANIC: double fault", NULL, "", "double fault", CRASH_STACK_EXHAUSTED, PLAIN,
	  NULL },
	{ "PANIC: double fault", NULL, "", "double fault", CRASH_STACK_EXHAUSTED, PLAIN, NULL },
	{ "kernel stack overflow", NULL, "", "stack overflow", CRASH_STACK_EXHAUSTED, PLAIN, NULL },
	{ "BUG: soft lockup", NULL, "BUG", "soft lockup", CRASH_HANG, EXACT, NULL },
	{ "watchdog: BUG: soft lockup", NULL, "BUG", "soft lockup", CRASH_HANG, EXACT, NULL },
	{ "watchdog: ", "hard LOCKUP", "INFO", "hard lockup", CRASH_HANG, EXACT, NULL },
	{ "NMI watchdog: ", "LOCKUP", "INFO", "hard lockup", CRASH_HANG, EXACT, NULL },
	{ "BUG: workqueue lockup", NULL, "BUG", "workqueue lockup", CRASH_HANG, EXACT, NULL },
	{ "rcu: INFO: rcu_", NULL, "INFO", "rcu detected stall", CRASH_HANG, EXACT, NULL },
	{ "INFO: rcu_", NULL, "INFO", "rcu detected stall", CRASH_HANG, EXACT, NULL },
	{ "INFO: rcu ", NULL, "INFO", "rcu detected stall", CRASH_HANG, EXACT, NULL },
	{ "INFO: task ", " blocked", "INFO", "task hung", CRASH_HANG, EXACT, NULL },
	{ "kernel BUG at ", NULL, "", "kernel BUG", CRASH_BUG, GENERIC, crash_kernel_bug },
	{ "WARNING: CPU: ", NULL, "", "WARNING", CRASH_WARNING, GENERIC, crash_kernel_warning },
	{ "WARNING at ", NULL, "", "WARNING", CRASH_WARNING, GENERIC, crash_kernel_warning },
	{ "WARNING: ", ", CPU#", "", "WARNING", CRASH_WARNING, GENERIC, crash_kernel_warning },
	{ "Internal error: ", NULL, "", "Oops", CRASH_BUG, GENERIC, NULL },
	{ "Oops: ", NULL, "", "Oops", CRASH_BUG, GENERIC, NULL },
	{ "invalid opcode: ", NULL, "", "invalid opcode", CRASH_BUG, GENERIC, NULL },
	{ "Kernel panic - not syncing: ", NULL, "", "kernel panic", CRASH_BUG, GENERIC,
	  crash_kernel_text },
	{ "BUG: ", NULL, "BUG", "BUG", CRASH_BUG, GENERIC, crash_kernel_text },
};

static const struct row *row_of(struct span line)
{
	/* All marks start with one of these. */
	if (!line.length || !strchr("BKUWIORNPTdgiklrtuw[", line.at[0]))
		return NULL;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (span_starts(line, rows[i].mark) &&
		    (!rows[i].also || span_find(line, rows[i].also)))
			return &rows[i];
	return NULL;
}

bool crash_kernel_is_head(struct span line)
{
	return row_of(line);
}

static void set_row(struct report *report, const struct row *row, struct span line)
{
	struct crash *crash = report->crash;

	report->rank = row->rank;
	free(crash->kernel_tool);
	crash->kernel_tool = text_format("%s", row->tool);
	crash_set_word(report, row->word ? row->word : "", row->class);
	if (crash->tool != CRASH_SHIM)
		crash_set_what(report, row->word ? crash_span(row->word) : line);
	span_skip_past(&line, row->mark);
	if (row->more)
		row->more(report, line);
}

void crash_kernel_begin(struct report *report, struct span line)
{
	const struct row *row = row_of(line);

	report->crash->tool = CRASH_KERNEL;
	if (row && row->rank > report->rank)
		set_row(report, row, line);
}

bool crash_kernel_words(struct report *report, struct span title)
{
	const struct row *row = row_of(title);

	if (row)
		set_row(report, row, title);
	return row;
}

bool crash_kernel_ends(const struct report *report, struct span line)
{
	static const char *const marks[] = { "---[ end trace", "=====================",
					     "Kernel Offset: ", "Rebooting in " };

	if (!report->crash->stack_count)
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_starts(line, marks[i]))
			return true;
	return false;
}
