// SPDX-License-Identifier: GPL-2.0-only
#include "bisect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bisect_state.h"
#include "cli.h"
#include "files.h"
#include "git.h"

/* ---- What is asked ---- */

static char *resolve(const struct bisect *bisect, const char *revision)
{
	char *commit = text_format("%s^{commit}", revision), *full = NULL;

	if (revision[0] != '-')
		full = git_ask(bisect->repository, "rev-parse", "--verify", "--quiet", commit,
			       NULL);
	if (!full)
		cli_error("%s has no commit '%s'", bisect->repository, revision);
	free(commit);
	return full;
}

static bool is_ancestor(const struct bisect *bisect, const char *a, const char *b)
{
	char *said;
	int code = git_tell(bisect->repository, &said, "merge-base", "--is-ancestor", a, b, NULL);

	free(said);
	return code == 0;
}

int bisect_prepare(struct bisect *bisect)
{
	char *said, *good, *bad;
	int ret;

	if (git_tell(bisect->repository, &said, "rev-parse", "--git-dir", NULL)) {
		git_failed(bisect->repository, said);
		return CLI_USAGE;
	}
	free(said);
	good = resolve(bisect, bisect->good);
	bad = good ? resolve(bisect, bisect->bad) : NULL;
	ret = bad ? 0 : CLI_USAGE;
	if (!ret && strcmp(good, bad) == 0)
		ret = cli_error("%s and %s are the same commit", bisect->good, bisect->bad);
	if (ret) {
		free(good);
		free(bad);
		return ret;
	}
	bisect->mending = is_ancestor(bisect, bad, good);
	bisect->old_revision = bisect->mending ? bad : good;
	bisect->new_revision = bisect->mending ? good : bad;
	bisect->tree = text_format("%s/%s", bisect->directory, bisect->name);
	/* A worktree that has lost its link must not be taken for a part of what it lies in. */
	setenv("GIT_CEILING_DIRECTORIES", bisect->directory, 1);
	return 0;
}

/* ---- One commit ---- */

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static enum bisect_verdict judge(struct bisect *bisect, const char *revision, char **said)
{
	static const char *const names[] = { "good", "bad", "skip", "stop" };
	char *subject = git_ask(bisect->tree, "log", "-1", "--no-show-signature", "--format=%s",
				revision, NULL);
	double start = now();
	enum bisect_verdict verdict;

	*said = NULL;
	verdict = bisect->judge(bisect->tree, said, bisect->context);
	bisect->steps += verdict != BISECT_STOP;
	bisect->skipped += verdict == BISECT_SKIP;
	fprintf(bisect->to, "%.12s  %-44.44s  %6.1f s  %s%s%s\n", revision, subject ? subject : "",
		now() - start, names[verdict], *said ? ": " : "", *said ? *said : "");
	fflush(bisect->to);
	free(subject);
	return verdict;
}

static int step(struct bisect *bisect)
{
	char *revision = git_ask(bisect->tree, "rev-parse", "HEAD", NULL), *said;
	enum bisect_verdict verdict;
	int ret;

	if (!revision)
		return cli_fail("%s has no commit checked out", bisect->tree);
	verdict = judge(bisect, revision, &said);
	free(said);
	if (verdict == BISECT_STOP)
		ret = CLI_FOUND;
	else if (verdict == BISECT_SKIP)
		ret = bisect_mark(bisect, "skip", revision);
	else
		ret = bisect_mark(bisect,
				  bisect_term(bisect, (verdict == BISECT_WITH) != bisect->mending),
				  revision);
	free(revision);
	return ret;
}

/* ---- The ends ---- */

static int refuse(struct bisect *bisect, bool bad, enum bisect_verdict verdict, const char *said)
{
	const char *name = bad ? bisect->bad : bisect->good;

	if (verdict == BISECT_STOP)
		return CLI_FOUND;
	bisect->over = true;
	if (verdict == BISECT_SKIP)
		return cli_fail("%s cannot be judged: %s", name, said ? said : "skipped");
	if (bad)
		return cli_fail("%s is not bad: %s", name, said ? said : "it ends well");
	return cli_fail("%s is not good: it has the bug", name);
}

static int verify_end(struct bisect *bisect, bool bad)
{
	bool newer = bad != bisect->mending;
	const char *revision = newer ? bisect->new_revision : bisect->old_revision;
	enum bisect_verdict verdict;
	char *said;
	int ret;

	if (bisect_is_marked(bisect, newer))
		return 0;
	if (git_tell(bisect->tree, &said, "checkout", "--quiet", "--force", "--detach", revision,
		     NULL))
		return git_failed(revision, said);
	free(said);
	verdict = judge(bisect, revision, &said);
	if (verdict == (bad ? BISECT_WITH : BISECT_WITHOUT))
		ret = bisect_mark(bisect, bisect_term(bisect, newer), revision);
	else
		ret = refuse(bisect, bad, verdict, said);
	free(said);
	return ret;
}

int bisect_run(struct bisect *bisect)
{
	int open = 0, ret = bisect_prepare(bisect);

	if (!ret)
		ret = bisect_open(bisect);
	if (!ret)
		ret = verify_end(bisect, true);
	if (!ret)
		ret = verify_end(bisect, false);
	while (!ret) {
		strings_clear(&bisect->candidates);
		ret = bisect_candidates(bisect, &bisect->candidates, &open);
		bisect->over = !ret && !open;
		if (ret || bisect->over)
			break;
		ret = step(bisect);
	}
	return ret;
}

void bisect_free(struct bisect *bisect)
{
	strings_clear(&bisect->candidates);
	free(bisect->tree);
	free(bisect->old_revision);
	free(bisect->new_revision);
}
