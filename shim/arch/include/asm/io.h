/* SPDX-License-Identifier: GPL-2.0-only */
/* Port I/O has no device behind it: the ports lie where nothing is mapped. */
#ifndef _ASM_VITRO_IO_H
#define _ASM_VITRO_IO_H

#define PCI_IOBASE ((void __iomem *)0x70000000UL)

#include <asm-generic/io.h>

#endif
