// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "afl.h"
#include "build.h"
#include "cli.h"
#include "commands.h"
#include "engine.h"
#include "input.h"
#include "sanitizer.h"
#include "session.h"
#include "target.h"

static const char usage[] = "vitro fuzz NAME [options] [-- flags]";

/* What the command line asks for. */
struct request {
	const char *name;
	const char *flavour;
	const char *tree;
	int llvm;
	int seconds;
	int jobs;
	bool json;
	const char *schedule_only;
	const char *engine;
	char **flags;
};

static int parse(struct request *request, int argc, char **argv)
{
	const struct cli_opt opts[] = {
		{ "sanitizer", 's', CLI_STRING, &request->flavour, "SAN",
		  "address (default), undefined, memory or thread" },
		{ "time", 't', CLI_SECONDS, &request->seconds, "TIME",
		  "how long, e.g. 60s or 2h; until interrupted when not given" },
		{ "jobs", 'j', CLI_INT, &request->jobs, "N",
		  "processes; one per core when not given" },
		{ "kernel", 'k', CLI_STRING, &request->tree, "TREE", "kernel tree" },
		{ "llvm", 0, CLI_INT, &request->llvm, "N", "clang and LLVM version" },
		{ "engine", 0, CLI_STRING, &request->engine, "ENGINE",
		  "libfuzzer (default) or afl++; flags behind -- are the engine's" },
		{ "schedule-only", 0, CLI_STRING, &request->schedule_only, "FILE",
		  "of a concurrent harness: keep the operations of this input or finding" },
		{ "json", 0, CLI_FLAG, &request->json, NULL, "summary as JSON on standard output" },
		{ 0 },
	};
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &request->flags);

	if (ret >= 0)
		return ret;
	if (count != 1)
		return cli_error("fuzz wants one harness; vitro list shows them");
	request->name = argv[0];
	if (request->jobs <= 0)
		request->jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
	return -1;
}

static int build(const struct request *request, struct build *build)
{
	char *names[] = { (char *)request->name, NULL };
	struct harness harness;
	int ret = harness_find(request->name, &harness);

	if (!ret)
		ret = afl_check(request->engine, request->schedule_only);
	if (!ret)
		ret = build_prepare(build, request->tree, request->flavour, request->llvm);
	if (!ret && !build->flavour->fuzzes)
		ret = cli_error(
			"the %s flavour cannot fuzz: it is not built with coverage feedback",
			build->flavour->name);
	if (!ret)
		ret = build_harnesses(build, names);
	if (!ret && afl_wanted(request->engine))
		ret = afl_build(build, names);
	return ret;
}

/* Inputs that are made shall have the operations of @input. */
static int keep_operations(const struct request *request, const struct build *program,
			   struct input *input)
{
	int ret;

	if (!request->schedule_only)
		return 0;
	ret = build_is_concurrent(program, request->name);
	if (ret < 0)
		return CLI_FOUND;
	if (!ret)
		return cli_error("%s is not a concurrent harness: its inputs have no schedule",
				 request->name);
	setenv("VITRO_SCHEDULE_ONLY", input->path, 1);
	return 0;
}

/* An input that can be read, before anything is built. */
static int find_input(const struct request *request, struct input *input)
{
	int ret;

	if (!request->schedule_only)
		return 0;
	ret = input_find(request->schedule_only, input);
	if (!ret && access(input->path, R_OK))
		ret = cli_error("cannot read %s: %s", input->path, strerror(errno));
	if (!ret && input->harness && strcmp(input->harness, request->name))
		ret = cli_error("%s is an input of %s, not of %s", input->path, input->harness,
				request->name);
	return ret;
}

static int fuzz(const struct request *request, const struct build *build, const struct input *input)
{
	struct findings findings = { 0 };
	struct engine engine = {
		.harness = request->name,
		.flavour = build->flavour->name,
		.tree = build->tree.name,
		.version = build->tree.version,
		.binary = build_binary(build, request->name),
		.jobs = request->jobs,
		.seconds = request->seconds,
		.only = input->path,
		.flags = request->flags,
		.findings = &findings,
	};
	int ret = session_prepare(&engine);

	if (!ret && afl_wanted(request->engine))
		ret = afl_prepare(&engine, build);

	if (ret)
		return ret;
	sanitizer_environment(build->llvm);
	ret = engine_run(&engine);
	if (engine.afl)
		afl_end(&engine);
	if (engine.loaded || findings.total)
		session_report(&engine, request->json);
	if (findings.total)
		ret = CLI_FOUND;
	engine_end(&engine);
	findings_free(&findings);
	return ret;
}

int cmd_fuzz(int argc, char **argv)
{
	struct request request = { 0 };
	struct build program = { 0 };
	struct input input = { 0 };
	int ret = parse(&request, argc, argv);

	if (ret >= 0)
		return ret;
	ret = find_input(&request, &input);
	if (!ret)
		ret = build(&request, &program);
	if (!ret)
		ret = keep_operations(&request, &program, &input);
	if (!ret)
		ret = fuzz(&request, &program, &input);
	input_free(&input);
	return ret;
}
