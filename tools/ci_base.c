// SPDX-License-Identifier: GPL-2.0-only
/*
 * The base is checked out below .vitro/ci, and nothing of it stays: ccache has what is the same there. Of a kernel tree it is one more
 * tree to build from. Of vitro itself it is another vitro, with a state of its own, asked to run the inputs; the tool that does so
 * is the base's own when the change has changed the tool.
 */
#include <errno.h>
#include <sha1.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build_try.h"
#include "ci_parts.h"
#include "cli.h"
#include "files.h"
#include "lock.h"
#include "process.h"
#include "project.h"
#include "retrial.h"
#include "worktree.h"

enum { RUNS = 3 };

static int prepare(struct ci_base *base)
{
	const struct ci_change *change = &base->ci->change;
	char digest[SHA1_DIGEST_STRING_LENGTH], *parent = state_path("ci"), *lock;
	int ret = 0;

	SHA1Data((const uint8_t *)change->repository, strlen(change->repository), digest);
	base->directory = state_path("ci/%.12s", digest);
	base->path = text_format("%s/base-%.12s", base->directory, digest);
	lock = text_format("%s.lock", base->directory);
	if (file_make_directories(parent))
		ret = cli_fail("%s: %s", parent, strerror(errno));
	if (!ret)
		ret = lock_take(lock, "wait for another vitro that builds this base", &base->lock);
	free(lock);
	free(parent);
	return ret;
}

/* What a run that was killed has left is of no use. */
static int remove_worktree(struct ci_base *base)
{
	int ret = 0;

	if (!base->ci->change.own)
		ret = worktree_forget_builds(base->path);
	worktree_remove(base->ci->change.repository, base->path);
	if (file_remove_tree(base->directory))
		ret = cli_fail("%s: %s", base->directory, strerror(errno));
	return ret;
}

/* This one by its process: it may have been built anew, and its file be gone. */
static void choose_tool(struct ci_base *base)
{
	base->state = text_format("%s/state", base->directory);
	if (ci_change_has_tool(&base->ci->change))
		base->tool = text_format("%s/vitro", base->path);
	else
		base->tool = text_format("/proc/%d/exe", getpid());
}

int ci_base_open(struct ci_base *base, const struct ci *ci)
{
	int ret;

	*base = (struct ci_base){ .ci = ci, .lock = -1 };
	ret = prepare(base);
	if (!ret)
		ret = remove_worktree(base);
	if (!ret && file_make_directories(base->directory))
		ret = cli_fail("%s: %s", base->directory, strerror(errno));
	if (!ret)
		ret = worktree_add(ci->change.repository, base->path, ci->change.base);
	if (!ret && ci->change.own)
		choose_tool(base);
	return ret;
}

void ci_base_close(struct ci_base *base)
{
	char *lock;

	if (base->lock >= 0) {
		lock = text_format("%s.lock", base->directory);
		remove_worktree(base);
		unlink(lock);
		close(base->lock);
		free(lock);
	}
	free(base->directory);
	free(base->path);
	free(base->state);
	free(base->tool);
}

/* ---- A kernel tree ---- */

/* But for numbers of lines. */
static bool is_same_trouble(const char *one, const char *other)
{
	while (*one && *other) {
		one += strspn(one, "0123456789");
		other += strspn(other, "0123456789");
		if (*one != *other)
			return false;
		if (*one) {
			one++;
			other++;
		}
	}
	return *one == *other;
}

/* What fails there for another reason excuses nobody: something of ours may have gone wrong. */
static bool tree_builds(const struct ci_base *base, const struct ci_program *program)
{
	struct build_wish wish = { .tree = base->path,
				   .flavour = program->flavour,
				   .harness = program->harness,
				   .llvm = base->ci->llvm };
	struct build build;
	char *reason;
	bool builds =
		build_try(&wish, &build, &reason) || !is_same_trouble(reason, program->reason);

	free(reason);
	return builds;
}

int ci_base_try(const struct ci_base *base, struct suspects *suspects, struct bugs *bugs)
{
	struct retrial retrial = { .tree = base->path,
				   .llvm = base->ci->llvm,
				   .runs = RUNS,
				   .jobs = base->ci->jobs,
				   .bugs = bugs };
	int ret;

	if (base->ci->change.own)
		return ci_base_try_own(base, suspects, bugs);
	ret = retrial_prepare(&retrial);
	return ret ? ret : retrial_run(&retrial, suspects);
}

bool ci_base_builds(const struct ci_base *base, const struct ci_program *program)
{
	struct command command = { 0 };
	char *output = NULL;
	int code;

	if (!base->ci->change.own)
		return tree_builds(base, program);
	ci_base_command(base, &command, "build");
	command_add(&command, "-s%s", program->flavour);
	command_add(&command, "%s", program->harness);
	code = command_capture(&command, &output, NULL);
	command_free(&command);
	free(output);
	/* One that could not even be asked excuses nobody. */
	return code != CLI_FOUND && code != CLI_USAGE;
}
