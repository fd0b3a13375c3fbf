// SPDX-License-Identifier: GPL-2.0-only
#include "build.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "compiler.h"
#include "files.h"
#include "host.h"
#include "kbuild.h"
#include "kconfig.h"
#include "link.h"
#include "links.h"
#include "lock.h"
#include "overlay.h"
#include "process.h"
#include "progress.h"
#include "project.h"
#include "symbols.h"
#include "target.h"

#define VARIANT "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-=_ "

/* VITRO_KCFLAGS, "-Os" say: behind the flavour's own flags, and in the build directory's name. */
static int choose_variant(struct build *build)
{
	struct flavour *changed;

	build->variant = getenv("VITRO_KCFLAGS");
	if (!build->variant || !*build->variant)
		return 0;
	if (strlen(build->variant) > 60 ||
	    strspn(build->variant, VARIANT) != strlen(build->variant))
		return cli_error(
			"VITRO_KCFLAGS=%s: up to 60 letters, digits, '-', '=' and '_' are wanted",
			build->variant);
	changed = memory_resize(NULL, sizeof(*changed));
	*changed = *build->flavour;
	changed->kernel_cflags = text_format("%s %s", changed->kernel_cflags, build->variant);
	build->flavour = changed;
	return 0;
}

int build_prepare(struct build *build, const char *tree, const char *flavour, int llvm)
{
	int ret;

	*build = (struct build){ .jobs = (int)sysconf(_SC_NPROCESSORS_ONLN),
				 .engine = &link_engine_default };
	build->flavour = flavour_find(flavour ? flavour : flavours[0].name);
	if (!build->flavour)
		return CLI_USAGE;
	build->llvm = compiler_choose(llvm);
	if (build->llvm < 0 || choose_variant(build))
		return CLI_USAGE;
	ret = tree_find(tree, &build->tree);
	return ret;
}

char *build_dir(const struct build *build, const char *format, ...)
{
	char compiler[24] = "", *tail, *path;
	va_list args;

	if (build->llvm != COMPILER_DEFAULT)
		snprintf(compiler, sizeof(compiler), "-clang%d", build->llvm);
	va_start(args, format);
	if (vasprintf(&tail, format, args) < 0)
		abort();
	va_end(args);
	path = state_path("build/%s/%s%s%s/%s", build->tree.id, build->flavour->name, compiler,
			  build->variant ? build->variant : "", tail);
	free(tail);
	return path;
}

char *build_binary(const struct build *build, const char *harness)
{
	return build_dir(build, "bin/%s%s%s", harness, build->plain ? ".plain" : "",
			 build->engine ? build->engine->suffix : "");
}

/* Only these have the mutator of operations and schedules: shim/host/mutate.c. */
int build_is_concurrent(const struct build *build, const char *harness)
{
	char *binary = build_binary(build, harness);
	int ret = symbols_defines(binary, "mutate_begin");

	free(binary);
	return ret;
}

/*
 * Kbuild's output stands inside the overlay, so that all paths it uses are relative; kbuild is a
 * link to it.
 */
static int make_directories(const struct build *build)
{
	char *flavour = build_dir(build, "%s", ""), *bin = build_dir(build, "bin");
	char *kbuild = build_dir(build, "kbuild"), *overlay = overlay_path(build), *name;
	char *output, *target;
	int ret = 0;

	flavour[strlen(flavour) - 1] = '\0';
	name = strrchr(flavour, '/') + 1;
	output = text_format("%s/build-%s", overlay, name);
	target = text_format("../overlay/build-%s", name);
	if (file_make_directories(bin))
		ret = cli_error("%s: %s", bin, strerror(errno));
	else if (links_make_directory(output) || links_make(kbuild, target))
		ret = cli_error("%s: %s", links_failed(), strerror(errno));
	free(target);
	free(output);
	free(overlay);
	free(kbuild);
	free(bin);
	free(flavour);
	return ret;
}

/* One build at a time. */
static int lock(const struct build *build, const char *path, int *fd)
{
	char *waiting = text_format("wait for another build of %s", build->tree.name);
	int ret = lock_take(path, waiting, fd);

	free(waiting);
	return ret;
}

