/* SPDX-License-Identifier: GPL-2.0-only */
/* Two folded levels: enough for the code that walks or fills page tables to compile and be right. */
#ifndef _ASM_VITRO_PGTABLE_H
#define _ASM_VITRO_PGTABLE_H

#define pgtable_l5_enabled() 0
#include <asm-generic/pgtable-nopmd.h>
#include <asm/page.h>

#define PGDIR_SHIFT  30
#define PGDIR_SIZE   (1UL << PGDIR_SHIFT)
#define PGDIR_MASK   (~(PGDIR_SIZE - 1))
#define PTRS_PER_PTE 512
#define PTRS_PER_PGD 512

#define VMALLOC_START 0x100000000000UL
#define VMALLOC_END   0x200000000000UL
#define MODULES_VADDR VMALLOC_START
#define MODULES_END   VMALLOC_END

#define _PAGE_PRESENT   (1UL << 0)
#define _PAGE_RW        (1UL << 1)
#define _PAGE_ACCESSED  (1UL << 2)
#define _PAGE_DIRTY     (1UL << 3)
#define _PAGE_EXCLUSIVE (1UL << 4)

#define PAGE_NONE        __pgprot(0)
#define PAGE_READONLY    __pgprot(_PAGE_PRESENT)
#define PAGE_SHARED      __pgprot(_PAGE_PRESENT | _PAGE_RW)
#define PAGE_COPY        PAGE_READONLY
#define PAGE_KERNEL      PAGE_SHARED
#define PAGE_KERNEL_EXEC PAGE_KERNEL
#define PAGE_KERNEL_RO   PAGE_READONLY

#ifndef __ASSEMBLY__
#define PFN_PTE_SHIFT PAGE_SHIFT

extern pgd_t swapper_pg_dir[];
struct page *vitro_zero_page(void);
#define ZERO_PAGE(vaddr) vitro_zero_page()

#define pte_none(pte)          (!pte_val(pte))
#define pte_present(pte)       (pte_val(pte) & _PAGE_PRESENT)
#define pte_clear(mm, addr, p) (*(p) = __pte(0))
#define pmd_none(pmd)          (!pmd_val(pmd))
#define pmd_bad(pmd)           0
#define pmd_present(pmd)       (pmd_val(pmd) & _PAGE_PRESENT)
#define pmd_clear(p)           set_pmd(p, __pmd(0))
#define pte_pfn(pte)           (pte_val(pte) >> PAGE_SHIFT)
#define pfn_pte(pfn, prot)     __pte(((pfn) << PAGE_SHIFT) | pgprot_val(prot))
#define pte_page(pte)          pfn_to_page(pte_pfn(pte))
#define pmd_pfn(pmd)           (pmd_val(pmd) >> PAGE_SHIFT)
#define pmd_page(pmd)          pfn_to_page(pmd_pfn(pmd))
#define pmd_page_vaddr(pmd)    ((unsigned long)__va(pmd_val(pmd) & PAGE_MASK))
#define mk_pte(page, prot)     pfn_pte(page_to_pfn(page), prot)

#define VITRO_PTE_BIT(name, test, set, clear, bit)   \
	static inline int test(pte_t pte)            \
	{                                            \
		return !!(pte_val(pte) & (bit));     \
	}                                            \
	static inline pte_t set(pte_t pte)           \
	{                                            \
		return __pte(pte_val(pte) | (bit));  \
	}                                            \
	static inline pte_t clear(pte_t pte)         \
	{                                            \
		return __pte(pte_val(pte) & ~(bit)); \
	}

/* 6.5 split pte_mkwrite() from pte_mkwrite_novma(). */
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
VITRO_PTE_BIT(write, pte_write, pte_mkwrite_novma, pte_wrprotect, _PAGE_RW)
#else
VITRO_PTE_BIT(write, pte_write, pte_mkwrite, pte_wrprotect, _PAGE_RW)
#endif
VITRO_PTE_BIT(dirty, pte_dirty, pte_mkdirty, pte_mkclean, _PAGE_DIRTY)
VITRO_PTE_BIT(young, pte_young, pte_mkyoung, pte_mkold, _PAGE_ACCESSED)

#define __HAVE_ARCH_PTE_SWP_EXCLUSIVE
VITRO_PTE_BIT(exclusive, pte_swp_exclusive, pte_swp_mkexclusive, pte_swp_clear_exclusive,
	      _PAGE_EXCLUSIVE)

static inline pte_t pte_modify(pte_t pte, pgprot_t prot)
{
	return __pte((pte_val(pte) & PAGE_MASK) | pgprot_val(prot));
}

static inline void set_pte(pte_t *p, pte_t pte)
{
	*p = pte;
}

static inline void set_pmd(pmd_t *p, pmd_t pmd)
{
	*p = pmd;
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
#define set_pte_at(mm, addr, p, pte) set_pte(p, pte)
#endif

#define __swp_type(entry)         (((entry).val >> 5) & 0x1f)
#define __swp_offset(entry)       ((entry).val >> 11)
#define __swp_entry(type, offset) ((swp_entry_t){ ((type) << 5) | ((offset) << 11) })
#define __pte_to_swp_entry(pte)   ((swp_entry_t){ pte_val(pte) })
#define __swp_entry_to_pte(entry) __pte((entry).val)

#define update_mmu_cache(vma, addr, p) \
	do {                           \
	} while (0)
#define update_mmu_cache_range(vmf, vma, addr, p, nr) \
	do {                                          \
	} while (0)
#endif /* __ASSEMBLY__ */

#endif
