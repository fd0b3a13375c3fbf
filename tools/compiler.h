/* SPDX-License-Identifier: GPL-2.0-only */
/* The LLVM tools of one version. */
#ifndef VITRO_COMPILER_H
#define VITRO_COMPILER_H

#define COMPILER_OLDEST  16
#define COMPILER_NEWEST  22
#define COMPILER_DEFAULT 19

/* The same without a check: what @option (0: none) or the environment asks for. 0 when it is no
 * version. */
int compiler_wanted(int option);

/* From the option, else $LLVM ("19" or "-19"), else the default. Return: version, or -1 after an
 * error line. */
int compiler_choose(int option);

/* malloc-ed full path of e.g. "clang" in @llvm's version, or NULL. */
char *compiler_tool(const char *tool, int llvm);

/* malloc-ed; changes whenever the installed compiler does. */
char *compiler_identity(int llvm);

/* Full path of a program on PATH, malloc-ed, or NULL. */
char *program_find(const char *name);

#endif
