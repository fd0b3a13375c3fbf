// SPDX-License-Identifier: GPL-2.0-only
/*
 * What KCSAN's instrumentation calls, on TSan's run time. A marked access (READ_ONCE() and its kin, volatile to the compiler)
 * becomes an atomic of the same size: marked accesses never race with each other, do race with plain ones, and
 * order what the kernel's memory model orders through them. data_race() and ASSERT_EXCLUSIVE_*() do what
 * include/linux/kcsan-checks.h says. Each announces its caller, so that reports begin there.
 */
#ifdef VITRO_FLAVOUR_THREAD
#include <sanitizer/tsan_interface_atomic.h>
#include <stddef.h>

#include "fiber.h"

/* include/linux/kcsan-checks.h */
#define ACCESS_WRITE  1
#define ACCESS_ATOMIC 4

void __tsan_func_entry(void *caller);
void __tsan_func_exit(void);
void __tsan_read_range(void *memory, unsigned long size);
void __tsan_write_range(void *memory, unsigned long size);
void AnnotateIgnoreReadsBegin(const char *file, int line);
void AnnotateIgnoreReadsEnd(const char *file, int line);
void AnnotateIgnoreWritesBegin(const char *file, int line);
void AnnotateIgnoreWritesEnd(const char *file, int line);

#define ANNOUNCED(statement)                                    \
	do {                                                    \
		__tsan_func_entry(__builtin_return_address(0)); \
		statement;                                      \
		__tsan_func_exit();                             \
	} while (0)

#define CALLBACK(name, statement)     \
	void name(void *address);     \
	void name(void *address)      \
	{                             \
		ANNOUNCED(statement); \
	}

/*
 * A reader of a sequence counter may be satisfied with what it has found and never ask whether the number has changed. KCSAN
 * looks again after so many accesses; here only marked ones are counted.
 */
#define REGION_MAX 32

static void count_down(void)
{
	int *left = fiber_reads_ignored();

	if (*left && !--*left)
		AnnotateIgnoreReadsEnd("", 0);
}

#define LOAD(bits) (count_down(), __tsan_atomic##bits##_load(address, __tsan_memory_order_acquire))
#define STORE(bits)                                                                     \
	(count_down(),                                                                  \
	 __tsan_atomic##bits##_store(address, *(volatile __tsan_atomic##bits *)address, \
				     __tsan_memory_order_release))

/*
 * An update is reported as the write that it ends with. A sequence counter is moved between
 * kcsan_nestable_atomic_begin() and _end(), which say that it is marked. The barriers there order: behind the first
 * move, before the second, which publishes what was written before it.
 */
static void update(void *address, unsigned long bytes)
{
	struct sequence_writer *writer = fiber_sequence_writer();
	bool moved = writer->moved;

	if (!writer->depth || bytes != sizeof(unsigned int)) {
		__tsan_write_range(address, bytes);
		return;
	}
	writer->moved = true;
	__tsan_atomic32_store(address, *(volatile __tsan_atomic32 *)address,
			      moved ? __tsan_memory_order_release : __tsan_memory_order_relaxed);
}

#define ACCESSES(bytes, bits)                                         \
	CALLBACK(__tsan_volatile_read##bytes, LOAD(bits))             \
	CALLBACK(__tsan_volatile_write##bytes, STORE(bits))           \
	CALLBACK(__tsan_unaligned_volatile_read##bytes, LOAD(bits))   \
	CALLBACK(__tsan_unaligned_volatile_write##bytes, STORE(bits)) \
	CALLBACK(__tsan_read_write##bytes, update(address, bytes))    \
	CALLBACK(__tsan_unaligned_read_write##bytes, update(address, bytes))

ACCESSES(1, 8)
ACCESSES(2, 16)
ACCESSES(4, 32)
ACCESSES(8, 64)
ACCESSES(16, 128)

/* ASSERT_EXCLUSIVE_BITS(): which bits somebody changes is not seen here, so that nothing is said of them. */
static unsigned long access_mask;

void kcsan_set_access_mask(unsigned long mask);
void kcsan_set_access_mask(unsigned long mask)
{
	access_mask = mask;
}

void __kcsan_check_access(const volatile void *memory, size_t size, int type);
void __kcsan_check_access(const volatile void *memory, size_t size, int type)
{
	if (type & ACCESS_ATOMIC || !size || access_mask)
		return; /* the access itself is instrumented */
	if (type & ACCESS_WRITE)
		ANNOUNCED(__tsan_write_range((void *)memory, size));
	else
		ANNOUNCED(__tsan_read_range((void *)memory, size));
}

void kcsan_disable_current(void);
void kcsan_disable_current(void)
{
	AnnotateIgnoreReadsBegin("", 0);
	AnnotateIgnoreWritesBegin("", 0);
}

void kcsan_enable_current(void);
void kcsan_enable_current(void)
{
	AnnotateIgnoreReadsEnd("", 0);
	AnnotateIgnoreWritesEnd("", 0);
}

/* What data_race() ends with. */
void kcsan_enable_current_nowarn(void);
void kcsan_enable_current_nowarn(void)
{
	kcsan_enable_current();
}

#define NOTHING(name)    \
	void name(void); \
	void name(void)  \
	{                \
	}

/* Orders nothing that the accesses around it do not: loads are acquires here, stores releases. */
NOTHING(__kcsan_mb)
NOTHING(__kcsan_rmb)
NOTHING(__kcsan_wmb)
NOTHING(__kcsan_release)

/* What else is written there is as plain as before: the counter excludes other writers, and readers are looked at no more. */
void kcsan_nestable_atomic_begin(void);
void kcsan_nestable_atomic_begin(void)
{
	struct sequence_writer *writer = fiber_sequence_writer();

	writer->depth++;
	writer->moved = false;
}

void kcsan_nestable_atomic_end(void);
void kcsan_nestable_atomic_end(void)
{
	struct sequence_writer *writer = fiber_sequence_writer();

	writer->depth--;
	writer->moved = true; /* the one around it, if there is one */
}

/* The read side begins with a number and ends with 0: what it reads in between is validated afterwards. */
void kcsan_atomic_next(int count);
void kcsan_atomic_next(int count)
{
	int *ignored = fiber_reads_ignored();

	if (!count == !*ignored)
		return;
	*ignored = count < REGION_MAX ? count : REGION_MAX;
	if (count)
		AnnotateIgnoreReadsBegin("", 0);
	else
		AnnotateIgnoreReadsEnd("", 0);
}
#else
typedef int marked_accesses_are_for_the_thread_flavour;
#endif
