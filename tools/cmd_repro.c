// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build.h"
#include "cli.h"
#include "commands.h"
#include "files.h"
#include "identity.h"
#include "input.h"
#include "process.h"
#include "report.h"
#include "repro.h"
#include "sanitizer.h"
#include "target.h"

static const char usage[] =
	"vitro repro ID|FILE|FINDING|BUNDLE [options] [-- libFuzzer flags, gdb's with --gdb]";

/* What the command line asks for. */
struct request {
	const char *path;
	const char *harness;
	const char *flavour;
	const char *tree;
	const char *output;
	int llvm;
	bool bundle;
	bool gdb;
	char **flags;
};

static int parse(struct request *request, int argc, char **argv)
{
	const struct cli_opt opts[] = {
		{ "sanitizer", 's', CLI_STRING, &request->flavour, "SAN",
		  "instead of the finding's own" },
		{ "kernel", 'k', CLI_STRING, &request->tree, "TREE",
		  "instead of the finding's own" },
		{ "harness", 0, CLI_STRING, &request->harness, "NAME",
		  "when the place does not tell" },
		{ "llvm", 0, CLI_INT, &request->llvm, "N", "clang and LLVM version" },
		{ "gdb", 0, CLI_FLAG, &request->gdb, NULL, "in gdb, stopped where it is reported" },
		{ "bundle", 0, CLI_FLAG, &request->bundle, NULL,
		  "do not run it: put all of finding ID into one file for another machine" },
		{ "output", 'o', CLI_STRING, &request->output, "FILE",
		  "for --bundle (default: ID.vitro.tar.zst)" },
		{ 0 },
	};
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &request->flags);

	if (ret >= 0)
		return ret;
	if (count != 1)
		return cli_error("repro wants one finding, input file or bundle");
	request->path = argv[0];
	return -1;
}

/* What the command line leaves open, the finding says. */
static int complete(struct request *request, const struct input *input)
{
	struct harness harness;

	if (!request->harness)
		request->harness = input->harness;
	if (!request->flavour)
		request->flavour = input->flavour;
	if (!request->tree)
		request->tree = input->tree;
	if (!request->harness)
		return cli_error("which harness is %s for? say --harness NAME", input->path);
	return harness_find(request->harness, &harness);
}

/* What may make it end otherwise than where it was found. */
static void compare(const struct input *input, const struct build *build)
{
	char *config = repro_config(build);

	if (input->version && strcmp(input->version, build->tree.version) != 0)
		fprintf(stderr, "vitro: found on %s, run on %s\n", input->version,
			build->tree.version);
	if (input->config && strcmp(input->config, config) != 0)
		fprintf(stderr, "vitro: found with another kernel configuration (%.8s, not %.8s)\n",
			input->config, config);
	free(config);
}

static int build(const struct request *request, const struct input *input, struct build *build)
{
	char *names[] = { (char *)request->harness, NULL };
	int ret = build_prepare(build, request->tree, request->flavour, request->llvm);

	if (!ret)
		ret = build_harnesses(build, names);
	if (!ret)
		compare(input, build);
	return ret;
}

/* Show its output line by line, with short paths. Return: all of it as it was, malloc-ed. */
static char *relay(int fd, char *const *prefixes)
{
	FILE *from = fdopen(fd, "r"), *to;
	char *line = NULL, *all = NULL;
	size_t room = 0, size;

	to = open_memstream(&all, &size);
	if (!from || !to)
		abort();
	while (getline(&line, &room, from) >= 0) {
		fputs(line, to);
		report_shorten(line, prefixes);
		fputs(line, stdout);
		fflush(stdout);
	}
	fclose(to);
	fclose(from);
	free(line);
	return all;
}

static int verdict_line(const struct request *request, const char *output, int code)
{
	char title[200];

	if (!code) {
		printf("vitro: %s ends well\n", request->harness);
		return CLI_OK;
	}
	finding_title(output, title, sizeof(title));
	printf("vitro: %s: %s\n", request->harness, title);
	return CLI_FOUND;
}

static int run(const struct request *request, const struct input *input, const struct build *build)
{
	struct command command = { 0 };
	char *binary = build_binary(build, request->harness), *output;
	pid_t pid;
	int fd, code;

	sanitizer_environment(build->llvm);
	setenv("VITRO_PRINTK", "1", 1);
	setenv("VITRO_TIMELINE", "1", 1);
	command_add(&command, "%s", binary);
	command_words(&command, "-timeout=30 -rss_limit_mb=4096");
	for (char **flag = request->flags; *flag; flag++)
		command_add(&command, "%s", *flag);
	command_add(&command, "%s", input->path);
	pid = command_start(&command, &fd);
	command_free(&command);
	free(binary);
	if (pid < 0)
		return cli_fail("cannot run %s: %s", request->harness, strerror(-pid));
	output = relay(fd, report_prefixes(build));
	code = command_wait(pid);
	code = verdict_line(request, output, code);
	free(output);
	return code;
}

int cmd_repro(int argc, char **argv)
{
	struct request request = { 0 };
	struct build program = { 0 };
	struct input input;
	int ret = parse(&request, argc, argv);

	if (ret >= 0)
		return ret;
	if (request.bundle)
		return repro_bundle(request.path, request.output, request.llvm);
	ret = input_find(request.path, &input);
	if (!ret)
		ret = complete(&request, &input);
	if (!ret)
		ret = build(&request, &input, &program);
	if (!ret && request.gdb)
		ret = repro_gdb(&program, request.harness, input.path, request.flags);
	else if (!ret)
		ret = run(&request, &input, &program);
	input_free(&input);
	return ret;
}
