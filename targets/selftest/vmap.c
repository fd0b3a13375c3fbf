// SPDX-License-Identifier: GPL-2.0-only
/* Pages at a second address. */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "selftest.h"

#define COUNT 4

static struct page *pages[COUNT];

static char *at(unsigned int i)
{
	return page_address(pages[i]);
}

/* The first is the last in memory: no two are where a mapping has them. */
static void allocate(gfp_t flags)
{
	unsigned int i;

	for (i = COUNT; i--;)
		pages[i] = alloc_page(GFP_KERNEL | flags);
}

static void free(void)
{
	unsigned int i;

	for (i = 0; i < COUNT; i++)
		__free_page(pages[i]);
}

static char *map(void)
{
	allocate(__GFP_ZERO);
	return vmap(pages, COUNT, VM_MAP, PAGE_KERNEL);
}

CASE(what_is_written_here_is_read_there, NULL)
{
	char *memory;
	unsigned int i;

	allocate(0);
	for (i = 0; i < COUNT; i++)
		memset(at(i), i, PAGE_SIZE);
	memory = vmap(pages, COUNT, VM_MAP, PAGE_KERNEL);
	EXPECT(PAGE_ALIGNED((unsigned long)memory));
	for (i = 0; i < COUNT; i++) {
		EXPECT(!memchr_inv(memory + i * PAGE_SIZE, i, PAGE_SIZE));
		memset(at(i) + 100, 'p', 200);
		memset(memory + i * PAGE_SIZE, 'm', 100);
		EXPECT(at(i)[99] == 'm' && memory[i * PAGE_SIZE + 100] == 'p');
	}
	vunmap(memory);
	for (i = 0; i < COUNT; i++)
		EXPECT(at(i)[99] == 'm' && at(i)[299] == 'p' && at(i)[300] == i);
	free();
}

CASE(one_page_in_two_places, NULL)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO), *twice[] = { page, page };
	char *first = vm_map_ram(twice, 2, NUMA_NO_NODE);
	char *second = vmap(twice, 1, VM_MAP, PAGE_KERNEL);

	first[10] = 1;
	EXPECT(first[PAGE_SIZE + 10] == 1 && second[10] == 1);
	vm_unmap_ram(first, 2);
	second[11] = 2;
	EXPECT(((char *)page_address(page))[11] == 2);
	vunmap(second);
	EXPECT(((char *)page_address(page))[10] == 1);
	__free_page(page);
}

CASE(pages_of_a_block, NULL)
{
	struct page *block = alloc_pages(GFP_KERNEL | __GFP_COMP | __GFP_ZERO, 1);
	struct page *turned[] = { block + 1, block };
	char *memory = vm_map_ram(turned, 2, NUMA_NO_NODE);

	strscpy(memory + PAGE_SIZE - 2, "over", 5);
	EXPECT(!strcmp(page_address(block), "er"));
	vm_unmap_ram(memory, 2);
	EXPECT(!strcmp(page_address(block), "er"));
	__free_pages(block, 1);
}

CASE(address_tells_page, NULL)
{
	char *memory = map();

	EXPECT(is_vmalloc_addr(memory) && is_vmalloc_addr(memory + COUNT * PAGE_SIZE - 1));
	EXPECT(!is_vmalloc_addr(at(0)) && !virt_addr_valid(memory));
	EXPECT(vmalloc_to_page(memory + 2 * PAGE_SIZE + 5) == pages[2]);
	vunmap(memory);
	free();
}

CASE(vmalloc_memory_has_pages, NULL)
{
	char *memory = vmalloc(3 * PAGE_SIZE);

	EXPECT(page_address(vmalloc_to_page(memory)) == memory);
	/* Without a sanitizer that knows allocations only the start of one is told to be vmalloc()'s. */
	if (is_vmalloc_addr(memory + PAGE_SIZE + 100))
		EXPECT(page_address(vmalloc_to_page(memory + PAGE_SIZE + 100)) ==
		       memory + PAGE_SIZE);
	vfree(memory);
}

CASE(more_than_the_window_has, NULL)
{
	unsigned int i;

	allocate(__GFP_ZERO);
	for (i = 0; i < 15000; i++)
		vunmap(vmap(pages, COUNT, VM_MAP, PAGE_KERNEL));
	free();
}

