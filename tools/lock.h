/* SPDX-License-Identifier: GPL-2.0-only */
/* One at a time, over processes. */
#ifndef VITRO_LOCK_H
#define VITRO_LOCK_H

/**
 * lock_take() - wait until @path, made when it is missing, is this process's alone
 * @waiting:	what is said when another has it
 *
 * Children inherit @fd: it stays locked as long as any of them is at work, unless it is given back by close(). Who has
 * it may remove @path. Return: 0, or an exit code after one error line; @fd is then -1.
 */
int lock_take(const char *path, const char *waiting, int *fd);

#endif