/* The same for everybody, and worth having again after the build directory is gone. */
static void set_environment(void)
{
	static const char *const cleared[] = {
		"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "CROSS_COMPILE", "KBUILD_OUTPUT", "KCPPFLAGS",
		"KAFLAGS",   "CFLAGS", "LDFLAGS",   "KBUILD_EXTMOD", "LOCALVERSION",
	};
	char *ccache = cache_path("ccache"), *root = project_path("%s", "");
	char *coverage = project_path("shim/arch/coverage.ignore");
	char *sanitize = project_path("shim/arch/sanitize.ignore");
	char *ignored = text_format("%s:%s", coverage, sanitize);

	for (size_t i = 0; i < sizeof(cleared) / sizeof(*cleared); i++)
		unsetenv(cleared[i]);
	setenv("LC_ALL", "C", 1);
	setenv("KBUILD_BUILD_TIMESTAMP", "Thu Jan  1 00:00:00 UTC 1970", 1);
	setenv("KBUILD_BUILD_USER", "vitro", 1);
	setenv("KBUILD_BUILD_HOST", "vitro", 1);
	setenv("CCACHE_DIR", ccache, 0);
	setenv("CCACHE_BASEDIR", root, 1);
	setenv("CCACHE_NOHASHDIR", "1", 1);
	setenv("CCACHE_EXTRAFILES", ignored, 1);
	free(ignored);
	free(sanitize);
	free(coverage);
	setenv("CCACHE_DEPEND", "1", 1);
	free(root);
	free(ccache);
}

struct plan {
	const struct build *build;
	struct harness *harnesses;
	struct parts *parts;
	int count;
	struct strings objects, host;
};

static int plan_harnesses(struct plan *plan, char *const *names)
{
	while (names[plan->count])
		plan->count++;
	plan->harnesses = calloc(plan->count + 1, sizeof(*plan->harnesses));
	plan->parts = calloc(plan->count + 1, sizeof(*plan->parts));
	if (!plan->harnesses || !plan->parts)
		abort();
	for (int i = 0; i < plan->count; i++) {
		int ret = harness_find(names[i], &plan->harnesses[i]);

		if (!ret)
			ret = harness_parts(&plan->harnesses[i], &plan->build->tree,
					    &plan->parts[i]);
		if (ret)
			return ret;
		strings_add_all(&plan->objects, &plan->parts[i].test);
		strings_add_all(&plan->objects, &plan->parts[i].own);
		strings_add_all(&plan->objects, &plan->parts[i].with);
		strings_add_all(&plan->objects, &plan->parts[i].need);
	}
	strings_sort(&plan->objects);
	return 0;
}

static void plan_free(struct plan *plan)
{
	for (int i = 0; i < plan->count; i++)
		parts_free(&plan->parts[i]);
	strings_clear(&plan->objects);
	strings_clear(&plan->host);
	free(plan->parts);
	free(plan->harnesses);
}

static int link_one(int index, void *context)
{
	struct plan *plan = context;

	return link_harness(plan->build, plan->harnesses[index].name, &plan->parts[index],
			    &plan->host);
}

static int build_locked(struct plan *plan)
{
	int ret = kconfig_refresh(plan->build);

	if (!ret)
		ret = kbuild_objects(plan->build, &plan->objects);
	if (!ret)
		ret = host_objects(plan->build, &plan->host);
	if (!ret && plan->count == 1)
		ret = link_one(0, plan);
	else if (!ret)
		ret = fork_each(plan->count, plan->build->jobs, link_one, plan);
	return ret;
}

int build_harnesses(const struct build *build, char *const *names)
{
	struct plan plan = { .build = build };
	char *tree_lock = state_path("build/%s/lock", build->tree.id);
	char *flavour_lock = build_dir(build, "lock"),
	     *directory = state_path("build/%s", build->tree.id);
	int tree_fd = -1, flavour_fd = -1, ret = plan_harnesses(&plan, names);

	if (ret)
		goto done;
	set_environment();
	if (file_make_directories(directory)) {
		ret = cli_error("%s: %s", directory, strerror(errno));
		goto done;
	}
	ret = lock(build, tree_lock, &tree_fd);
	if (!ret)
		ret = overlay_refresh(build);
	if (!ret)
		ret = make_directories(build);
	close(tree_fd);
	if (!ret)
		ret = lock(build, flavour_lock, &flavour_fd);
	if (!ret)
		ret = build_locked(&plan);
	close(flavour_fd);
	progress_end();
done:
	plan_free(&plan);
	free(directory);
	free(flavour_lock);
	free(tree_lock);
	return ret;
}