CASE(pages_go_with_the_mapping, NULL)
{
	struct page **owned = kmalloc_array(COUNT, sizeof(*owned), GFP_KERNEL);

	allocate(0);
	memcpy(owned, pages, sizeof(pages));
	vfree(vmap(owned, COUNT, VM_MAP | VM_MAP_PUT_PAGES, PAGE_KERNEL));
}

CASE(vfree_undoes_vmap, NULL)
{
	vfree(map());
	free();
	vunmap(NULL);
}

CASE(nothing_is_mapped, NULL)
{
	EXPECT(!vmap(pages, HIDDEN(0), VM_MAP, PAGE_KERNEL));
	EXPECT(!vmap(pages, HIDDEN(UINT_MAX), VM_MAP, PAGE_KERNEL));
}

CASE(left, "leak: memory leak of N bytes in N objects, first of vmap()")
{
	struct page *page = ZERO_PAGE(0);

	EXPECT(vmap(&page, 1, VM_MAP, PAGE_KERNEL));
}

CASE(ram_left, "leak: memory leak of N bytes in N objects, first of vm_map_ram()")
{
	struct page *page = ZERO_PAGE(0);

	EXPECT(vm_map_ram(&page, 1, NUMA_NO_NODE));
}

CASE(unmapped_twice, "misuse: Trying to vunmap() nonexistent vm area")
{
	char *memory = map();

	vunmap(memory);
	vunmap(memory);
}

CASE(unmapped_from_inside, "misuse: Trying to vunmap() nonexistent vm area")
{
	vunmap(map() + PAGE_SIZE);
}

CASE(unmapped_as_if_vm_map_ram_had, "misuse: vm_unmap_ram() of what vm_map_ram() did not map")
{
	vm_unmap_ram(map(), COUNT);
}

CASE(unmapped_in_part, "misuse: vm_unmap_ram() of N of N pages")
{
	allocate(0);
	vm_unmap_ram(vm_map_ram(pages, COUNT, NUMA_NO_NODE), COUNT - 1);
}

CASE(freed_while_mapped,
     "misuse: page of N is freed while it is mapped by vmap() in freed_while_mapped")
{
	allocate(0);
	vmap(pages, COUNT, VM_MAP, PAGE_KERNEL);
	__free_page(pages[1]);
}

CASE(memory_of_others, "hole: a page of memory that is not the page allocator's")
{
	struct page *page = virt_to_page(kmalloc(PAGE_SIZE, GFP_KERNEL));

	vmap(&page, 1, VM_MAP, PAGE_KERNEL);
}

CASE(under_a_lock, ATOMIC_SLEEP)
{
	allocate(0);
	preempt_disable();
	vm_map_ram(pages, COUNT, NUMA_NO_NODE);
	preempt_enable();
}

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(read_right_after_the_end, "use-after-poison read")
{
	TOUCH(map() + COUNT * PAGE_SIZE);
}

CASE(use_after_unmap, "use-after-poison read")
{
	char *memory = map();

	vunmap(memory);
	TOUCH(memory);
}
#endif

#ifdef VITRO_FLAVOUR_MEMORY
CASE(contents_are_as_uninitialised_here, "uninit-value")
{
	allocate(0);
	if (*HIDDEN((char *)vmap(pages, COUNT, VM_MAP, PAGE_KERNEL)))
		pr_info("it is set\n");
}

CASE(what_is_not_written_stays_uninitialised, "uninit-value")
{
	char *memory;

	allocate(0);
	memory = vmap(pages, COUNT, VM_MAP, PAGE_KERNEL);
	memset(memory, 0, PAGE_SIZE);
	vunmap(memory);
	if (*HIDDEN(at(0)))
		pr_info("it is set\n");
	if (*HIDDEN(at(1)))
		pr_info("so is that\n");
}

CASE(initialised_there_is_initialised_here, NULL)
{
	char *memory;

	allocate(0);
	memory = vmap(pages, COUNT, VM_MAP, PAGE_KERNEL);
	memset(at(0), 0, PAGE_SIZE);
	memset(memory + PAGE_SIZE, 0, PAGE_SIZE);
	EXPECT(!*HIDDEN(memory) && !*HIDDEN(at(1)));
	vunmap(memory);
	EXPECT(!*HIDDEN(at(0)) && !*HIDDEN(at(1)));
	free();
}
#endif
