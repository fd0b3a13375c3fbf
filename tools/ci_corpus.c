// SPDX-License-Identifier: GPL-2.0-only
/* Corpora: fetched, given back, and made smaller. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ci.h"
#include "ci_parts.h"
#include "cli.h"
#include "corpus_command.h"
#include "corpus_layout.h"
#include "files.h"
#include "target.h"
#include "triage.h"

static struct corpus_request request_of(const struct ci *ci)
{
	return (struct corpus_request){ .tree = ci->tree,
					.llvm = ci->llvm,
					.jobs = ci->jobs,
					.may_be_empty = true,
					.timeout = TRIAGE_TIMEOUT_MS / 1000 };
}

typedef int corpus_command(const struct corpus_request *request, char **args, int count);

static int call(const struct ci *ci, corpus_command *command, char *harness, const char *remote)
{
	struct corpus_request request = request_of(ci);
	char *args[] = { harness, (char *)remote, NULL };
	int ret, out = -1;

	/* What they print is for people, and standard output for programs. */
	fflush(stdout);
	if (ci->to == stderr) {
		out = dup(STDOUT_FILENO);
		dup2(STDERR_FILENO, STDOUT_FILENO);
	}
	if (remote) {
		printf("%s: ", harness);
		fflush(stdout);
	}
	ret = command(&request, args, remote ? 2 : 1);
	fflush(stdout);
	if (out >= 0) {
		dup2(out, STDOUT_FILENO);
		close(out);
	}
	return ret;
}

/* Each harness once, whatever its flavours. */
static int call_each(struct ci *ci, corpus_command *command, const char *remote)
{
	struct strings done = { 0 };
	int ret = 0;

	for (int i = 0; i < ci->count; i++) {
		char *harness = ci->programs[i].harness;
		int code;

		if (strings_has(&done, harness))
			continue;
		strings_add(&done, harness);
		code = call(ci, command, harness, remote);
		ret = ret ? ret : code;
	}
	strings_clear(&done);
	return ret;
}

int ci_pull(struct ci *ci)
{
	return call_each(ci, corpus_pull, ci->remote);
}

int ci_push(struct ci *ci, const char *remote)
{
	return call_each(ci, corpus_push, remote);
}

/* ---- vitro ci prune ---- */

static bool has_corpus(const char *harness)
{
	char *dir = corpus_dir(harness);
	bool has = dir && file_count(dir) > 0;

	free(dir);
	return has;
}

static int prune(struct ci *ci, char *harness)
{
	int ret = ci->remote ? call(ci, corpus_pull, harness, ci->remote) : 0, code;
	const char *to = ci->other_remote ? ci->other_remote : ci->remote;

	if (ret || !has_corpus(harness))
		return ret;
	code = call(ci, corpus_prune, harness, NULL);
	ret = call(ci, corpus_minimize, harness, NULL);
	ret = code ? code : ret;
	/* Inputs that crash have become findings, and left: that is told at the end, and holds nothing up. */
	if (to && ret != CLI_USAGE) {
		code = call(ci, corpus_push, harness, to);
		ret = code ? code : ret;
	}
	return ret;
}

int ci_prune(struct ci *ci)
{
	struct harness *list = NULL, one;
	int count = 0, ret = tree_find(ci->tree, &ci->resolved);

	for (int i = 0; i < ci->names.count && !ret; i++)
		ret = harness_find(ci->names.item[i], &one);
	if (!ret && !ci->names.count)
		ret = harness_list(&list, &count);
	for (int i = 0; i < count; i++)
		if (!list[i].by_name)
			strings_add(&ci->names, list[i].name);
	for (int i = 0; i < ci->names.count && ret != CLI_USAGE; i++) {
		int code = prune(ci, ci->names.item[i]);

		ret = ret == CLI_USAGE || !code ? ret : code;
	}
	free(list);
	return ret;
}
