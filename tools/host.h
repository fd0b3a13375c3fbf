/* SPDX-License-Identifier: GPL-2.0-only */
/* The host half: shim/host compiled against libc. */
#ifndef VITRO_HOST_HALF_H
#define VITRO_HOST_HALF_H

#include "build.h"
#include "text.h"

/* Compile what is out of date; adds the objects' paths. Return: 0, or an exit code after error
 * lines. */
int host_objects(const struct build *build, struct strings *objects);

#endif
