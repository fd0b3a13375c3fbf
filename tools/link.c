// SPDX-License-Identifier: GPL-2.0-only
#include "link.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "holes.h"
#include "kbuild.h"
#include "process.h"
#include "progress.h"
#include "project.h"
#include "races.h"
#include "rename.h"
#include "stamp.h"

struct link {
	const struct build *build;
	const char *harness;
	char *directory;               /* link/NAME */
	char *program, *holes_path;    /* bin/NAME, bin/NAME.holes */
	char *script, *races;          /* link/NAME/races.c: data races that are known */
	struct strings always, wanted; /* kernel half: linked always, when referenced */
	const struct strings *host;
};

static void add_objects(struct strings *to, const char *output, const struct strings *names,
			const char *prefix, bool with)
{
	for (int i = 0; i < names->count; i++) {
		char *path = text_format("%s/%s", output, names->item[i]);

		if (text_starts(names->item[i], prefix) == with)
			strings_add(to, path);
		free(path);
	}
}

static int collect(struct link *link, const struct parts *parts)
{
	static const char shim[] = "arch/vitro/kernel/";
	char *output = kbuild_path(link->build);
	int ret;

	add_objects(&link->always, output, &parts->own, shim, true);
	add_objects(&link->always, output, &parts->test, "", true);
	add_objects(&link->always, output, &parts->with, "", true);
	add_objects(&link->always, output, &parts->own, shim, false);
	add_objects(&link->wanted, output, &parts->need, "", true);

	/* One list for the renaming, which must see everything: then apart again. */
	struct strings all = { 0 };
	int always = link->always.count;

	strings_add_all(&all, &link->always);
	strings_add_all(&all, &link->wanted);
	strings_clear(&link->always);
	strings_clear(&link->wanted);
	ret = rename_objects(link->build, output, link->directory, &parts->override, &all);
	for (int i = 0; i < all.count; i++)
		strings_add(i < always ? &link->always : &link->wanted, all.item[i]);
	strings_clear(&all);
	free(output);
	return ret;
}

/* Host objects, but the mutator's only to be taken when the harness refers to it. */
static void add_host(struct strings *lines, const struct strings *host, bool mutator)
{
	for (int i = 0; i < host->count; i++)
		if (text_starts(strrchr(host->item[i], '/'), "/mutate") == mutator)
			strings_add(lines, host->item[i]);
}

/* Everything but the holes and the output, one argument per line. Malloc-ed. */
static char *arguments(const struct link *link)
{
	struct strings lines = { 0 };
	char *script = text_format("-Wl,-T,%s", link->script), *text;

	strings_split(&lines, link->build->flavour->link_flags, " ");
	strings_split(&lines,
		      "-fuse-ld=lld -no-pie -Wl,--gc-sections -Wl,--no-demangle "
		      "-Wl,--wrap=__sanitizer_set_death_callback "
		      "-Wl,--error-limit=0 -Wl,-z,noexecstack",
		      " ");
	strings_add(&lines, script);
	add_host(&lines, link->host, false);
	strings_add_all(&lines, &link->always);
	strings_add(&lines, "-Wl,--start-lib");
	add_host(&lines, link->host, true);
	strings_add_all(&lines, &link->wanted);
	strings_add(&lines, "-Wl,--end-lib");
	strings_add(&lines, "races.c");
	strings_add(&lines, "-lm");
	text = strings_join(&lines, "\n");
	strings_clear(&lines);
	free(script);
	return text;
}

static bool any_newer(const struct strings *paths, struct timespec than)
{
	for (int i = 0; i < paths->count; i++)
		if (stamp_newer(stamp_time(paths->item[i]), than))
			return true;
	return false;
}

static bool is_current(const struct link *link, const char *inputs)
{
	struct timespec time = stamp_time(link->program);

	return time.tv_sec && file_exists(link->holes_path) &&
	       !stamp_newer(stamp_time(inputs), time) &&
	       !stamp_newer(stamp_time(link->script), time) &&
	       !stamp_newer(stamp_time(link->races), time) && !any_newer(link->host, time) &&
	       !any_newer(&link->always, time) && !any_newer(&link->wanted, time);
}

/*
 * The compiler driver with the arguments in @inputs and @extra (may be NULL); in link/NAME, so that
 * no absolute name gets into the program.
 */
static int run_driver(const struct link *link, const char *inputs, const char *extra,
		      const char *output, const char *log)
{
	struct command clang = { .log = log, .directory = link->directory };
	int status;

	command_add(&clang, "clang-%d", link->build->llvm);
	command_add(&clang, "@%s", inputs);
	if (extra)
		command_words(&clang, extra);
	command_add(&clang, "-o");
	command_add(&clang, "%s", output);
	status = command_run(&clang);
	command_free(&clang);
	return status;
}

