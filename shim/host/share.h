/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_SHARE_H
#define VITRO_SHARE_H

/* In the child: what is shared among addresses is not shared with the parent. */
void share_after_fork(void);

#endif
