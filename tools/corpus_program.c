// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "cli.h"
#include "corpus_command.h"
#include "corpus_run.h"
#include "files.h"
#include "runner.h"
#include "sanitizer.h"
#include "target.h"
#include "triage.h"

int corpus_program_prepare(struct corpus_program *program)
{
	const struct corpus_request *request = program->request;
	int ret;

	if (program->prepared)
		return 0;
	ret = build_prepare(&program->build, request->tree, request->flavour, request->llvm);
	if (!ret && !program->build.flavour->fuzzes)
		ret = cli_error("the %s flavour has no coverage feedback",
				program->build.flavour->name);
	if (!ret)
		sanitizer_environment(program->build.llvm);
	program->prepared = !ret;
	return ret;
}

static int build(struct corpus_program *program, char *name)
{
	char *names[] = { name, NULL };
	int ret = corpus_program_prepare(program);

	if (!ret)
		ret = build_harnesses(&program->build, names);
	if (!ret)
		program->binary = build_binary(&program->build, name);
	return ret;
}

int corpus_program_open(struct corpus_program *program, const struct corpus_request *request,
			char *name)
{
	struct harness harness;
	int ret = harness_find(name, &harness);

	*program = (struct corpus_program){ .request = request,
					    .harness = name,
					    .jobs = request->jobs };
	if (ret)
		return ret;
	if (!request->program)
		return build(program, name);
	program->binary = text_format("%s", request->program);
	return file_exists(program->binary) ? 0 :
					      cli_error("there is no program %s", request->program);
}

struct runner_options corpus_program_limits(const struct corpus_program *program)
{
	return (struct runner_options){ program->request->timeout * 1000, TRIAGE_RSS_MB };
}

void corpus_program_expect(struct corpus_program *program)
{
	struct runner_options options = corpus_program_limits(program);

	runner_start_early(&program->early, program->binary, &options);
}

void corpus_program_close(struct corpus_program *program)
{
	runner_stop(program->early);
	free(program->binary);
}
