/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Each virtual CPU has a unit of its own in one reserved area (arch/vitro/kernel/percpu.c); the linked
 * section is only the template, as on a real machine.
 */
#ifndef _ASM_VITRO_PERCPU_H
#define _ASM_VITRO_PERCPU_H

#include <asm-generic/percpu.h>

#endif
