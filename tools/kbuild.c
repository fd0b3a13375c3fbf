// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "compiler.h"
#include "files.h"
#include "overlay.h"
#include "process.h"
#include "progress.h"
#include "project.h"
#include "stamp.h"

char *kbuild_path(const struct build *build)
{
	return build_dir(build, "kbuild");
}

static void make_command(const struct build *build, struct command *make, const char *fragment)
{
	char *overlay = overlay_path(build), *output = kbuild_path(build);
	char *real = realpath(output, NULL), *ccache = program_find("ccache");

	command_add(make, "make");
	command_words(make, "--no-print-directory --keep-going");
	command_add(make, "-j%d", build->jobs);
	command_add(make, "-C");
	command_add(make, "%s", overlay);
	command_add(make, "O=%s", real ? real : output);
	command_add(make, "ARCH=vitro");
	command_add(make, "LLVM=-%d", build->llvm);
	command_add(make, "CLANG_TARGET_FLAGS_vitro=x86_64-linux-gnu");
	command_add(make, "CC=%sclang-%d", ccache ? "ccache " : "", build->llvm);
	command_add(make, "KCFLAGS=%s", build->flavour->kernel_cflags);
	if (fragment)
		command_add(make, "KCONFIG_ALLCONFIG=%s", fragment);
	free(ccache);
	free(real);
	free(output);
	free(overlay);
}

/* Copy make's output into the log; count what was compiled. */
static void follow(const struct build *build, int fd, FILE *log, int objects)
{
	FILE *output = fdopen(fd, "r");
	char *line = NULL;
	size_t room = 0;
	int done = 0;

	while (output && getline(&line, &room, output) > 0) {
		fputs(line, log);
		if (build->verbose)
			fputs(line, stderr);
		else if (objects && text_starts(line, "  CC ") && done < objects)
			progress_count(++done, objects);
	}
	free(line);
	if (output)
		fclose(output);
}

/* Lines of the log with @mark, and the two lines of source after each. Return: how many. */
static int show_lines(const char *log, const char *mark)
{
	FILE *stream = fopen(log, "re");
	char *line = NULL;
	size_t room = 0;
	int follow_up = 0, shown = 0;

	while (stream && getline(&line, &room, stream) > 0 && shown < 60) {
		if (strstr(line, mark))
			follow_up = 3;
		if (follow_up-- > 0 && !text_starts(line, "  CC"))
			shown += fputs(line, stderr) >= 0;
	}
	free(line);
	if (stream)
		fclose(stream);
	return shown;
}

/* The compiler's complaints; make's own when there are none. */
static void show_errors(const char *log)
{
	if (!show_lines(log, "error:") && !show_lines(log, "No rule to make"))
		show_lines(log, "*** ");
}

static int run_make(const struct build *build, struct command *make, const char *log_path,
		    int objects)
{
	FILE *log = fopen(log_path, "we");
	int fd, status;
	pid_t pid;

	if (!log)
		return cli_error("%s: %s", log_path, strerror(errno));
	pid = command_start(make, &fd);
	if (pid < 0) {
		fclose(log);
		return cli_error("make: %s", strerror(-pid));
	}
	follow(build, fd, log, objects);
	status = command_wait(pid);
	if (fclose(log))
		return cli_error("%s: %s", log_path, strerror(errno));
	if (!status)
		return 0;
	progress_end();
	if (file_disk_is_full(log_path))
		return cli_error("%s: %s", log_path, strerror(ENOSPC));
	if (!build->verbose)
		show_errors(log_path);
	return cli_fail("the kernel's make failed; its output is in %s", log_path);
}

int kbuild_make(const struct build *build, const struct strings *goals, const char *fragment,
		int objects)
{
	char *output = kbuild_path(build), *log = text_format("%s/make.log", output);
	struct command make = { 0 };
	int ret;

	make_command(build, &make, fragment);
	for (int i = 0; i < goals->count; i++)
		command_add(&make, "%s", goals->item[i]);
	ret = run_make(build, &make, log, objects);
	command_free(&make);
	free(log);
	free(output);
	return ret;
}

/* Malloc-ed "DIR/PREFIXnameSUFFIX" beside @object. */
static char *beside(const char *output, const char *object, const char *prefix, const char *suffix)
{
	const char *name = strrchr(object, '/') + 1;

	return text_format("%s/%.*s%s%s%s", output, (int)(name - object), object, prefix, name,
			   suffix);
}

/* Is the makefile of the object's directory newer? */
static bool makefile_newer(const char *output, const char *object, struct timespec than)
{
	static const char *const names[] = { "Makefile", "Kbuild" };
	bool newer = false;

	for (int i = 0; i < 2 && !newer; i++) {
		char *path = text_format("%s/../%.*s/%s", output,
					 (int)(strrchr(object, '/') - object), object, names[i]);

		newer = stamp_newer(stamp_time(path), than);
		free(path);
	}
	return newer;
}

static bool same_flags(const char *command_file, const char *flags)
{
	char *text = file_read(command_file, NULL);
	bool same = text && strstr(text, flags);

	free(text);
	return same;
}

/* Would make have something to do for @object? Asking make itself takes seconds. */
static bool is_stale(const struct build *build, const char *output, const char *object)
{
	char *path = text_format("%s/%s", output, object);
	char *command = beside(output, object, ".", ".cmd");
	char *config = text_format("%s/vitro.config", output);
	struct timespec time = stamp_time(path);
	bool stale = !time.tv_sec || stamp_newer(stamp_time(config), time) ||
		     makefile_newer(output, object, time) ||
		     !same_flags(command, build->flavour->kernel_cflags) ||
		     stamp_depends(command, output, time);

	free(config);
	free(command);
	free(path);
	return stale;
}

/* What make looked at and left alone was up to date at @start. */
static void touch(const char *output, const struct strings *objects, struct timespec start)
{
	struct timespec times[] = { { .tv_nsec = UTIME_OMIT }, start };

	for (int i = 0; i < objects->count; i++) {
		char *path = text_format("%s/%s", output, objects->item[i]);

		if (stamp_newer(start, stamp_time(path)))
			utimensat(AT_FDCWD, path, times, 0);
		free(path);
	}
}

int kbuild_objects(const struct build *build, const struct strings *objects)
{
	char *output = kbuild_path(build);
	struct strings stale = { 0 };
	struct timespec start;
	int ret = 0;

	for (int i = 0; i < objects->count; i++)
		if (is_stale(build, output, objects->item[i]))
			strings_add(&stale, objects->item[i]);
	if (stale.count) {
		clock_gettime(CLOCK_REALTIME, &start);
		progress_event("compile %d objects", stale.count);
		ret = kbuild_make(build, &stale, NULL, stale.count);
		if (!ret)
			touch(output, &stale, start);
	}
	strings_clear(&stale);
	free(output);
	return ret;
}
