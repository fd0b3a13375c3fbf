/* SPDX-License-Identifier: GPL-2.0-only */
/* Faults in address ranges that mean something: holes and user memory. */
#ifndef VITRO_FAULT_H
#define VITRO_FAULT_H

void fault_install(void);

#endif
