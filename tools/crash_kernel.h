/* SPDX-License-Identifier: GPL-2.0-only */
/* What else the heads of a kernel's log say; @rest is what follows the mark. */
#ifndef VITRO_CRASH_KERNEL_H
#define VITRO_CRASH_KERNEL_H

#include "crash_parts.h"

void crash_kernel_kasan(struct report *report, struct span rest);
void crash_kernel_kmsan(struct report *report, struct span rest);
void crash_kernel_kcsan(struct report *report, struct span rest);
void crash_kernel_ubsan(struct report *report, struct span rest);
void crash_kernel_text(struct report *report, struct span rest);
void crash_kernel_odebug(struct report *report, struct span rest);
void crash_kernel_locks(struct report *report, struct span rest);
void crash_kernel_bug(struct report *report, struct span rest);
void crash_kernel_warning(struct report *report, struct span rest);

/* "(&device->lock){+.+.}-{3:3}" in a line of lockdep's. */
void crash_kernel_lock(struct report *report, struct span line);

#endif
