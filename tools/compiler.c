// SPDX-License-Identifier: GPL-2.0-only
#include "compiler.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "text.h"

char *program_find(const char *name)
{
	struct strings directories = { 0 };
	char *found = NULL;

	strings_split(&directories, getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin", ":");
	for (int i = 0; i < directories.count && !found; i++) {
		char *path = text_format("%s/%s", directories.item[i], name);

		if (access(path, X_OK) == 0 && !file_is_directory(path))
			found = path;
		else
			free(path);
	}
	strings_clear(&directories);
	return found;
}

char *compiler_tool(const char *tool, int llvm)
{
	char *name = text_format("%s-%d", tool, llvm), *path = program_find(name);

	free(name);
	return path;
}

static int check_tools(int llvm)
{
	static const char *const tools[] = { "clang", "ld.lld", "llvm-objcopy", "llvm-ar",
					     "llvm-nm" };

	for (size_t i = 0; i < sizeof(tools) / sizeof(*tools); i++) {
		char *path = compiler_tool(tools[i], llvm);

		free(path);
		if (!path)
			return cli_error("%s-%d is not installed (vitro doctor tells what to do)",
					 tools[i], llvm);
	}
	return 0;
}

int compiler_wanted(int option)
{
	const char *wanted = getenv("LLVM");

	if (option)
		return option;
	return wanted && *wanted ? atoi(wanted + (*wanted == '-')) : COMPILER_DEFAULT;
}

int compiler_choose(int option)
{
	int llvm = compiler_wanted(option);

	if (llvm == 0)
		cli_error("LLVM=%s: a version like 19 is wanted", getenv("LLVM"));
	else if (llvm < COMPILER_OLDEST)
		cli_error("clang %d is too old: %d or later is needed", llvm, COMPILER_OLDEST);
	else if (check_tools(llvm) == 0)
		return llvm;
	return -1;
}

char *compiler_identity(int llvm)
{
	char *path = compiler_tool("clang", llvm);
	char *real = path ? realpath(path, NULL) : NULL, *identity;
	struct stat st = { 0 };

	if (real)
		stat(real, &st);
	identity = text_format("%s %lld %lld", real ? real : "", (long long)st.st_size,
			       (long long)st.st_mtim.tv_sec);
	free(real);
	free(path);
	return identity;
}
