// SPDX-License-Identifier: GPL-2.0-only
/*
 * READ_ONCE() and WRITE_ONCE() under the thread sanitizer. -tsan-distinguish-volatile turns them into calls of
 * these; each becomes an atomic of the same size, so that marked accesses never race with each other, do race
 * with plain ones, and order what the kernel's memory model orders through them.
 */
#ifdef VITRO_FLAVOUR_THREAD
#include <sanitizer/tsan_interface_atomic.h>

#define MARKED(bytes, bits)                                                            \
	void __tsan_volatile_read##bytes(void *address);                               \
	void __tsan_volatile_read##bytes(void *address)                                \
	{                                                                              \
		__tsan_atomic##bits##_load(address, __tsan_memory_order_acquire);      \
	}                                                                              \
	void __tsan_volatile_write##bytes(void *address);                              \
	void __tsan_volatile_write##bytes(void *address)                               \
	{                                                                              \
		volatile __tsan_atomic##bits *word = address;                          \
                                                                                       \
		__tsan_atomic##bits##_store(word, *word, __tsan_memory_order_release); \
	}                                                                              \
	void __tsan_unaligned_volatile_read##bytes(void *address);                     \
	void __tsan_unaligned_volatile_read##bytes(void *address)                      \
	{                                                                              \
		__tsan_volatile_read##bytes(address);                                  \
	}                                                                              \
	void __tsan_unaligned_volatile_write##bytes(void *address);                    \
	void __tsan_unaligned_volatile_write##bytes(void *address)                     \
	{                                                                              \
		__tsan_volatile_write##bytes(address);                                 \
	}

MARKED(1, 8)
MARKED(2, 16)
MARKED(4, 32)
MARKED(8, 64)
MARKED(16, 128)
#else
typedef int marked_accesses_are_for_the_thread_flavour;
#endif
