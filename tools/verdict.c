// SPDX-License-Identifier: GPL-2.0-only
/* A process ended: by the input it left behind, its exit code and what it printed, say why. */
#include "verdict.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "identity.h"
#include "seeds.h"

enum { HOPELESS = 3 };
enum { EXIT_INTERRUPTED = 72, EXIT_CANNOT_RUN = 127 };

static void announce(struct engine *engine, const struct finding *finding)
{
	if (finding->count == 1)
		status_event(&engine->status, "%s: finding: %s (%s)", engine->harness,
			     finding->title, finding->first ? finding->first : "not saved");
}

static void add_finding(struct engine *engine, struct worker *worker, const char *input, bool keep)
{
	struct finding_report report = {
		.harness = engine->harness,
		.flavour = engine->flavour,
		.tree = engine->tree,
		.version = engine->version,
		.command = worker->command,
		.input = input,
		.log = worker->log,
		.scratch = engine->scratch,
		.keep = keep,
	};

	struct finding *finding = findings_add(engine->findings, &report);

	engine->crashes++;
	engine->repeats += finding->count > 1;
	engine->unsaved |= engine->findings->unsaved;
	engine->findings->unsaved = false;
	announce(engine, finding);
}

/* An input of the corpus or a seed would stop every process to come: take it out of the way. */
static bool withdraw(struct engine *engine, const char *input)
{
	int found = seeds_withdraw(engine->corpus, input, NULL);
	char *name = NULL;

	if (engine->seeds && seeds_withdraw(engine->seeds, input, &name)) {
		status_event(&engine->status, "%s: seed %s is left out: it stops the program",
			     engine->harness, name);
		found++;
	}
	free(name);
	return found > 0;
}

static int note_artifact(const char *path, const char *name, void *context)
{
	static const char *const kinds[] = { "crash-", "leak-", "timeout-", "oom-" };
	char **found = context;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strncmp(name, kinds[i], strlen(kinds[i])))
			*found = text_format("%s", path);
	if (!*found)
		unlink(path); /* slow-unit-... */
	return *found != NULL;
}

static const char *last_line(char *log)
{
	size_t length = strlen(log);
	char *line;

	while (length && log[length - 1] == '\n')
		log[--length] = '\0';
	line = strrchr(log, '\n');
	return line ? line + 1 : log;
}

/* It ended without a report of its own before it could fuzz: a bad flag, a missing file. */
static void cannot_run(struct engine *engine, struct worker *worker)
{
	status_end(&engine->status);
	cli_fail("%s cannot run: %s", engine->harness, last_line(worker->log));
	engine->failed = true;
	engine->trouble = text_format("cannot run: %s", last_line(worker->log));
}

static void count_hopeless(struct engine *engine, const struct worker *worker)
{
	char title[FINDING_TITLE];

	if (worker->pulse.loaded || ++engine->hopeless < HOPELESS)
		return;
	finding_title(worker->log, title, sizeof(title));
	status_event(&engine->status, "%s: stops before it can fuzz: %s", engine->harness, title);
	engine->failed = true;
	engine->trouble = text_format("stops before it can fuzz: %s", title);
}

bool verdict(struct engine *engine, struct worker *worker, int code, bool stopping)
{
	char title[FINDING_TITLE], *input = NULL;
	bool withdrawn, reported;

	file_each(worker->artifacts, note_artifact, &input);
	reported = finding_title(worker->log, title, sizeof(title)) == 0;
	if (!input && (stopping || code == 0 || code == EXIT_INTERRUPTED))
		return false;
	if (!input && !worker->pulse.loaded && (code == EXIT_CANNOT_RUN || !reported)) {
		cannot_run(engine, worker);
		return false;
	}
	withdrawn = input && !worker->pulse.loaded && withdraw(engine, input);
	add_finding(engine, worker, input, withdrawn);
	if (withdrawn || worker->pulse.loaded)
		engine->hopeless = 0;
	else
		count_hopeless(engine, worker);
	if (input)
		unlink(input);
	free(input);
	return !stopping && !engine->failed;
}