static bool is_error(const char *line)
{
	return strstr(line, "error:") && !strstr(line, "undefined symbol:") &&
	       !strstr(line, "linker command failed");
}

/* The linker's complaints that are not about holes, with what it says on them. Return: how many
 * lines. */
static int show_errors(const char *text)
{
	struct strings lines = { 0 };
	int shown = 0, follow_up = 0;

	strings_split(&lines, text, "\n");
	for (int i = 0; i < lines.count && shown < 30; i++) {
		if (strstr(lines.item[i], "error:"))
			follow_up = is_error(lines.item[i]) ? 4 : 0;
		if (follow_up-- <= 0)
			continue;
		if (!shown++)
			progress_end();
		fprintf(stderr, "%s\n", lines.item[i]);
	}
	strings_clear(&lines);
	return shown;
}

/* First link, meant to fail: what is undefined, and nothing else? */
static int find_holes(const struct link *link, const char *inputs, struct strings *holes)
{
	char *log = text_format("%s/find.log", link->directory), *text, *own;
	int status = run_driver(link, inputs, NULL, "/dev/null", log), ret = 0;

	text = file_read(log, NULL);
	if (!text)
		text = text_format("%s", "");
	holes_parse(text, holes);
	own = holes_own(holes);
	if (own)
		ret = cli_fail("%s does not link: %s is called, but the shim does not define it",
			       link->harness, own);
	else if (show_errors(text) || (status && !strstr(text, "undefined symbol:")))
		ret = cli_fail("%s does not link; the linker's output is in %s", link->harness,
			       log);
	free(own);
	free(text);
	free(log);
	return ret;
}

/* The names' table, compiled with the link; and the list people read. */
static int write_holes(const struct link *link, const struct strings *holes, const char *table,
		       const char *addresses)
{
	char *source = holes_table(holes), *defsyms = holes_arguments(holes);
	char *list = strings_join(holes, "\n");
	int ret;

	ret = stamp_write(table, source);
	if (!ret)
		ret = stamp_write(addresses, defsyms);
	if (!ret)
		ret = stamp_write(link->holes_path, list);
	free(list);
	free(defsyms);
	free(source);
	return ret;
}

/* Second link, with an address for each hole; the program appears at one stroke. */
static int link_program(const struct link *link, const char *inputs, const struct strings *holes)
{
	char *table = text_format("%s/holes.c", link->directory);
	char *addresses = text_format("%s/addresses", link->directory);
	char *log = text_format("%s/link.log", link->directory);
	char *temporary = text_format("%s/program", link->directory);
	char *text;
	int ret = write_holes(link, holes, table, addresses);

	if (!ret && run_driver(link, inputs, "holes.c @addresses", temporary, log)) {
		text = file_read(log, NULL);
		show_errors(text ? text : "");
		free(text);
		ret = cli_fail("%s does not link; the linker's output is in %s", link->harness,
			       log);
	}
	if (!ret && rename(temporary, link->program))
		ret = cli_error("%s: %s", link->program, strerror(errno));
	free(temporary);
	free(log);
	free(addresses);
	free(table);
	return ret;
}

static int link_stale(const struct link *link, const char *inputs)
{
	struct strings holes = { 0 };
	int ret = find_holes(link, inputs, &holes);

	if (!ret)
		ret = link_program(link, inputs, &holes);
	if (!ret)
		progress_event("link %s (%d holes)", link->harness, holes.count);
	strings_clear(&holes);
	return ret;
}

static int write_races(const struct link *link)
{
	char *source;
	int ret = races_table(link->harness, &source);

	if (!ret)
		ret = stamp_update(link->races, source);
	free(source);
	return ret;
}

int link_harness(const struct build *build, const char *harness, const struct parts *parts,
		 const struct strings *host)
{
	struct link link = {
		.build = build,
		.harness = harness,
		.host = host,
		.directory = build_dir(build, "link/%s%s", harness, build->plain ? ".plain" : ""),
		.program = build_binary(build, harness),
		.script = project_path("shim/host/vitro.ld"),
	};
	char *inputs = text_format("%s/inputs", link.directory), *text;
	int ret = collect(&link, parts);

	link.holes_path = text_format("%s.holes", link.program);
	link.races = text_format("%s/races.c", link.directory);
	if (!ret)
		ret = write_races(&link);
	if (!ret) {
		text = arguments(&link);
		ret = stamp_update(inputs, text);
		free(text);
	}
	if (!ret && !is_current(&link, inputs))
		ret = link_stale(&link, inputs);
	strings_clear(&link.always);
	strings_clear(&link.wanted);
	free(inputs);
	free(link.races);
	free(link.script);
	free(link.holes_path);
	free(link.program);
	free(link.directory);
	return ret;
}
