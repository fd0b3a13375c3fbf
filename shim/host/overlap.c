// SPDX-License-Identifier: GPL-2.0-only
/*
 * ASan reports memcpy() of ranges that overlap; KASAN does not look. Of a small copy the kernel's compiler makes loads, then stores,
 * and the kernel makes use of it (LZ4, in place): those are not reported, where they reach is looked at all the same. --wrap brings
 * the calls here.
 */
#ifdef VITRO_FLAVOUR_ADDRESS
#include <stddef.h>

enum { SMALL = 16 };

void *__real___asan_memcpy(void *to, const void *from, size_t size);
void *__asan_memmove(void *to, const void *from, size_t size);
void *__wrap___asan_memcpy(void *to, const void *from, size_t size);

/* Without a frame of its own in what is reported. */
void *__wrap___asan_memcpy(void *to, const void *from, size_t size)
{
	void *(*copy)(void *, const void *, size_t) =
		size > SMALL ? __real___asan_memcpy : __asan_memmove;

	__attribute__((musttail)) return copy(to, from, size);
}
#endif
