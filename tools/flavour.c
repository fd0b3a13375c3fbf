// SPDX-License-Identifier: GPL-2.0-only
/* Sanitizer flavours: what the halves are compiled with, what the program is linked with. */
#include <string.h>

#include "build.h"
#include "cli.h"
#include "text.h"

/*
 * Relative names in debug information and __FILE__, so that reports read "crypto/x.c" and objects
 * do not depend on where they were built. Kbuild's zeroing of locals would hide uninitialised
 * reads.
 */
#define KERNEL                                                                            \
	"-gline-tables-only -fno-omit-frame-pointer -ffunction-sections -fdata-sections " \
	"-ffile-prefix-map=../= -fdebug-compilation-dir=. "                               \
	"-ftrivial-auto-var-init=uninitialized -Wno-frame-larger-than "

#define ENGINE \
	"-fsanitize=fuzzer-no-link -fsanitize-coverage-ignorelist=../arch/vitro/coverage.ignore "

/* What the kernel's own Kconfig.ubsan offers with clang, and null; a report always ends the run. */
#define UBSAN_SET  "array-bounds,shift,bool,enum,integer-divide-by-zero,unreachable,null"
#define NO_RECOVER "-fno-sanitize-recover=all "
#define UBSAN      "-fsanitize-ignorelist=../arch/vitro/sanitize.ignore "

/* The shim moves between stacks and kernel code compares stack addresses: no fake stacks. */
#define ASAN "-fsanitize=address," UBSAN_SET " -fsanitize-address-use-after-return=never "

#define HOST                                                                                      \
	"-std=gnu11 -O2 -g -fno-omit-frame-pointer -ffunction-sections -fdata-sections -fno-pie " \
	"-Wall -Wextra -fdebug-compilation-dir=. -DVITRO_HOST "

const struct flavour flavours[] = {
	{
		.name = "address",
		.kernel_cflags = KERNEL ENGINE ASAN UBSAN NO_RECOVER "-DVITRO_FLAVOUR_ADDRESS",
		.host_cflags = HOST "-DVITRO_FLAVOUR_ADDRESS",
		.link_flags = "-fsanitize=address," UBSAN_SET,
		.fuzzes = true,
	},
	{
		/* One sanitizer a build, as OSS-Fuzz has it. */
		.name = "address-only",
		.kernel_cflags = KERNEL ENGINE
		"-fsanitize=address -fsanitize-address-use-after-return=never " NO_RECOVER
		"-DVITRO_FLAVOUR_ADDRESS",
		.host_cflags = HOST "-DVITRO_FLAVOUR_ADDRESS",
		.link_flags = "-fsanitize=address",
		.fuzzes = true,
	},
	{
		/* Under ASan, with a switch point of a schedule at each plain access, too (shim/kernel/access.c). */
		.name = "accesses",
		.kernel_cflags = KERNEL ENGINE ASAN UBSAN NO_RECOVER
		"-fsanitize-coverage=trace-loads,trace-stores "
		"-fsanitize-coverage-ignorelist=../arch/vitro/accesses.ignore -DVITRO_FLAVOUR_ADDRESS",
		.host_cflags = HOST "-DVITRO_FLAVOUR_ADDRESS",
		.link_flags = "-fsanitize=address," UBSAN_SET,
		.fuzzes = true,
	},
	{
		.name = "undefined",
		.kernel_cflags = KERNEL ENGINE "-fsanitize=" UBSAN_SET " " UBSAN NO_RECOVER
					       "-DVITRO_FLAVOUR_UNDEFINED",
		.host_cflags = HOST "-DVITRO_FLAVOUR_UNDEFINED",
		.link_flags = "-fsanitize=" UBSAN_SET,
		.fuzzes = true,
	},
	{
		.name = "memory",
		.kernel_cflags = KERNEL ENGINE
		"-fsanitize=memory -fsanitize-memory-track-origins=2 " NO_RECOVER
		"-DVITRO_FLAVOUR_MEMORY",
		.host_cflags = HOST "-fsanitize=memory -DVITRO_FLAVOUR_MEMORY",
		.link_flags = "-fsanitize=memory",
		.fuzzes = true,
	},
	{
		/*
		 * KCSAN's instrumentation, which tells marked accesses from plain ones, on TSan's run
		 * time (shim/host/marked.c). Kbuild adds the flags, but not to what KCSAN leaves out.
		 */
		.name = "thread",
		.kernel_cflags = KERNEL ENGINE "-DVITRO_FLAVOUR_THREAD",
		.config = "CONFIG_KCSAN=y CONFIG_KCSAN_STRICT=y CONFIG_KCSAN_WEAK_MEMORY=y "
			  "CONFIG_KCSAN_SELFTEST=n",
		.host_cflags = HOST "-DVITRO_FLAVOUR_THREAD",
		.link_flags = "-fsanitize=thread",
		.fuzzes = true,
	},
	{
		.name = "coverage",
		.kernel_cflags = KERNEL "-fprofile-instr-generate -fcoverage-mapping "
					"-DVITRO_FLAVOUR_COVERAGE",
		.host_cflags = HOST "-DVITRO_FLAVOUR_COVERAGE",
		.link_flags = "-fprofile-instr-generate",
	},
	{
		/* For valgrind, too: Debian's cannot read later DWARF from clang. */
		.name = "none",
		.kernel_cflags = KERNEL ENGINE "-gdwarf-4 -DVITRO_FLAVOUR_NONE",
		.host_cflags = HOST "-gdwarf-4 -DVITRO_FLAVOUR_NONE",
		.link_flags = "",
		.fuzzes = true,
	},
	{ 0 },
};

const struct flavour *flavour_find(const char *name)
{
	struct strings names = { 0 };

	for (const struct flavour *flavour = flavours; flavour->name; flavour++) {
		if (strcmp(flavour->name, name) == 0)
			return flavour;
		strings_add(&names, flavour->name);
	}
	char *list = strings_list(&names, ", ");

	cli_error("no sanitizer '%s'; there are: %s", name, list);
	return NULL;
}
