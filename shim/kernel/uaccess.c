// SPDX-License-Identifier: GPL-2.0-only
/*
 * User memory. A harness maps buffers into a window of addresses below TASK_SIZE that nothing can touch directly;
 * the user copies translate, and fail as on a page fault (returning how much was not copied) where nothing is
 * mapped. Each mapping is followed by a hole, so that running off its end faults.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "internal.h"
#include "user.h"

#define WINDOW_START 0x50000000UL
#define MAPPINGS     64

static struct mapping {
	unsigned long start, size;
	void *memory;
	bool writable;
	bool held; /* a page of it has been, in this input */
} mapping[MAPPINGS];
static unsigned int mappings;
static unsigned long next_start = WINDOW_START;

void __user *vitro_user_map(void *memory, size_t size, bool writable)
{
	struct mapping *new = &mapping[mappings];

	if (mappings == MAPPINGS || next_start + size + 2 * PAGE_SIZE > TASK_SIZE)
		vitro_finding(HOST_HOLE, "the window of user memory is full");
	*new = (struct mapping){ next_start, size, memory, writable, false };
	mappings++;
	next_start = ALIGN(next_start + size, PAGE_SIZE) + PAGE_SIZE;
	return (void __user *)new->start;
}

void vitro_user_reset(void)
{
	mappings = 0;
	next_start = WINDOW_START;
}

/* Of a mapping's last page, too, all must be mapped: what lies behind is not user memory. */
void *vitro_user_page(unsigned long address, bool write)
{
	struct mapping *m;

	for (m = mapping; m < mapping + mappings; m++) {
		if (address < m->start || address + PAGE_SIZE > m->start + m->size ||
		    (write && !m->writable))
			continue;
		if (offset_in_page(m->memory))
			vitro_finding(HOST_HOLE, "pages of user memory that begins within one");
		m->held = true;
		return m->memory + (address - m->start);
	}
	return NULL;
}

static void check_page(struct page *page)
{
	if (page_count(page) != 1)
		vitro_finding(HOST_LEAK, "page of user memory is still held %d times",
			      page_count(page) - 1);
	page->flags = 0; /* as the next input finds it: not dirty */
}

void vitro_user_check(void)
{
	const struct mapping *m;
	unsigned long offset;

	for (m = mapping; m < mapping + mappings; m++)
		for (offset = 0; m->held && offset + PAGE_SIZE <= m->size; offset += PAGE_SIZE)
			check_page(virt_to_page(m->memory + offset));
}

/* How many of @size bytes at @address are mapped in one piece; where they are in *@memory. */
static unsigned long translate(unsigned long address, unsigned long size, bool write, void **memory)
{
	unsigned int i;

	for (i = 0; i < mappings; i++) {
		struct mapping *m = &mapping[i];

		if (address < m->start || address >= m->start + m->size || (write && !m->writable))
			continue;
		*memory = m->memory + (address - m->start);
		return min(size, m->start + m->size - address);
	}
	return 0;
}

/* mm/maccess.c: kernel memory that may not be there; here a bad address is a bug of the caller. */
long copy_from_kernel_nofault(void *to, const void *from, size_t size)
{
	memcpy(to, from, size);
	return 0;
}

/* mm/memory.c: might_fault() under CONFIG_DEBUG_ATOMIC_SLEEP. */
void __might_fault(const char *file, int line)
{
	if (!pagefault_disabled())
		__might_sleep(file, line);
}

unsigned long raw_copy_from_user(void *to, const void __user *from, unsigned long n)
{
	unsigned long mapped;
	void *memory;

	mapped = translate((unsigned long)from, n, false, &memory);
	if (mapped)
		memcpy(to, memory, mapped);
	return n - mapped;
}

/* mm/kmsan/hooks.c: what was never written must not leave the kernel. */
static void check_initialised(const void *from, unsigned long n)
{
#ifdef VITRO_FLAVOUR_MEMORY
	void __msan_check_mem_is_initialized(const volatile void *memory, size_t size);

	__msan_check_mem_is_initialized(from, n);
#endif
}

unsigned long raw_copy_to_user(void __user *to, const void *from, unsigned long n)
{
	unsigned long mapped;
	void *memory;

	check_initialised(from, n);
	mapped = translate((unsigned long)to, n, true, &memory);
	if (mapped)
		memcpy(memory, from, mapped);
	return n - mapped;
}

/* mm/maccess.c: from where nothing may sleep. */
long copy_to_user_nofault(void __user *to, const void *from, size_t size)
{
	return access_ok(to, size) && !raw_copy_to_user(to, from, size) ? 0 : -EFAULT;
}

unsigned long __clear_user(void __user *to, unsigned long n)
{
	unsigned long mapped;
	void *memory;

	mapped = translate((unsigned long)to, n, true, &memory);
	if (mapped)
		memset(memory, 0, mapped);
	return n - mapped;
}

unsigned long clear_user(void __user *to, unsigned long n)
{
	might_fault();
	return access_ok(to, n) ? __clear_user(to, n) : n;
}

/* lib/strncpy_from_user.c: the length without the NUL, @count when there was none, -EFAULT past the mapping. */
long strncpy_from_user(char *to, const char __user *from, long count)
{
	unsigned long mapped, length;
	void *memory;

	might_fault();
	if (count <= 0)
		return 0;
	mapped = translate((unsigned long)from, count, false, &memory);
	length = mapped ? strnlen(memory, mapped) : 0;
	if (length == mapped && mapped < count)
		return -EFAULT;
	memcpy(to, memory, min_t(unsigned long, length + 1, mapped));
	return length;
}

/* lib/strnlen_user.c: the length with the NUL, more than @n when there is none within it, 0 on a fault. */
long strnlen_user(const char __user *from, long n)
{
	unsigned long mapped, length;
	void *memory;

	if (n <= 0)
		return 0;
	mapped = translate((unsigned long)from, n, false, &memory);
	length = mapped ? strnlen(memory, mapped) : 0;
	if (length < mapped)
		return length + 1;
	return mapped == n ? n + 1 : 0;
}

/* mm/gup.c: what is mapped is there; how much of it is not. */
size_t fault_in_readable(const char __user *from, size_t size)
{
	unsigned long done = 0, mapped;
	void *memory;

	while (done < size &&
	       (mapped = translate((unsigned long)from + done, size - done, false, &memory)))
		done += mapped;
	return size - done;
}

size_t fault_in_writeable(char __user *to, size_t size)
{
	unsigned long done = 0, mapped;
	void *memory;

	while (done < size &&
	       (mapped = translate((unsigned long)to + done, size - done, true, &memory)))
		done += mapped;
	return size - done;
}

/* What keeps its contents while it is faulted in, and what has smaller units of access than pages, are not different here. */
size_t fault_in_safe_writeable(const char __user *to, size_t size)
{
	return fault_in_writeable((char __user *)to, size);
}

size_t fault_in_subpage_writeable(char __user *to, size_t size)
{
	return fault_in_writeable(to, size);
}
