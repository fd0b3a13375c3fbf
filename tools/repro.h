/* SPDX-License-Identifier: GPL-2.0-only */
/* What `vitro repro` does with an input and a program, beside running the one on the other. */
#ifndef VITRO_REPRO_H
#define VITRO_REPRO_H

#include "build.h"

/* SHA-1 of the kernel's configuration, "" when it is not made yet; malloc-ed. */
char *repro_config(const struct build *build);

/* Write finding @id into one file, @output or ID.vitro.tar.zst. Return: 0 or an exit code. */
int repro_bundle(const char *id, const char *output, int llvm);

/* Under gdb, stopped where it is reported; @flags are gdb's. Return: gdb's exit status, or an exit code. */
int repro_gdb(const struct build *build, const char *harness, const char *path, char *const *flags);

#endif
