// SPDX-License-Identifier: GPL-2.0-only
#include "bisect_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "git.h"
#include "progress.h"
#include "stamp.h"
#include "worktree.h"

enum { LOCK_SECONDS = 20, EXIT_ONLY_SKIPPED_LEFT = 2 };

const char *bisect_term(const struct bisect *bisect, bool newer)
{
	if (bisect->mending)
		return newer ? "new" : "old";
	return newer ? "bad" : "good";
}

/* ---- What git knows ---- */

/* The commits that git has references of this kind for. */
static bool marked(const struct bisect *bisect, const char *pattern, struct strings *commits)
{
	char *references = text_format("refs/bisect/%s", pattern);
	bool good = git_lines(bisect->tree, commits, "for-each-ref", "--format=%(objectname)",
			      references, NULL);

	free(references);
	return good;
}

static bool marked_as(const struct bisect *bisect, bool newer, struct strings *commits)
{
	char *pattern = text_format("%s%s", bisect_term(bisect, newer), newer ? "" : "-*");
	bool good = marked(bisect, pattern, commits);

	free(pattern);
	return good;
}

bool bisect_is_marked(const struct bisect *bisect, bool newer)
{
	struct strings commits = { 0 };
	bool is = marked_as(bisect, newer, &commits) && commits.count;

	strings_clear(&commits);
	return is;
}

int bisect_mark(struct bisect *bisect, const char *term, const char *revision)
{
	char *said;
	int code = git_tell(bisect->tree, &said, "bisect", term, revision, NULL);

	if (code && code != EXIT_ONLY_SKIPPED_LEFT)
		return git_failed("cannot go on", said);
	free(said);
	return 0;
}

/* Where the good commit is not an ancestor of the bad one, git has the merge base judged first. */
static bool ancestors_are_known(const struct bisect *bisect)
{
	char *path = git_ask(bisect->tree, "rev-parse", "--path-format=absolute", "--git-path",
			     "BISECT_ANCESTORS_OK", NULL);
	bool are = path && file_exists(path);

	free(path);
	return are;
}

int bisect_candidates(struct bisect *bisect, struct strings *list, int *open)
{
	struct strings skipped = { 0 };
	char *newest = text_format("refs/bisect/%s", bisect_term(bisect, true));
	char *old = text_format("--glob=refs/bisect/%s-*", bisect_term(bisect, false));
	bool good = git_lines(bisect->tree, list, "rev-list", newest, "--not", old, NULL) &&
		    marked(bisect, "skip-*", &skipped) && list->count;

	*open = ancestors_are_known(bisect) ? 0 : 1;
	for (int i = 1; i < list->count; i++)
		*open += !strings_has(&skipped, list->item[i]);
	strings_clear(&skipped);
	free(old);
	free(newest);
	return good ? 0 : cli_fail("git knows nothing of the bisection in %s", bisect->tree);
}

/* ---- The worktree ---- */

/* Whoever was at work when the call before was killed may still be. */
static void wait_for_lock(const struct bisect *bisect)
{
	char *lock = git_ask(bisect->tree, "rev-parse", "--path-format=absolute", "--git-path",
			     "index.lock", NULL);

	for (int i = 0; lock && file_exists(lock) && i < LOCK_SECONDS; i++)
		sleep(1);
	if (lock)
		unlink(lock);
	free(lock);
}

/* The log of the call before; malloc-ed, NULL when there was none. */
static char *earlier_log(const struct bisect *bisect, const char *saved)
{
	char *link = text_format("%s/.git", bisect->tree), *log = NULL;

	if (file_exists(link))
		log = file_exists(saved) ? file_read(saved, NULL) :
					   git_ask(bisect->tree, "bisect", "log", NULL);
	free(link);
	return log;
}

static void count_known(struct bisect *bisect, const char *log)
{
	struct strings lines = { 0 };

	strings_split(&lines, log, "\n");
	for (int i = 0; i < lines.count; i++) {
		const char *line = lines.item[i];

		if (!text_starts(line, "git bisect ") || text_starts(line, "git bisect start") ||
		    text_starts(line, "git bisect terms"))
			continue;
		bisect->known++;
		bisect->skipped += text_starts(line, "git bisect skip");
	}
	strings_clear(&lines);
}

/* The log is kept beside until git has taken it in: a kill in between loses nothing. */
static int go_on(struct bisect *bisect, const char *saved, const char *log)
{
	char *said = NULL;
	int ret = stamp_write(saved, log);

	if (ret)
		return ret;
	count_known(bisect, log);
	progress_event("go on after %d commits", bisect->known);
	wait_for_lock(bisect);
	if (git_tell(bisect->tree, &said, "reset", "--quiet", "--hard", NULL))
		return git_failed(bisect->tree, said);
	free(said);
	ret = git_tell(bisect->tree, &said, "bisect", "replay", saved, NULL);
	if (ret && ret != EXIT_ONLY_SKIPPED_LEFT)
		return git_failed(bisect->tree, said);
	free(said);
	unlink(saved);
	return 0;
}

static int begin(struct bisect *bisect)
{
	char *old = text_format("--term-old=%s", bisect_term(bisect, false));
	char *new = text_format("--term-new=%s", bisect_term(bisect, true)), *said = NULL;
	int ret = bisect_remove(bisect);

	if (!ret && file_make_directories(bisect->directory))
		ret = cli_fail("%s: %s", bisect->directory, strerror(errno));
	if (ret)
		goto done;
	ret = worktree_add(bisect->repository, bisect->tree, bisect->new_revision);
	if (ret)
		goto done;
	ret = git_tell(bisect->tree, &said, "bisect", "start", old, new, NULL);
	if (ret)
		ret = git_failed(bisect->tree, said);
	else
		free(said);
done:
	free(new);
	free(old);
	return ret;
}

int bisect_open(struct bisect *bisect)
{
	char *saved = text_format("%s/log", bisect->directory), *log = earlier_log(bisect, saved);
	int ret = log && *log ? go_on(bisect, saved, log) : begin(bisect);

	progress_end();
	free(log);
	free(saved);
	return ret;
}

int bisect_remove(struct bisect *bisect)
{
	worktree_remove(bisect->repository, bisect->tree);
	if (file_remove_tree(bisect->directory))
		return cli_fail("%s: %s", bisect->directory, strerror(errno));
	return 0;
}
