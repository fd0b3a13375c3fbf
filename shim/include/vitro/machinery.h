/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts of paths of sources that are never where a bug is: libFuzzer, the sanitizers, libc and both halves of the
 * shim. The tool names findings by it, and shim/host/races.c the pair of a known race: both must mean the same.
 */
#ifndef VITRO_MACHINERY_H
#define VITRO_MACHINERY_H

#define VITRO_MACHINERY                                                                   \
	"compiler-rt", "arch/vitro/kernel/", "shim/kernel/", "shim/host/", "shim/plain/", \
		"/libc.so", "/sysdeps/", "/csu/"

#endif
