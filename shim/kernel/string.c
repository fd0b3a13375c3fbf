// SPDX-License-Identifier: GPL-2.0-only
/* strscpy() byte by byte: lib/string.c reads whole words, past what a sanitizer lets it. */
#include <linux/bug.h>
#include <linux/string.h>
#include <linux/errno.h>

#include "internal.h"

static ssize_t copy(char *to, const char *from, size_t size)
{
	size_t i;

	if (!size || WARN_ON_ONCE(size > INT_MAX))
		return -E2BIG;
	for (i = 0; i < size; i++) {
		to[i] = from[i];
		if (!to[i])
			return i;
	}
	to[size - 1] = 0;
	return -E2BIG;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
ssize_t sized_strscpy(char *to, const char *from, size_t size)
#else
ssize_t strscpy(char *to, const char *from, size_t size)
#endif
{
	return copy(to, from, size);
}
