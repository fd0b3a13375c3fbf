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
#include "images.h"
#include "link_inputs.h"
#include "process.h"
#include "progress.h"
#include "project.h"
#include "races.h"
#include "stamp.h"
#include "symbols.h"

/*
 * The compiler driver with the arguments in @inputs and @extra (may be NULL); in link/NAME, so that
 * no absolute name gets into the program.
 */
static int run_driver(const struct link *link, const char *inputs, const char *extra,
		      const char *output, const char *log)
{
	struct command clang = { .log = log, .directory = link->directory };
	int status;

	command_add(&clang, "clang%s-%d", link->build->engine->cxx ? "++" : "", link->build->llvm);
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
		ret = cli_fail(
			"%s does not link: %s is called, but neither the shim nor a library defines it",
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

	if (!ret &&
	    run_driver(link, inputs, "-x c holes.c @addresses -Wl,--why-extract=" LINK_TAKEN,
		       temporary, log)) {
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

/* Only a harness that has the mutator of images has them. Return: 0 or an exit code. */
static int write_images(struct link *link)
{
	char *object = build_dir(link->build, "kbuild/arch/vitro/harnesses/%s.o", link->harness);
	struct strings defined = { 0 }, undefined = { 0 };
	int ret = symbols_object(object, &defined, &undefined);
	char *source;

	if (!ret && strings_has(&undefined, "host_image_mutator")) {
		link->images = text_format("%s/images.S", link->directory);
		source = images_table(link->harness);
		ret = stamp_update(link->images, source);
		free(source);
	}
	strings_clear(&defined);
	strings_clear(&undefined);
	free(object);
	return ret;
}

int link_harness(const struct build *build, const char *harness, const struct parts *parts,
		 const struct strings *host)
{
	struct link link = {
		.build = build,
		.harness = harness,
		.host = host,
		.program = build_binary(build, harness),
		.script = project_path("shim/host/vitro.ld"),
	};
	char *inputs, *text;
	int ret;

	link.directory = build_dir(build, "link/%s", strrchr(link.program, '/') + 1);
	inputs = text_format("%s/inputs", link.directory);
	ret = link_collect(&link, parts);
	link.holes_path = text_format("%s.holes", link.program);
	link.races = text_format("%s/races.c", link.directory);
	if (!ret)
		ret = write_races(&link);
	if (!ret)
		ret = write_images(&link);
	if (!ret) {
		text = link_arguments(&link);
		ret = stamp_update(inputs, text);
		free(text);
	}
	if (!ret && !link_is_current(&link, inputs))
		ret = link_stale(&link, inputs);
	strings_clear(&link.always);
	strings_clear(&link.wanted);
	strings_clear(&link.engine);
	free(inputs);
	free(link.images);
	free(link.races);
	free(link.script);
	free(link.holes_path);
	free(link.program);
	free(link.directory);
	return ret;
}
