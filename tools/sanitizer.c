// SPDX-License-Identifier: GPL-2.0-only
#include "sanitizer.h"

#include <stdlib.h>

#include "files.h"

static const struct defaults {
	const char *variable;
	const char *options;
} table[] = {
	{ "ASAN_OPTIONS", "handle_abort=1:detect_stack_use_after_return=0" },
	{ "UBSAN_OPTIONS", "print_stacktrace=1:halt_on_error=1" },
	{ "MSAN_OPTIONS", "handle_abort=1" },
	{ "TSAN_OPTIONS", "halt_on_error=1:report_signal_unsafe=0" },
	{ "LSAN_OPTIONS", "print_suppressions=0" },
};

char *llvm_tool(const char *name, int llvm)
{
	char *path = text_format("/usr/lib/llvm-%d/bin/%s", llvm, name);

	if (file_exists(path))
		return path;
	free(path);
	return text_format("%s-%d", name, llvm);
}

void sanitizer_environment(int llvm)
{
	char *symbolizer = llvm_tool("llvm-symbolizer", llvm);

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		const char *own = getenv(table[i].variable);
		char *options = text_format("%s:external_symbolizer_path=%s:%s", table[i].options,
					    symbolizer, own ? own : "");

		setenv(table[i].variable, options, 1);
		free(options);
	}
	free(symbolizer);
}

/* One form for all, with the offset that belongs to the instruction itself. */
void sanitizer_raw(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		const char *own = getenv(table[i].variable);
		char *options = text_format("%s:%s:symbolize=0:stack_trace_format=\"%s\"",
					    table[i].options, own ? own : "", "    #%n %p (%m+%o)");

		setenv(table[i].variable, options, 1);
		free(options);
	}
}
