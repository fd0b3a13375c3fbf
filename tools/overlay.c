// SPDX-License-Identifier: GPL-2.0-only
#include "overlay.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "links.h"
#include "project.h"
#include "text.h"

char *overlay_path(const struct build *build)
{
	return state_path("build/%s/overlay", build->tree.id);
}

static bool exists_in(const char *directory, const char *name)
{
	char *path = text_format("%s/%s", directory, name);
	bool found = file_exists(path);

	free(path);
	return found;
}

/* Was something built inside the tree? Then a link to a whole directory would show the results. */
static bool built_in_place(const char *tree)
{
	char *pattern = text_format("%s/arch/*/include/generated", tree);
	bool built = glob(pattern, 0, NULL, NULL) == 0;

	free(pattern);
	return built || exists_in(tree, ".config") || exists_in(tree, "include/config") ||
	       exists_in(tree, "include/generated");
}

/* Does the directory's own .gitignore name the file? Generated sources without a .cmd file are
 * there. */
static bool is_ignored(const char *directory, const char *name)
{
	static char *read_from;
	static struct strings lines;

	if (!read_from || strcmp(read_from, directory) != 0) {
		char *path = text_format("%s/.gitignore", directory), *text = file_read(path, NULL);

		strings_clear(&lines);
		if (text)
			strings_split(&lines, text, "\n");
		free(text);
		free(path);
		free(read_from);
		read_from = text_format("%s", directory);
	}
	for (int i = 0; i < lines.count; i++)
		if (strcmp(lines.item[i] + (lines.item[i][0] == '/'), name) == 0)
			return true;
	return false;
}

static bool is_product(const char *directory, const char *name)
{
	char *command;
	bool product;

	if (strcmp(name, ".git") == 0 || text_starts(name, ".config"))
		return true;
	if (text_ends(directory, "/include") &&
	    (!strcmp(name, "config") || !strcmp(name, "generated")))
		return true;
	if (fnmatch("*.asn1.[ch]", name, 0) == 0 || fnmatch(".*.cmd", name, FNM_PERIOD) == 0)
		return true;
	command = text_format(".%s.cmd", name);
	product = exists_in(directory, command) || is_ignored(directory, name);
	free(command);
	return product;
}

static bool skip_at_top(const char *name)
{
	return strcmp(name, ".git") == 0 || strcmp(name, "arch") == 0;
}

static bool skip_scratch(const char *name)
{
	return name[0] == '.' || text_ends(name, "~");
}

static bool skip_scratch_in(const char *directory, const char *name)
{
	(void)directory;
	return skip_scratch(name);
}

/* Kbuild's output directories, one per flavour, stand inside: all its paths are then relative. */
static bool skip_output(const char *name)
{
	return text_starts(name, "build-");
}

static int link_tree(const char *tree, const char *overlay)
{
	char *from = text_format("%s/arch", tree), *to = text_format("%s/arch", overlay);
	int ret;

	if (built_in_place(tree))
		ret = links_deep(tree, overlay, is_product);
	else
		ret = links_make_directory(overlay) || links_entries(tree, overlay, skip_at_top) ||
		      links_make_directory(to) || links_entries(from, to, NULL);
	free(to);
	free(from);
	return ret;
}

/* harnesses/ or targets/NAME/: its files, and the Kbuild file they share. */
static int link_sources(const char *name, const char *vitro)
{
	char *from = project_path("%s", name), *to = text_format("%s/%s", vitro, name);
	char *kbuild = text_format("%s/Kbuild", to);
	char *shared = project_path("shim/arch/harness.Kbuild");
	int ret = links_make_directory(to) || links_entries(from, to, skip_scratch) ||
		  links_make(kbuild, shared);

	free(shared);
	free(kbuild);
	free(to);
	free(from);
	return ret;
}

static int link_targets(const char *vitro)
{
	char *path = project_path("targets");
	DIR *directory = opendir(path);
	struct dirent *entry;
	int ret = 0;

	while (!ret && directory && (entry = readdir(directory))) {
		char *name = text_format("targets/%s", entry->d_name);

		if (entry->d_name[0] != '.')
			ret = link_sources(name, vitro);
		free(name);
	}
	if (directory)
		closedir(directory);
	free(path);
	return ret;
}

/* Directories of targets that are gone. */
static int prune_targets(const char *vitro)
{
	char *path = text_format("%s/targets", vitro);
	DIR *directory = opendir(path);
	struct dirent *entry;
	int ret = 0;

	while (!ret && directory && (entry = readdir(directory))) {
		char *source = project_path("targets/%s", entry->d_name);
		char *gone = text_format("%s/%s", path, entry->d_name);

		if (!file_is_directory(source))
			ret = file_remove_tree(gone);
		free(gone);
		free(source);
	}
	if (directory)
		closedir(directory);
	free(path);
	return ret;
}

static int link_deep(const char *from, const char *vitro, const char *to)
{
	char *source = project_path("%s", from), *path = text_format("%s%s", vitro, to);
	int ret = links_deep(source, path, skip_scratch_in);

	free(path);
	free(source);
	return ret;
}

static int link_vitro(const char *vitro)
{
	return link_deep("shim/arch", vitro, "") || link_deep("shim/kernel", vitro, "/kernel") ||
	       link_deep("shim/include/vitro", vitro, "/include/vitro") ||
	       link_sources("harnesses", vitro) || link_targets(vitro) || prune_targets(vitro);
}

int overlay_refresh(const struct build *build)
{
	char *overlay = overlay_path(build), *vitro = text_format("%s/arch/vitro", overlay);
	int ret = 0;

	if (link_tree(build->tree.path, overlay) || link_vitro(vitro) ||
	    links_prune(overlay, skip_output))
		ret = cli_error("%s: %s", links_failed(), strerror(errno));
	free(vitro);
	free(overlay);
	return ret;
}
