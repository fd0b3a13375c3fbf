/* SPDX-License-Identifier: GPL-2.0-only */
/* No program is ever loaded; these are the names that fs/ and kernel/ must compile against. */
#ifndef _ASM_VITRO_ELF_H
#define _ASM_VITRO_ELF_H

#define ELF_NGREG         16
#define ELF_CLASS         ELFCLASS64
#define ELF_DATA          ELFDATA2LSB
#define ELF_ARCH          EM_X86_64
#define ELF_EXEC_PAGESIZE 4096
#define ELF_ET_DYN_BASE   0x400000
#define ELF_HWCAP         0
#define ELF_PLATFORM      NULL

#define elf_check_arch(header) ((header)->e_machine == ELF_ARCH)
#define ELF_PLAT_INIT(regs, load_addr) \
	do {                           \
	} while (0)
#define ELF_CORE_COPY_REGS(to, regs) \
	{                            \
	} /* its one user puts no semicolon behind it */

typedef unsigned long elf_greg_t;
typedef elf_greg_t elf_gregset_t[ELF_NGREG];
typedef struct {
	long unused;
} elf_fpregset_t;

#endif
