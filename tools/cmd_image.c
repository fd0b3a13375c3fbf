// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "image_command.h"
#include "text.h"

static const char usage[] =
	"vitro image COMMAND FILE [options]\n\n"
	"  info    FILE|FINDING  what the image of an input is made of\n"
	"  unpack  FILE|FINDING  the image as a file, which a real kernel mounts\n"
	"  pack    IMAGE         the other way round: an input of a harness";

static int run(const struct image_request *request, const char *name, const char *path)
{
	static const struct {
		const char *name;
		int (*run)(const struct image_request *request, const char *path);
	} commands[] = { { "info", image_info },
			 { "unpack", image_unpack },
			 { "pack", image_pack } };
	struct strings names = { 0 };
	int ret;

	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (!strcmp(commands[i].name, name))
			return commands[i].run(request, path);
		strings_add(&names, commands[i].name);
	}
	ret = cli_error("no command 'image %s'; did you mean '%s'?", name,
			strings_nearest(&names, name));
	strings_clear(&names);
	return ret;
}

int cmd_image(int argc, char **argv)
{
	struct image_request request = { 0 };
	const struct cli_opt opts[] = {
		{ "harness", 0, CLI_STRING, &request.harness, "NAME",
		  "whose input it is: for pack; else its place or its seed tells, too" },
		{ "output", 'o', CLI_STRING, &request.output, "FILE",
		  "FILE.img or IMAGE.input when not given" },
		{ "tail", 0, CLI_STRING, &request.tail, "FILE",
		  "what is behind the image: how the disk behaves, operations" },
		{ "whole", 0, CLI_FLAG, &request.whole, NULL,
		  "pack: based on no seed, for what is to become one" },
		{ 0 },
	};
	char **rest;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (count != 2)
		return cli_error("image wants a command and one file; see 'vitro image --help'");
	return run(&request, argv[0], argv[1]);
}
