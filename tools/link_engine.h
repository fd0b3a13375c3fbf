/* SPDX-License-Identifier: GPL-2.0-only */
/* Engines: what a program is linked with that calls LLVMFuzzerTestOneInput(). All take the same objects. */
#ifndef VITRO_LINK_ENGINE_H
#define VITRO_LINK_ENGINE_H

#include "text.h"

/**
 * struct link_engine - one of them
 * @name:	as --engine has it
 * @suffix:	behind the harness's name in the program's
 * @sources:	names of files in shim/engine, with blanks between, that are compiled and linked, or NULL
 * @arguments:	for the compiler that links
 * @cxx:	it may be C++
 */
struct link_engine {
	const char *name;
	const char *suffix;
	const char *sources;
	const char *arguments;
	bool cxx;
};

extern const struct link_engine link_engine_default; /* libFuzzer */

/* Return: the engine, or NULL after one error line that lists them. */
const struct link_engine *link_engine_find(const char *name);

/*
 * The one that LIB_FUZZING_ENGINE names, as OSS-Fuzz has it: an archive, or arguments of the compiler. libFuzzer
 * when it is not set. Return: the engine, or NULL after one error line.
 */
const struct link_engine *link_engine_environment(void);

/* Files among the arguments: when one of them changes, programs are out of date. */
void link_engine_files(const struct link_engine *engine, struct strings *files);

#endif
