/* SPDX-License-Identifier: GPL-2.0-only */
/* Seeds of a filesystem's harness as bases of inputs (docs/filesystems.md): they go into its program. */
#ifndef VITRO_IMAGES_H
#define VITRO_IMAGES_H

#include <stddef.h>
#include <stdint.h>

/* The number of a base: XXH64 of what is its image, without what is behind it. */
uint64_t images_number(const void *data, size_t size);

/* Assembler source of the seeds of @harness, for shim/host/image_set.h. Malloc-ed. */
char *images_table(const char *harness);

#endif
