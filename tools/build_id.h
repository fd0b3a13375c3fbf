/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_BUILD_ID_H
#define VITRO_BUILD_ID_H

/* The linker's build id of a program, else a hash of its content, "" when it cannot be read: malloc-ed. */
char *build_id(const char *program);

#endif
