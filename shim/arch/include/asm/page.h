/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every page-sized piece of memory has a struct page that knows its address, the page arena and slab memory
 * alike (arch/vitro/kernel/page.c).
 */
#ifndef _ASM_VITRO_PAGE_H
#define _ASM_VITRO_PAGE_H

#include <linux/const.h>

#define PAGE_SHIFT  12
#define PAGE_SIZE   (_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK   (~(PAGE_SIZE - 1))
#define PAGE_OFFSET 0UL

#define WANT_PAGE_VIRTUAL

#ifndef __ASSEMBLY__
typedef struct {
	unsigned long pte;
} pte_t;
typedef struct {
	unsigned long pgd;
} pgd_t;
typedef struct {
	unsigned long pgprot;
} pgprot_t;
typedef struct page *pgtable_t;

#define pte_val(x)    ((x).pte)
#define pgd_val(x)    ((x).pgd)
#define pgprot_val(x) ((x).pgprot)
#define __pte(x)      ((pte_t){ x })
#define __pgd(x)      ((pgd_t){ x })
#define __pgprot(x)   ((pgprot_t){ x })

#define clear_page(page)                    memset((page), 0, PAGE_SIZE)
#define copy_page(to, from)                 memcpy((to), (from), PAGE_SIZE)
#define clear_user_page(page, vaddr, pg)    clear_page(page)
#define copy_user_page(to, from, vaddr, pg) copy_page(to, from)

struct page *vitro_virt_to_page(const void *address);
void *vitro_page_to_virt(const struct page *page);
int vitro_virt_addr_valid(const void *address);

#define virt_to_page(address)    vitro_virt_to_page((const void *)(address))
#define page_to_virt(page)       vitro_page_to_virt(page)
#define virt_addr_valid(address) vitro_virt_addr_valid((const void *)(address))

/* A page frame number is an index into mem_map. */
#define virt_to_pfn(address) page_to_pfn(virt_to_page(address))
#define pfn_to_virt(pfn)     page_to_virt(pfn_to_page(pfn))
#define __pa(address) \
	((virt_to_pfn(address) << PAGE_SHIFT) | ((unsigned long)(address) & ~PAGE_MASK))
#define __va(phys) \
	(pfn_to_virt((unsigned long)(phys) >> PAGE_SHIFT) + ((unsigned long)(phys) & ~PAGE_MASK))

/* In the words of asm-generic/memory_model.h, which has it since 6.3. */
static inline int pfn_valid(unsigned long pfn)
{
	extern unsigned long max_mapnr;

	return pfn < max_mapnr;
}
#define pfn_valid pfn_valid

#define page_to_phys(page) ((phys_addr_t)page_to_pfn(page) << PAGE_SHIFT)

#define VM_DATA_DEFAULT_FLAGS VM_DATA_FLAGS_NON_EXEC
#endif /* __ASSEMBLY__ */

#include <asm-generic/memory_model.h>
#include <asm-generic/getorder.h>

#endif
