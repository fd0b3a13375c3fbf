/* SPDX-License-Identifier: GPL-2.0-only */
/* Worktrees of other commits, in scratch; the repository's own checkout is neither looked at nor touched. */
#ifndef VITRO_WORKTREE_H
#define VITRO_WORKTREE_H

/* Check out @revision of @repository at @path, whose directory is there. Return: 0 or an exit code after one error line. */
int worktree_add(const char *repository, const char *path, const char *revision);

/* Take it away again; nothing happens where there is none. */
void worktree_remove(const char *repository, const char *path);

/* Take away what was built of the tree at @path. Return: 0 or an exit code after one error line. */
int worktree_forget_builds(const char *path);

#endif
