/* SPDX-License-Identifier: GPL-2.0-only */
/* Sanitizer entry points, weak: each flavour links the ones it has. */
#ifndef VITRO_SANITIZER_H
#define VITRO_SANITIZER_H

#include <stddef.h>

#define WEAK __attribute__((weak))

void __asan_poison_memory_region(const volatile void *memory, size_t size) WEAK;
void __asan_unpoison_memory_region(const volatile void *memory, size_t size) WEAK;
void __asan_get_shadow_mapping(size_t *scale, size_t *offset) WEAK;
const char *__asan_locate_address(void *address, char *name, size_t name_size, void **region,
				  size_t *region_size) WEAK;
size_t __asan_get_alloc_stack(void *memory, void **trace, size_t size, int *thread_id) WEAK;

void __sanitizer_start_switch_fiber(void **fake_stack, const void *bottom, size_t size) WEAK;
void __sanitizer_finish_switch_fiber(void *fake_stack, const void **bottom, size_t *size) WEAK;
void __msan_start_switch_fiber(const void *bottom, size_t size) WEAK;
void __msan_finish_switch_fiber(const void **bottom, size_t *size) WEAK;
void *__tsan_get_current_fiber(void) WEAK;
void *__tsan_create_fiber(unsigned int flags) WEAK;
void __tsan_destroy_fiber(void *fiber) WEAK;
void __tsan_switch_to_fiber(void *fiber, unsigned int flags) WEAK;
void __tsan_func_entry(void *caller) WEAK;
void __tsan_func_exit(void) WEAK;
void __tsan_acquire(void *token) WEAK;
void __tsan_release(void *token) WEAK;
void AnnotateIgnoreReadsBegin(const char *file, int line) WEAK;
void AnnotateIgnoreWritesBegin(const char *file, int line) WEAK;

void __msan_poison(const volatile void *memory, size_t size) WEAK;
void __msan_unpoison(const volatile void *memory, size_t size) WEAK;

const void *__sanitizer_get_allocated_begin(const void *memory) WEAK;
size_t __sanitizer_get_allocated_size(const volatile void *memory) WEAK;
void __sanitizer_print_stack_trace(void) WEAK;
void __sanitizer_symbolize_pc(void *pc, const char *format, char *text, size_t size) WEAK;

/*
 * What a flavour does not have is NULL when it is compiled, not when it is linked: so there is no call of it in the program, which is
 * how OSS-Fuzz tells sanitizers apart, and an engine that brings stubs of its own does not look like a sanitizer.
 */
#ifndef VITRO_FLAVOUR_ADDRESS
#define __asan_poison_memory_region   ((void (*)(const volatile void *, size_t))NULL)
#define __asan_unpoison_memory_region ((void (*)(const volatile void *, size_t))NULL)
#define __asan_get_shadow_mapping     ((void (*)(size_t *, size_t *))NULL)
#define __asan_get_alloc_stack        ((size_t (*)(void *, void **, size_t, int *))NULL)
#endif
#ifndef VITRO_FLAVOUR_MEMORY
#define __msan_start_switch_fiber  ((void (*)(const void *, size_t))NULL)
#define __msan_finish_switch_fiber ((void (*)(const void **, size_t *))NULL)
#define __msan_poison              ((void (*)(const volatile void *, size_t))NULL)
#define __msan_unpoison            ((void (*)(const volatile void *, size_t))NULL)
#endif

#endif
