// SPDX-License-Identifier: GPL-2.0-only
#include "worktree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "git.h"
#include "progress.h"
#include "project.h"
#include "tree.h"

int worktree_add(const char *repository, const char *path, const char *revision)
{
	char *said;

	progress_event("check out %.12s", revision);
	if (git_tell(repository, &said, "worktree", "add", "--force", "--detach", "--quiet", path,
		     revision, NULL))
		return git_failed(path, said);
	free(said);
	return 0;
}

void worktree_remove(const char *repository, const char *path)
{
	char *said;

	/* Fails where there is none. One that was being made when vitro was killed is locked: twice. */
	git_tell(repository, &said, "worktree", "remove", "--force", "--force", path, NULL);
	free(said);
}

int worktree_forget_builds(const char *path)
{
	struct tree tree = { 0 };
	char *built;
	int ret = 0;

	if (!file_is_directory(path) || tree_resolve(path, &tree))
		return 0;
	built = state_path("build/%s", tree.id);
	if (file_remove_tree(built))
		ret = cli_fail("%s: %s", built, strerror(errno));
	free(built);
	return ret;
}
