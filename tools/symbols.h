/* SPDX-License-Identifier: GPL-2.0-only */
/* Symbol tables of ELF files. */
#ifndef VITRO_SYMBOLS_H
#define VITRO_SYMBOLS_H

#include "text.h"

/* Add the global and weak symbols of an object. Return: 0, or an exit code after one error line. */
int symbols_object(const char *path, struct strings *defined, struct strings *undefined);

/* Does the object or program at @path define @name? Return: 1 or 0, or -1 after one error line. */
int symbols_defines(const char *path, const char *name);

/* What libc, libm and the sanitizer and fuzzer runtimes define, sorted. Return: as above. */
int symbols_host(int llvm, struct strings *exports);

#endif
