/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_PAGE_ALLOC_H
#define VITRO_PAGE_ALLOC_H

struct page;

#define GUARD_PAGES 1UL /* never handed out, behind each block: overruns are seen in every run */

/* The arena (page.c): the page that has this number, and a struct page as one has it that was just allocated. */
struct page *vitro_arena_page(unsigned long index);
void vitro_page_reset(struct page *page);

void vitro_blocks_init(void);

/* Bring-up, its end, and the start of an input: what was handed out since, and is free, is handed out in the same order again. */
void vitro_pages_init(void);
void vitro_pages_keep(void);
void vitro_pages_reset(void);

/* There is no page left for the running task, which may wait for one: it is killed, as by mm/oom_kill.c (task.c). */
void vitro_out_of_memory(void);

#endif
