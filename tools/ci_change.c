// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ci_change.h"
#include "cli.h"
#include "files.h"
#include "git.h"

/* ---- Whom a file concerns ---- */

/* Where the overlay has what vitro brings along. */
static const struct place {
	const char *from, *to;
} places[] = {
	{ "harnesses/", "arch/vitro/harnesses/" },
	{ "targets/", "arch/vitro/targets/" },
	{ "shim/arch/", "arch/vitro/" },
	{ "shim/kernel/", "arch/vitro/kernel/" },
	{ "shim/include/vitro/", "arch/vitro/include/vitro/" },
};

/* Sources of the tool, by how their names begin, that have a say in how a program is built. */
static const char *const builders[] = { "build", "compiler", "flavour", "holes",
					"host",  "images.",  "kbuild",  "kconfig",
					"link",  "overlay",  "races",   "rename",
					"stamp", "symbols.", "target",  "tree." };

/* Of the kernel's own: what runs while it is built. */
static const char *const machinery[] = { "scripts/", "tools/build/", "tools/include/", "tools/lib/",
					 "tools/objtool/" };

static bool starts_with_any(const char *text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_starts(text, list[i]))
			return true;
	return false;
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_makefile(const char *path)
{
	return text_starts(name_of(path), "Makefile") || text_starts(name_of(path), "Kbuild");
}

static void classify_kernel(struct ci_file *file)
{
	const char *path = file->path;
	bool foreign = text_starts(path, "arch/") && strchr(path + strlen("arch/"), '/');

	file->scope = CI_READERS;
	file->read_as = text_format("%s", path);
	if (text_starts(name_of(path), "Kconfig"))
		file->scope = foreign ? CI_NOBODY : CI_ALL;
	else if (starts_with_any(path, machinery, sizeof(machinery) / sizeof(*machinery)))
		file->scope = CI_ALL;
	else if (is_makefile(path))
		file->scope = strchr(path, '/') ? CI_DIRECTORY : CI_ALL;
}

/* The word behind the first slash, without an ending. */
static char *second_word(const char *path)
{
	path = strchr(path, '/') + 1;
	return text_format("%.*s", (int)strcspn(path, "/."), path);
}

static void classify_own_source(struct ci_file *file, const struct place *place, bool gone)
{
	const char *path = file->path;

	file->scope = CI_READERS;
	file->read_as = text_format("%s%s", place->to, path + strlen(place->from));
	if (text_starts(path, "shim/arch/") && !text_starts(path, "shim/arch/include/")) {
		file->scope = CI_ALL;
	} else if (text_starts(path, "targets/") && (gone || text_ends(path, "/target"))) {
		file->scope = CI_TARGET;
		file->name = second_word(path);
	} else if (text_ends(path, ".races")) {
		file->scope = CI_HARNESS;
		file->name = second_word(path);
	} else if (gone && text_ends(path, ".c")) {
		file->scope = text_starts(path, "harnesses/") ? CI_NOBODY : CI_ALL;
	}
}

static bool makes_programs(const char *path)
{
	if (!text_starts(path, "tools/"))
		return text_starts(path, "shim/host/") || !strcmp(path, "ci/packages.txt");
	return starts_with_any(path + strlen("tools/"), builders,
			       sizeof(builders) / sizeof(*builders));
}

static void classify_own(struct ci_file *file, bool gone)
{
	file->scope = CI_NOBODY;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (text_starts(file->path, places[i].from))
			classify_own_source(file, &places[i], gone);
	if (text_starts(file->path, "corpus/") && strchr(file->path + strlen("corpus/"), '/')) {
		file->scope = CI_HARNESS;
		file->name = second_word(file->path);
	} else if (makes_programs(file->path)) {
		file->scope = CI_ALL;
	}
}

void ci_file_classify(struct ci_file *file, bool own, bool gone)
{
	if (own)
		classify_own(file, gone);
	else
		classify_kernel(file);
}

/* The longest prefix is meant: what is not below the others is the architecture's. */
char *ci_own_file(const char *read_as)
{
	const struct place *best = NULL;

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (text_starts(read_as, places[i].to) &&
		    (!best || strlen(places[i].to) > strlen(best->to)))
			best = &places[i];
	return best ? text_format("%s%s", best->from, read_as + strlen(best->to)) : NULL;
}

bool ci_change_has_tool(const struct ci_change *change)
{
	for (int i = 0; i < change->count; i++) {
		const char *path = change->files[i].path;

		if (text_starts(path, "tools/") || !strcmp(path, "vitro") ||
		    text_starts(path, "CMake"))
			return true;
	}
	return false;
}

/* ---- What git says ---- */

static void add_file(struct ci_change *change, const char *path)
{
	struct ci_file file = { .path = text_format("%s", path) };
	char *place = text_format("%s/%s", change->repository, path);

	ci_file_classify(&file, change->own, !file_exists(place));
	change->files = memory_resize(change->files, sizeof(file) * (size_t)(change->count + 1));
	change->files[change->count++] = file;
	free(place);
}

/* What is committed, what is not, and what git does not know yet. */
static int list_files(struct ci_change *change)
{
	struct strings names = { 0 };
	const char *top = change->repository;
	bool good = git_lines(top, &names, "-c", "core.quotePath=false", "diff", "--name-only",
			      "--no-renames", "--no-ext-diff", change->base, "--", NULL) &&
		    git_lines(top, &names, "-c", "core.quotePath=false", "ls-files", "--others",
			      "--exclude-standard", NULL);

	strings_sort(&names);
	for (int i = 0; i < names.count; i++)
		add_file(change, names.item[i]);
	strings_clear(&names);
	return good ? 0 : cli_fail("%s: git cannot compare it with %s", top, change->base);
}

static int find_base(struct ci_change *change, const char *base)
{
	char *commit = text_format("%s^{commit}", base), *full = NULL;

	if (*base && base[0] != '-')
		full = git_ask(change->repository, "rev-parse", "--verify", "--quiet", commit,
			       NULL);
	free(commit);
	change->head = git_ask(change->repository, "rev-parse", "HEAD", NULL);
	if (!full)
		return cli_error("%s has no commit '%s' (a shallow clone has only some)",
				 change->repository, base);
	if (!change->head)
		return cli_error("%s has no commit checked out", change->repository);
	/* The base may have moved on: only what came since they parted is the change's. */
	change->base = git_ask(change->repository, "merge-base", full, "HEAD", NULL);
	if (!change->base)
		change->base = full;
	else
		free(full);
	return 0;
}

int ci_change_read(struct ci_change *change, const char *repository, bool own, const char *base)
{
	char *top = git_ask(repository, "rev-parse", "--show-toplevel", NULL);
	char *real = realpath(repository, NULL);
	int ret = 0;

	*change = (struct ci_change){ .own = own };
	if (!real)
		ret = cli_error("%s: %s", repository, strerror(errno));
	else if (!top || strcmp(top, real) != 0)
		ret = cli_error("%s is not the top of a git tree that may be read", repository);
	change->repository = real;
	free(top);
	if (!ret)
		ret = find_base(change, base);
	if (!ret)
		ret = list_files(change);
	return ret;
}

void ci_change_free(struct ci_change *change)
{
	for (int i = 0; i < change->count; i++) {
		free(change->files[i].path);
		free(change->files[i].name);
		free(change->files[i].read_as);
	}
	free(change->files);
	free(change->repository);
	free(change->base);
	free(change->head);
	*change = (struct ci_change){ 0 };
}
