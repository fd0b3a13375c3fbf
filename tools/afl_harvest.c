// SPDX-License-Identifier: GPL-2.0-only
/*
 * What afl-fuzz leaves: queue/id:NUMBER,... in a directory for each process, crashes/id:... and hangs/id:... A crash has no
 * report there. It is run again in libFuzzer's program, which has one, and is judged as what stops a process of libFuzzer's.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "afl.h"
#include "cli.h"
#include "corpus.h"
#include "files.h"
#include "verdict.h"

static const char number_mark[] = "id:";

/* ---- The corpus ---- */

struct taking {
	struct corpus_writer writer;
	int *next;  /* of all processes, or NULL */
	int number; /* from which on, in the queue at hand */
	int ret;
};

static int take_input(const char *path, const char *name, void *context)
{
	struct taking *taking = context;
	int number = text_starts(name, number_mark) ? atoi(name + strlen(number_mark)) : -1;
	size_t size;
	char *data;

	if (number < taking->number)
		return 0;
	taking->number = number + 1;
	if (strstr(name, ",orig:") || strstr(name, ",sync:"))
		return 0;
	data = file_read(path, &size);
	if (data)
		taking->ret = corpus_write(&taking->writer, data, size);
	free(data);
	return taking->ret;
}

/* The directory of one process has its number for a name. */
static int take_queue(const char *path, const char *name, void *context)
{
	struct taking *taking = context;
	char *queue = text_format("%s/queue", path);
	int *next = taking->next ? &taking->next[atoi(name)] : NULL;

	taking->number = next ? *next : 0;
	file_each(queue, take_input, taking);
	if (next)
		*next = taking->number;
	free(queue);
	return taking->ret;
}

int afl_take_queues(struct engine *engine, const char *out, int *next)
{
	struct taking taking = { .next = next };

	taking.ret = corpus_write_begin(&taking.writer, engine->harness);
	if (!taking.ret)
		file_each_directory(out, take_queue, &taking);
	corpus_write_end(&taking.writer);
	return taking.ret;
}

/* ---- Findings ---- */

/* In libFuzzer's program, with its limits. Return: exit code; what it printed is in @log, malloc-ed. */
static int run_again(const struct engine *engine, const char *input, char **log)
{
	char *path = text_format("%s/again.log", engine->scratch);
	struct command command = { .log = path };
	int code;

	command_add(&command, "%s", engine->binary);
	command_words(&command, "-timeout=10 -rss_limit_mb=4096");
	command_add(&command, "%s", input);
	code = command_run(&command);
	command_free(&command);
	*log = file_read(path, NULL);
	if (!*log)
		*log = text_format("%s", "");
	free(path);
	return code;
}

static char *explain(const char *log)
{
	return text_format(
		"%s\nvitro: afl-fuzz saw this input crash or hang; run by itself it did not\n",
		log);
}

/*
 * The input at @path is what stopped a process, as far as the verdict is concerned; it goes away. @fuzzing: from an input that AFL++
 * made, and not of one it began with.
 */
static void file(struct engine *engine, const char *path, bool fuzzing)
{
	struct worker judged = { .artifacts = text_format("%s/afl", engine->scratch),
				 .command = engine->workers ? engine->workers[0].command : NULL,
				 .pulse.loaded = fuzzing };
	char *artifact = text_format("%s/crash-0", judged.artifacts), *log;
	int code;

	if (file_remove_tree(judged.artifacts) || file_make_directories(judged.artifacts) ||
	    rename(path, artifact)) {
		cli_fail("cannot save %s: %s", path, strerror(errno));
		engine->failed = true;
	} else {
		code = run_again(engine, artifact, &log);
		judged.log = code ? log : explain(log);
		verdict(engine, &judged, code ? code : 1, false);
		if (judged.log != log)
			free(judged.log);
		free(log);
	}
	free(artifact);
	free(judged.artifacts);
}

struct filing {
	struct engine *engine;
	int most, done;
};

static int file_one(const char *path, const char *name, void *context)
{
	struct filing *filing = context;

	if (!text_starts(name, number_mark) || filing->engine->failed)
		return 0;
	if (filing->done == filing->most)
		return 1;
	file(filing->engine, path, true);
	filing->done++;
	return 0;
}

static int file_all(const char *path, const char *name, void *context)
{
	char *crashes = text_format("%s/crashes", path), *hangs = text_format("%s/hangs", path);

	(void)name;
	file_each(crashes, file_one, context);
	file_each(hangs, file_one, context);
	free(hangs);
	free(crashes);
	return 0;
}

int afl_take_crashes(struct engine *engine, const char *out, int most)
{
	struct filing filing = { .engine = engine, .most = most };

	file_each_directory(out, file_all, &filing);
	return filing.done;
}

/* "WARNING: Test case 'id:000003,time:0,execs:0,orig:NAME' results in a crash, skipping" */
int afl_take_seeds(struct engine *engine, const struct worker *worker)
{
	static const char mark[] = "results in a crash", origin[] = ",orig:";
	struct strings lines = { 0 };
	int done = 0;

	strings_split(&lines, worker->log, "\n");
	for (int i = 0; i < lines.count; i++) {
		char *name = strstr(lines.item[i], origin), *path;

		if (!name || !strstr(name, mark))
			continue;
		name += strlen(origin);
		path = text_format("%s/%.*s", engine->afl->in, (int)strcspn(name, "'"), name);
		if (file_exists(path)) {
			file(engine, path, false);
			done++;
		}
		free(path);
	}
	strings_clear(&lines);
	return done;
}
