/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * User memory is a window of addresses that the kernel half cannot touch directly; only these copies
 * reach what a harness put there (arch/vitro/kernel/uaccess.c).
 */
#ifndef _ASM_VITRO_UACCESS_H
#define _ASM_VITRO_UACCESS_H

#include <linux/string.h>
#include <asm-generic/access_ok.h>

unsigned long raw_copy_from_user(void *to, const void __user *from, unsigned long n);
unsigned long raw_copy_to_user(void __user *to, const void *from, unsigned long n);
#define INLINE_COPY_FROM_USER
#define INLINE_COPY_TO_USER

unsigned long __clear_user(void __user *to, unsigned long n);
unsigned long clear_user(void __user *to, unsigned long n);
long strncpy_from_user(char *to, const char __user *from, long count);
long strnlen_user(const char __user *from, long n);

#define __get_user(x, ptr)                                                                        \
	({                                                                                        \
		__typeof__(({ *(ptr); })) __value = (__typeof__(({ *(ptr); })))0;                 \
		int __error = raw_copy_from_user(&__value, (ptr), sizeof(__value)) ? -EFAULT : 0; \
                                                                                                  \
		(x) = __value;                                                                    \
		__error;                                                                          \
	})

#define __put_user(x, ptr)                                                        \
	({                                                                        \
		__typeof__(({ *(ptr); })) __value = (x);                          \
                                                                                  \
		raw_copy_to_user((ptr), &__value, sizeof(__value)) ? -EFAULT : 0; \
	})

#define get_user(x, ptr) \
	(access_ok((ptr), sizeof(*(ptr))) ? __get_user(x, ptr) : ((x) = 0, -EFAULT))
#define put_user(x, ptr) (access_ok((ptr), sizeof(*(ptr))) ? __put_user(x, ptr) : -EFAULT)

#endif
