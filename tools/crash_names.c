// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of functions and files, so that two compilers, languages and trees say the same: without what a compiler adds
 * to a copy of a function (.isra.0, .cold, .llvm.123), template arguments, parameters, and the hash of a Rust symbol.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "crash_parts.h"

enum { NAME = 120 };

/* "operator<", "operator<<", "operator()": brackets that are the name. */
static bool is_operator(const char *name, size_t length)
{
	static const char word[] = "operator";
	size_t size = strlen(word);

	if (length && name[length - 1] == '<')
		length--;
	return length >= size && !memcmp(name + length - size, word, size);
}

/*
 * Copy without (...) and <...>, which may be within each other; "(anonymous namespace)" stays out as well. A name that
 * starts with '<', "<alloc::vec::Vec<T> as core::ops::Index>::index", keeps the type.
 */
static void drop_arguments(char *to, size_t size, struct span symbol)
{
	size_t used = 0, i = 0;
	int depth = 0;
	bool type = symbol.length && symbol.at[0] == '<';

	for (i = type; i < symbol.length && used + 1 < size; i++) {
		char c = symbol.at[i];

		if (type && !depth &&
		    (c == '>' ||
		     (c == ' ' && i + 3 < symbol.length && !memcmp(symbol.at + i, " as ", 4)))) {
			while (i < symbol.length &&
			       memcmp(symbol.at + i,
				      ">::", 3 < symbol.length - i ? 3 : symbol.length - i))
				i++;
			type = false;
			continue;
		}
		if (strchr("<(", c) && !is_operator(to, used))
			depth++;
		else if (strchr(">)", c) && depth)
			depth--;
		else if (!depth)
			to[used++] = isprint((unsigned char)c) ? c : '?';
	}
	to[used] = '\0';
}

/* "void f" and "f const" are "f"; "operator new" stays. */
static void drop_words(char *name)
{
	char *space, *end;

	for (end = strstr(name, " const"); end; end = NULL)
		*end = '\0';
	while (!strstr(name, "operator") && (space = strchr(name, ' ')) && space[1])
		memmove(name, space + 1, strlen(space));
	while ((end = strstr(name, "::::")))
		memmove(end, end + 2, strlen(end + 2) + 1);
	if (!strncmp(name, "::", 2))
		memmove(name, name + 2, strlen(name + 2) + 1);
}

static bool is_hash(const char *text)
{
	return strlen(text) == 17 && text[0] == 'h' && strspn(text + 1, "0123456789abcdef") == 16;
}

static void drop_rust(char *name)
{
	char *closure = strstr(name, "::{"), *last;

	if (closure)
		*closure = '\0';
	last = strrchr(name, ':');
	if (last && last > name && last[-1] == ':' && is_hash(last + 1))
		last[-1] = '\0';
}

/* A kernel's function has no dot in its name. */
static void drop_suffixes(char *name)
{
	char *dot = strchr(name, '.');

	if (dot && dot > name)
		*dot = '\0';
}

char *crash_function_name(struct span symbol)
{
	char name[NAME * 2];
	size_t offset;

	symbol = crash_trim(symbol);
	if (symbol.length > 8 * NAME)
		symbol.length = 8 * NAME;
	drop_arguments(name, sizeof(name), symbol);
	drop_words(name);
	drop_suffixes(name);
	drop_rust(name);
	offset = strcspn(name, "+");
	if (!strstr(name, "operator"))
		name[offset] = '\0';
	return crash_copy(crash_span(name), NAME);
}

static bool is_top(struct span path)
{
	static const char *const tops[] = { "arch/",     "block/", "certs/",   "crypto/",
					    "drivers/",  "fs/",    "include/", "init/",
					    "io_uring/", "ipc/",   "kernel/",  "lib/",
					    "mm/",       "net/",   "rust/",    "samples/",
					    "security/", "sound/", "virt/",    "shim/" };

	for (size_t i = 0; i < sizeof(tops) / sizeof(*tops); i++)
		if (span_starts(path, tops[i]))
			return true;
	return false;
}

/* What comes before a tree's own directories: "/home/me/linux-6.12/fs/x.c" is "fs/x.c". */
static struct span below_tree(struct span path)
{
	struct span rest = path, best = path;

	if (is_top(path))
		return path;
	while (span_skip_past(&rest, "/")) {
		const char *before = rest.at - 1, *name = before;

		while (name > path.at && name[-1] != '/')
			name--;
		if (!is_top(rest))
			continue;
		if (!strncmp(name, "linux", 5) || !strncmp(name, "overlay", 7) ||
		    best.at == path.at)
			best = rest;
	}
	return best;
}

char *crash_file_name(struct span path)
{
	if (path.length > 400) {
		path.at += path.length - 400;
		path.length = 400;
	}
	while (span_starts(path, "./") || span_starts(path, "../"))
		span_skip_past(&path, "/");
	return crash_copy(below_tree(path), 2 * NAME);
}

/* Wrappers of one system call, and the names that memory profiling gave to 6.10's allocators, are one function. */
void crash_key_name(char *to, size_t size, const char *function)
{
	static const char *const calls[] = { "__do_sys_",       "__se_sys_",    "__x64_sys_",
					     "__ia32_sys_",     "__arm64_sys_", "__do_compat_sys_",
					     "__se_compat_sys_" };
	static const char noprof[] = "_noprof";
	size_t length = strlen(function);

	to[0] = '\0';
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (!strncmp(function, calls[i], strlen(calls[i]))) {
			crash_append(to, size, "sys_");
			function += strlen(calls[i]);
			length -= strlen(calls[i]);
			break;
		}
	if (length > strlen(noprof) && !strcmp(function + length - strlen(noprof), noprof))
		length -= strlen(noprof);
	crash_put(to, size, (struct span){ function, length });
}
