// SPDX-License-Identifier: GPL-2.0-only
#include "check.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "files.h"

static bool is_left_out(const char *name)
{
	static const char *const kept[] = { ".ci", ".github", ".clang-format", ".clang-tidy",
					    ".gitignore" };

	if (text_starts(name, "build"))
		return strchr(name, '.') == NULL;
	if (name[0] != '.')
		return false;
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (!strcmp(kept[i], name))
			return false;
	return true;
}

static void list(struct strings *files, const char *dir)
{
	struct dirent **entries;
	int total = scandir(*dir ? dir : ".", &entries, NULL, alphasort);

	for (int i = 0; i < total; i++) {
		char *path = text_format("%s%s%s", dir, *dir ? "/" : "", entries[i]->d_name);
		struct stat st;

		if (is_left_out(entries[i]->d_name) || lstat(path, &st))
			st.st_mode = 0;
		if (S_ISDIR(st.st_mode))
			list(files, path);
		else if (S_ISREG(st.st_mode))
			strings_add(files, path);
		free(path);
		free(entries[i]);
	}
	if (total >= 0)
		free((void *)entries);
}

void check_list_files(struct strings *files)
{
	list(files, "");
}

bool check_is_c(const char *path)
{
	return text_ends(path, ".c") || text_ends(path, ".h");
}

bool check_is_script(const char *path)
{
	return text_ends(path, ".sh") || !strcmp(path, "vitro") || !strcmp(path, ".ci/run");
}
