/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * These come from the host's C library, through the interceptors of the sanitizer that is linked. The
 * word-at-a-time strscpy() of lib/string.c reads past the end of the source, so the shim has its own
 * (arch/vitro/kernel/string.c).
 */
#ifndef _ASM_VITRO_STRING_H
#define _ASM_VITRO_STRING_H

#include <linux/types.h>

#define __HAVE_ARCH_MEMCPY
#define __HAVE_ARCH_MEMMOVE
#define __HAVE_ARCH_MEMSET
#define __HAVE_ARCH_MEMCMP
#define __HAVE_ARCH_MEMCHR
#define __HAVE_ARCH_STRLEN
#define __HAVE_ARCH_STRNLEN
#define __HAVE_ARCH_STRCPY
#define __HAVE_ARCH_STRNCPY
#define __HAVE_ARCH_STRCAT
#define __HAVE_ARCH_STRNCAT
#define __HAVE_ARCH_STRCMP
#define __HAVE_ARCH_STRNCMP
#define __HAVE_ARCH_STRCHR
#define __HAVE_ARCH_STRRCHR
#define __HAVE_ARCH_STRSTR

void *memcpy(void *to, const void *from, __kernel_size_t size);
void *memmove(void *to, const void *from, __kernel_size_t size);
void *memset(void *to, int value, __kernel_size_t size);
int memcmp(const void *a, const void *b, __kernel_size_t size);
void *memchr(const void *from, int value, __kernel_size_t size);
__kernel_size_t strlen(const char *s);
__kernel_size_t strnlen(const char *s, __kernel_size_t max);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, __kernel_size_t max);
char *strcat(char *to, const char *from);
char *strncat(char *to, const char *from, __kernel_size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, __kernel_size_t max);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *haystack, const char *needle);

#endif
