// SPDX-License-Identifier: GPL-2.0-only
#include "kconfig.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "compiler.h"
#include "files.h"
#include "kbuild.h"
#include "overlay.h"
#include "progress.h"
#include "project.h"
#include "stamp.h"
#include "target.h"

static struct strings arch_files;

static int add_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (type == FTW_F && !text_ends(path, "~"))
		strings_add(&arch_files, path);
	return 0;
}

/* Names of the architecture's files, and the contents of those that Kbuild and Kconfig read. */
static void add_arch(struct strings *lines)
{
	char *arch = project_path("shim/arch");

	strings_clear(&arch_files);
	nftw(arch, add_file, 16, FTW_PHYS);
	strings_sort(&arch_files);
	for (int i = 0; i < arch_files.count; i++) {
		const char *name = strrchr(arch_files.item[i], '/') + 1;
		char *text;

		strings_add(lines, arch_files.item[i] + strlen(arch));
		if (!text_starts(name, "K") && !text_starts(name, "Makefile") &&
		    !text_ends(name, ".Kbuild"))
			continue;
		text = file_read(arch_files.item[i], NULL);
		strings_add(lines, text ? text : "");
		free(text);
	}
	free(arch);
}

/* Everything the configuration is made from, as one text. */
static char *describe(const struct build *build, const char *fragment)
{
	char *identity = compiler_identity(build->llvm), *text;
	struct strings lines = { 0 };

	strings_add(&lines, fragment);
	strings_add(&lines, identity);
	strings_add(&lines, build->tree.version);
	add_arch(&lines);
	text = strings_join(&lines, "\n");
	strings_clear(&lines);
	free(identity);
	return text;
}

/* Does .config have @line, "CONFIG_X=value"? A symbol that is not there is n. */
static bool has_line(const char *config, const char *line)
{
	char *wanted = text_format("\n%s\n", line), *set;
	bool has = strstr(config, wanted);

	if (!has && text_ends(line, "=n")) {
		set = text_format("\n%.*s=", (int)strlen(line) - 2, line);
		has = !strstr(config, set);
		free(set);
	}
	free(wanted);
	return has;
}

static int verify(const struct build *build, const struct strings *lines)
{
	char *output = kbuild_path(build), *path = text_format("%s/.config", output);
	char *config = file_read(path, NULL), *overlay = overlay_path(build);
	int ret = config ? 0 : cli_error("%s: %s", path, strerror(errno));

	for (int i = 0; config && i < lines->count && !ret; i++) {
		char *symbol, *why;

		if (has_line(config, lines->item[i]))
			continue;
		symbol = text_format("%s", lines->item[i] + strlen("CONFIG_"));
		*strchr(symbol, '=') = '\0';
		why = kconfig_explain(overlay, config, symbol);
		ret = cli_error("%s did not stay set in %s: %s", lines->item[i], build->tree.name,
				why);
		free(why);
		free(symbol);
	}
	free(overlay);
	free(config);
	free(path);
	free(output);
	return ret;
}

static int run(const struct build *build, const char *fragment)
{
	struct strings goals = { 0 };
	int ret;

	strings_add(&goals, "allnoconfig");
	ret = kbuild_make(build, &goals, fragment, 0);
	strings_clear(&goals);
	return ret;
}

static int prepare(const struct build *build)
{
	struct strings goals = { 0 };
	int ret;

	strings_add(&goals, "prepare");
	ret = kbuild_make(build, &goals, NULL, 0);
	strings_clear(&goals);
	return ret;
}

static int configure(const struct build *build, const struct strings *lines, const char *text)
{
	char *fragment = build_dir(build, "fragment");
	int ret;

	progress_event("config %s %s", build->tree.name, build->flavour->name);
	ret = stamp_update(fragment, text);
	if (!ret)
		ret = run(build, fragment);
	if (!ret)
		ret = verify(build, lines);
	if (!ret)
		ret = prepare(build);
	free(fragment);
	return ret;
}

static char *stamp_path(const struct build *build)
{
	char *output = kbuild_path(build), *path = text_format("%s/vitro.config", output);

	free(output);
	return path;
}

void kconfig_forget(const struct build *build)
{
	char *stamp = stamp_path(build);

	unlink(stamp);
	free(stamp);
}

int kconfig_refresh(const struct build *build)
{
	char *stamp = stamp_path(build);
	char *fragment = NULL, *text = NULL;
	struct strings lines = { 0 };
	int ret = target_config(&build->tree, &lines);

	if (ret)
		goto done;
	if (build->flavour->config)
		strings_split(&lines, build->flavour->config, " ");
	fragment = strings_join(&lines, "\n");
	text = describe(build, fragment);
	if (stamp_same(stamp, text))
		goto done;
	unlink(stamp);
	ret = configure(build, &lines, fragment);
	if (!ret)
		ret = stamp_write(stamp, text);
done:
	free(text);
	free(fragment);
	free(stamp);
	strings_clear(&lines);
	return ret;
}
