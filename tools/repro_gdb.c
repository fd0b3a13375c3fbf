// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every sanitizer calls a function of its own when it has something to report, the shim calls host_report(): a breakpoint
 * on each that the program has stops it with the frames of the kernel still on the stack.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "process.h"
#include "repro.h"
#include "sanitizer.h"
#include "symbols.h"

static const char *const reporters[] = {
	"host_report",
	"__asan_on_error",
	"__ubsan_on_report",
	"__tsan_on_report",
	"__msan_warning",
	"__msan_warning_noreturn",
	"__msan_warning_with_origin",
	"__msan_warning_with_origin_noreturn",
};

static int add_breakpoints(struct command *command, const char *binary)
{
	for (size_t i = 0; i < sizeof(reporters) / sizeof(*reporters); i++) {
		int there = symbols_defines(binary, reporters[i]);

		if (there < 0)
			return CLI_FOUND;
		if (!there)
			continue;
		command_add(command, "-ex");
		command_add(command, "break %s", reporters[i]);
	}
	return 0;
}

/* What is not stopped at a breakpoint aborts. LSan does not work where something is traced. */
static void set_environment(const struct build *build)
{
	static const char *const variables[] = { "ASAN_OPTIONS", "MSAN_OPTIONS", "TSAN_OPTIONS",
						 "UBSAN_OPTIONS" };

	setenv("ASAN_OPTIONS", "abort_on_error=1:detect_leaks=0", 0);
	for (size_t i = 1; i < sizeof(variables) / sizeof(*variables); i++)
		setenv(variables[i], "abort_on_error=1", 0);
	sanitizer_environment(build->llvm);
	setenv("VITRO_PRINTK", "1", 1);
}

int repro_gdb(const struct build *build, const char *harness, const char *path, char *const *flags)
{
	struct command command = { 0 };
	char *binary = build_binary(build, harness);
	int ret;

	set_environment(build);
	command_words(&command, "gdb -q -iex");
	command_add(&command, "set debuginfod enabled off");
	ret = add_breakpoints(&command, binary);
	command_words(&command, "-ex run");
	for (; *flags; flags++)
		command_add(&command, "%s", *flags);
	command_words(&command, "--args");
	command_add(&command, "%s", binary);
	command_add(&command, "%s", path);
	if (!ret)
		ret = command_run(&command);
	if (ret < 0)
		ret = cli_fail("cannot run gdb: %s; Debian's package is gdb", strerror(-ret));
	command_free(&command);
	free(binary);
	return ret;
}
