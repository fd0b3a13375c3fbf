/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_VMAP_H
#define VITRO_VMAP_H

#include <linux/types.h>

struct page;

/* The page allocator's memory (page.c): the number that a page of it has there, or one that is not below that. */
#define VITRO_ARENA_PAGES 65536UL /* 256 MiB */
unsigned long vitro_arena_index(const void *address);

/* Let another address have the same bytes, those at @place, and let there be none again. */
void vitro_arena_share(const struct page *page, unsigned long place);
void vitro_arena_unshare(const struct page *page, unsigned long place);

/* Is @address in what is mapped by vmap() and vm_map_ram()? */
bool vitro_is_vmapped(const void *address);

/* Undo vmap() for vfree(). Return: whether @address is a mapping of its. */
bool vitro_vmap_free(const void *address);

/* Pages are freed: none of them may be mapped. */
void vitro_vmap_check_free(const void *start, unsigned long size);

/* What is mapped after bring-up stays, and each input begins at the same address behind it. */
void vitro_vmap_keep(void);
void vitro_vmap_reset(void);

#endif
