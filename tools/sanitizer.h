/* SPDX-License-Identifier: GPL-2.0-only */
/* How harness programs are run: the sanitizers' options, in the environment. */
#ifndef VITRO_SANITIZER_H
#define VITRO_SANITIZER_H

/*
 * Set *SAN_OPTIONS for programs built with clang @llvm; what the user has set there still counts.
 */
void sanitizer_environment(int llvm);

/* Set in the environment that stacks are printed as addresses alone: "    #0 0xADDRESS (FILE+0xOFFSET)". */
void sanitizer_raw(void);

/* Path of an LLVM tool such as "llvm-symbolizer" of that version, malloc-ed. */
char *llvm_tool(const char *name, int llvm);

#endif
