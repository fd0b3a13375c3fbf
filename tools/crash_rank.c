// SPDX-License-Identifier: GPL-2.0-only
/* How bad a class is, what kind of safety it breaks, and what safe Rust would have done. */
#include "crash.h"

static const struct {
	const char *name, *safety;
	enum crash_rust rust;
} classes[] = {
	[CRASH_USE_AFTER_FREE] = { "use-after-free", "memory safety (temporal)",
				   CRASH_RUST_COMPILE_TIME },
	[CRASH_DOUBLE_FREE] = { "double-free", "memory safety (temporal)",
				CRASH_RUST_COMPILE_TIME },
	[CRASH_OUT_OF_BOUNDS] = { "out-of-bounds", "memory safety (spatial)", CRASH_RUST_RUN_TIME },
	[CRASH_WILD] = { "wild access", "memory safety (spatial)", CRASH_RUST_COMPILE_TIME },
	[CRASH_REFCOUNT] = { "refcount", "memory safety (temporal)", CRASH_RUST_COMPILE_TIME },
	[CRASH_UNINITIALISED] = { "uninitialised", "memory safety (uninitialised)",
				  CRASH_RUST_COMPILE_TIME },
	[CRASH_TYPE] = { "invalid value", "memory safety (spatial)", CRASH_RUST_COMPILE_TIME },
	[CRASH_RACE] = { "data-race", "data race", CRASH_RUST_COMPILE_TIME },
	[CRASH_NULL] = { "null dereference", "memory safety (spatial)", CRASH_RUST_COMPILE_TIME },
	[CRASH_RULE] = { "rule", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_DEADLOCK] = { "deadlock", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_BUG] = { "bug", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_WARNING] = { "warning", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_ARITHMETIC] = { "arithmetic", "arithmetic", CRASH_RUST_RUN_TIME },
	[CRASH_STACK_EXHAUSTED] = { "stack exhausted", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_HANG] = { "hang", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_OUT_OF_MEMORY] = { "out of memory", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_LEAK] = { "leak", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_EXIT] = { "exit", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_HOLE] = { "hole", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_TOOL] = { "tool", "logic", CRASH_RUST_LETS_THROUGH },
	[CRASH_UNKNOWN] = { "unknown", "logic", CRASH_RUST_LETS_THROUGH },
};

/* The shim may have gone wrong where no function of the subsystem is to be seen. */
static int doubt(const struct crash *crash)
{
	if (!crash->at || crash->at->outside)
		return 2;
	return crash->at->machinery || crash->at->base;
}

int crash_rank(const struct crash *crash)
{
	static const int access[] = { [CRASH_WRITE] = 0, [CRASH_NO_ACCESS] = 1, [CRASH_READ] = 2 };

	return ((int)crash->class * 3 + access[crash->access]) * 3 + doubt(crash);
}

const char *crash_class_name(enum crash_class class)
{
	return classes[class].name;
}

const char *crash_tool_name(const struct crash *crash)
{
	static const char *const names[] = {
		[CRASH_NOBODY] = "",
		[CRASH_ASAN] = "AddressSanitizer",
		[CRASH_LSAN] = "LeakSanitizer",
		[CRASH_UBSAN] = "UndefinedBehaviorSanitizer",
		[CRASH_MSAN] = "MemorySanitizer",
		[CRASH_TSAN] = "ThreadSanitizer",
		[CRASH_LIBFUZZER] = "libFuzzer",
		[CRASH_SHIM] = "vitro",
		[CRASH_KERNEL] = "kernel",
	};

	if (crash->tool == CRASH_KERNEL && crash->kernel_tool[0])
		return crash->kernel_tool;
	return names[crash->tool];
}

const char *crash_safety(const struct crash *crash)
{
	return classes[crash->class].safety;
}

/* What a write through a bad index does, Rust's check stops; a wrong value of a type cannot be made. */
enum crash_rust crash_rust(const struct crash *crash)
{
	return classes[crash->class].rust;
}

const char *crash_rust_name(enum crash_rust rust)
{
	static const char *const names[] = {
		[CRASH_RUST_COMPILE_TIME] = "refused at compile time",
		[CRASH_RUST_RUN_TIME] = "trapped at run time",
		[CRASH_RUST_LETS_THROUGH] = "let through",
	};

	return names[rust];
}
