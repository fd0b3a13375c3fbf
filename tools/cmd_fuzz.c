// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "afl.h"
#include "build.h"
#include "campaign.h"
#include "cli.h"
#include "commands.h"
#include "engine.h"
#include "input.h"
#include "sanitizer.h"
#include "session.h"
#include "target.h"

static const char usage[] = "vitro fuzz NAME... | --target T | --all [options] [-- flags]";

/* What the command line asks for. */
struct request {
	struct strings names, targets, flavours;
	bool all, resume, fresh, tui;
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

/* One harness in one flavour is a session; all else is shared out. */
static bool is_campaign(const struct request *request)
{
	return request->all || request->resume || request->tui || request->targets.count ||
	       request->names.count > 1 || request->flavours.count > 1;
}

/* Return: -1 when it makes sense, else an exit code. */
static int check(const struct request *request)
{
	bool named = request->names.count || request->all || request->targets.count;

	if (!named && !request->resume)
		return cli_error("fuzz wants a harness, --target or --all; vitro list shows them");
	if (request->resume && (named || request->fresh))
		return cli_error(
			"--resume goes on with what was asked for then, and takes no names");
	if (is_campaign(request) && (request->schedule_only || afl_wanted(request->engine)))
		return cli_error("--schedule-only and --engine are for one harness in one flavour");
	return -1;
}

static int parse(struct request *request, int argc, char **argv)
{
	const struct cli_opt opts[] = {
		{ "target", 0, CLI_STRINGS, &request->targets, "T", "all harnesses of a target" },
		{ "all", 0, CLI_FLAG, &request->all, NULL,
		  "all harnesses, but for those that only show bugs of ours" },
		{ "sanitizer", 's', CLI_STRINGS, &request->flavours, "SAN",
		  "address (default), undefined, memory, thread or accesses; of many, may be given again" },
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
		{ "tui", 0, CLI_FLAG, &request->tui, NULL,
		  "of many: full screen, when there is a terminal" },
		{ "resume", 0, CLI_FLAG, &request->resume, NULL,
		  "of many: what is left of the last time that was not ended" },
		{ "fresh", 0, CLI_FLAG, &request->fresh, NULL,
		  "of many: begin anew, although the same was not ended" },
		{ "json", 0, CLI_FLAG, &request->json, NULL, "summary as JSON on standard output" },
		{ 0 },
	};
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &request->flags);

	if (ret >= 0)
		return ret;
	for (int i = 0; i < count; i++)
		strings_add_new(&request->names, argv[i]);
	request->name = argv[0];
	request->flavour = request->flavours.count ? request->flavours.item[0] : NULL;
	if (request->jobs <= 0)
		request->jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
	return check(request);
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
	if (ret) {
		session_end(&engine);
		return ret;
	}
	sanitizer_environment(build->llvm);
	ret = engine_run(&engine);
	if (engine.afl)
		afl_end(&engine);
	if (engine.loaded || findings.total)
		session_report(&engine, request->json);
	ret = session_check_disk(&engine) ?: ret;
	if (findings.total)
		ret = CLI_FOUND;
	engine_end(&engine);
	session_end(&engine);
	findings_free(&findings);
	return ret;
}

static int campaign(const struct request *request)
{
	const struct campaign_options options = {
		.all = request->all,
		.harnesses = request->names.item,
		.targets = request->targets.item,
		.flavours = request->flavours.item,
		.tree = request->tree,
		.llvm = request->llvm,
		.seconds = request->seconds,
		.jobs = request->jobs,
		.fresh = request->fresh,
		.resume = request->resume,
		.flags = request->flags,
		.tui = request->tui,
		.json = request->json,
	};
	struct campaign_result result;
	int ret = campaign_run(&options, &result);

	if (!ret && (result.bugs.count || result.troubled))
		ret = CLI_FOUND;
	campaign_result_free(&result);
	return ret;
}

static int session(const struct request *request)
{
	struct build program = { 0 };
	struct input input = { 0 };
	int ret = find_input(request, &input);

	if (!ret)
		ret = build(request, &program);
	if (!ret)
		ret = keep_operations(request, &program, &input);
	if (!ret)
		ret = fuzz(request, &program, &input);
	input_free(&input);
	return ret;
}

int cmd_fuzz(int argc, char **argv)
{
	struct request request = { 0 };
	int ret = parse(&request, argc, argv);

	if (ret < 0)
		ret = is_campaign(&request) ? campaign(&request) : session(&request);
	strings_clear(&request.names);
	strings_clear(&request.targets);
	strings_clear(&request.flavours);
	return ret;
}
