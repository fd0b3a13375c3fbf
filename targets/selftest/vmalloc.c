// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "selftest.h"

CASE(page_aligned, NULL)
{
	char *memory = vmalloc(10000);

	EXPECT(PAGE_ALIGNED((unsigned long)memory));
	memset(memory, 1, 10000);
	vfree(memory);
	vfree(NULL);
}

CASE(zeroed_on_request, NULL)
{
	char *memory = vzalloc(10000), *flagged = __vmalloc(10000, GFP_KERNEL | __GFP_ZERO);

	EXPECT(!memchr_inv(memory, 0, 10000));
	EXPECT(!memchr_inv(flagged, 0, 10000));
	vfree(memory);
	vfree(flagged);
}

CASE(addresses_are_told_apart, NULL)
{
	char *memory = vmalloc(10000), *object = kmalloc(10000, GFP_KERNEL);

	EXPECT(is_vmalloc_addr(memory));
	EXPECT(!is_vmalloc_addr(object));
	vfree(memory);
	kfree(object);
}

CASE(vfree_takes_no_sleep_in_softirq, NULL)
{
	void *memory = vmalloc(100);

	local_bh_disable();
	vfree(memory);
	local_bh_enable();
}

CASE(more_than_there_is_fails, NULL)
{
	EXPECT(!vmalloc(HIDDEN(1UL << 40)));
}

CASE(nothing_warns, "warning: WARNING at")
{
	EXPECT(!vmalloc(HIDDEN(0UL)));
}

CASE(under_a_lock, ATOMIC_SLEEP)
{
	preempt_disable();
	vfree(vmalloc(100));
	preempt_enable();
}

CASE(vfree_of_slab_memory, "misuse: Trying to vfree() nonexistent vm area")
{
	vfree(kmalloc(100, GFP_KERNEL));
}

CASE(leak, "leak: memory leak of N bytes in N objects, first of vmalloc")
{
	EXPECT(vmalloc(100));
}

#ifdef DOUBLE_FREE
CASE(free_twice, DOUBLE_FREE)
{
	void *memory = vmalloc(100);

	vfree(memory);
	vfree(HIDDEN(memory));
}
#endif

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(address_inside_is_known, NULL)
{
	char *memory = vmalloc(10000);

	EXPECT(is_vmalloc_addr(memory + 5000));
	vfree(memory);
}

CASE(read_right_after_the_end, "slab-out-of-bounds read")
{
	TOUCH((char *)vmalloc(100) + 100);
}
#endif
