// SPDX-License-Identifier: GPL-2.0-only
/* How afl-fuzz is started. */
#include <stdlib.h>

#include "afl.h"

/* As libFuzzer's: longer than an input should take on a machine that is busy. */
#define TIMEOUT_MS 10000

static const char environment[] =
	"AFL_NO_UI=1 AFL_NO_COLOR=1 AFL_NO_AFFINITY=1 AFL_SKIP_CPUFREQ=1 AFL_SYNC_TIME=1 "
	"AFL_NO_CRASH_README=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FORKSRV_INIT_TMOUT=60000";

/* afl-fuzz insists on some of these, and sees signals only. */
static const struct {
	const char *variable, *options;
} sanitizers[] = {
	{ "ASAN_OPTIONS", "abort_on_error=1:symbolize=0" },
	{ "MSAN_OPTIONS", "abort_on_error=1:exit_code=86:symbolize=0" },
	{ "UBSAN_OPTIONS", "abort_on_error=1:symbolize=0" },
	{ "TSAN_OPTIONS", "abort_on_error=1:symbolize=0" },
	{ "LSAN_OPTIONS", "symbolize=0" },
};

static int index_of(const struct engine *engine, const struct worker *worker)
{
	return (int)(worker - engine->workers);
}

/* By env(1), so that the line that a finding keeps does it again. */
static void add_environment(const struct afl *afl, struct command *command)
{
	command_add(command, "/usr/bin/env");
	command_words(command, environment);
	for (size_t i = 0; i < sizeof(sanitizers) / sizeof(*sanitizers); i++) {
		const char *own = getenv(sanitizers[i].variable);

		command_add(command, "%s=%s:%s", sanitizers[i].variable, own ? own : "",
			    sanitizers[i].options);
	}
	if (!afl->mutator)
		return;
	command_add(command, "AFL_CUSTOM_MUTATOR_LIBRARY=%s", afl->mutator);
	command_words(command, "AFL_CUSTOM_MUTATOR_ONLY=1 AFL_DISABLE_TRIM=1");
	command_add(command, "VITRO_MAX_INPUT=%d", afl->max_size);
}

void afl_command(const struct engine *engine, const struct worker *worker, struct command *command)
{
	const struct afl *afl = engine->afl;
	int index = index_of(engine, worker);

	add_environment(afl, command);
	command_add(command, "%s", afl->fuzzer);
	command_add(command, "-i");
	command_add(command, "%s", afl->in);
	command_add(command, "-o");
	command_add(command, "%s", afl->out);
	command_add(command, "-S");
	command_add(command, "%d", index);
	command_add(command, "-t");
	command_add(command, "%d+", TIMEOUT_MS);
	command_words(command, "-m none");
	if (afl->max_size)
		command_add(command, "-G%d", afl->max_size);
	if (index == 1 && !afl->mutator)
		command_words(command, "-c 0"); /* one compares operands */
	if (engine->dictionary) {
		command_add(command, "-x");
		command_add(command, "%s", engine->dictionary);
	}
	for (char *const *flag = engine->flags; flag && *flag; flag++)
		command_add(command, "%s", *flag);
	command_add(command, "--");
	command_add(command, "%s", afl->program);
}
