// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters that the kernel numbers devices with (hid_add_device.id, uevent_seqnum) go on from
 * where bring-up left them, or names, and what is allocated for them, would depend on how many
 * inputs came before. shim/host/vitro.ld says which. Copied in assembly, because the sanitizer's
 * red zones between them are copied, too.
 */
#include <vitro/host.h>

#include "internal.h"

extern char vitro_numbers_start[], vitro_numbers_end[];

static char kept[1024];

static void copy(void *to, const void *from)
{
	unsigned long size = vitro_numbers_end - vitro_numbers_start;

	asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

void vitro_numbers_keep(void)
{
	if (vitro_numbers_end - vitro_numbers_start > sizeof(kept))
		vitro_finding(HOST_HOLE, "no room to keep the counters of shim/host/vitro.ld");
	copy(kept, vitro_numbers_start);
}

void vitro_numbers_reset(void)
{
	copy(vitro_numbers_start, kept);
}
