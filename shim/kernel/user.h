/* SPDX-License-Identifier: GPL-2.0-only */
/* User memory, as what works on its pages sees it. */
#ifndef VITRO_USER_H
#define VITRO_USER_H

#include <linux/types.h>

/**
 * vitro_user_page() - the memory of the page of user memory at @address, which somebody is going to hold
 *
 * Return: NULL when not all of it is mapped, or it may not be written to. What begins within a page of memory is a hole.
 */
void *vitro_user_page(unsigned long address, bool write);

/* An input has ended: is a page of user memory still held? */
void vitro_user_check(void);

#endif
