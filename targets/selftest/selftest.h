/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A case of targets/selftest/PIECE.c is one CASE(): what the kernel documents for the real thing
 * that shim/kernel/PIECE.c stands in for. tests/selftest.sh runs them all, those that end well
 * twice in one process.
 */
#ifndef SELFTEST_H
#define SELFTEST_H

#include <linux/init.h>
#include <linux/list.h>
#include <linux/panic.h>

struct selftest {
	struct list_head entry;
	const char *name;
	const char *finding;
	void (*run)(void);
};

void selftest_add(struct selftest *test);

/*
 * CASE(name, finding) { ... }: ends well when @finding is NULL, else must end in a finding whose
 * title, as the tool gives it, contains it.
 */
#define CASE(identifier, title)                          \
	static void identifier(void);                    \
	static struct selftest selftest_##identifier = { \
		.name = KBUILD_BASENAME "." #identifier, \
		.finding = title,                        \
		.run = identifier,                       \
	};                                               \
	static int __init add_##identifier(void)         \
	{                                                \
		selftest_add(&selftest_##identifier);    \
		return 0;                                \
	}                                                \
	late_initcall(add_##identifier);                 \
	static void identifier(void)

#define EXPECT(condition)                                                                  \
	do {                                                                               \
		if (!(condition))                                                          \
			panic("%s:%d expected %s", KBUILD_BASENAME, __LINE__, #condition); \
	} while (0)

/* The compiler must not know what is about to happen, or it says so, or leaves it out. */
#define HIDDEN(value)                              \
	({                                         \
		__auto_type __hidden = (value);    \
                                                   \
		asm volatile("" : "+r"(__hidden)); \
		__hidden;                          \
	})

/* Read a byte for no reason but that the sanitizer sees it. */
#define TOUCH(address) ((void)*(volatile const char *)HIDDEN(address))

/* Without a memory error detector the ledger alone finds wrong frees. */
#if defined(VITRO_FLAVOUR_ADDRESS)
#define DOUBLE_FREE "double-free"
#define BAD_FREE    "invalid-free"
#elif defined(VITRO_FLAVOUR_UNDEFINED) || defined(VITRO_FLAVOUR_NONE)
#define DOUBLE_FREE "misuse: free of a pointer that is not a live allocation"
#define BAD_FREE    DOUBLE_FREE
#endif

#define ATOMIC_SLEEP "misuse: BUG: sleeping function called from invalid context"

#endif
