// SPDX-License-Identifier: GPL-2.0-only
/* Randomness that is the same for every run of an input: a 64-bit mixing generator, seeded anew each time. */
#include <linux/blkdev.h>
#include <linux/random.h>
#include <linux/string.h>

#include "internal.h"

#define SEED 0x76697472ULL

static u64 state = SEED;

void vitro_random_reset(void)
{
	state = SEED;
}

u64 get_random_u64(void)
{
	u64 x = state += 0x9e3779b97f4a7c15ULL;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

u32 get_random_u32(void)
{
	return get_random_u64() >> 32;
}

u16 get_random_u16(void)
{
	return get_random_u64() >> 48;
}

u8 get_random_u8(void)
{
	return get_random_u64() >> 56;
}

u32 __get_random_u32_below(u32 ceil)
{
	return ceil ? (u64)get_random_u32() * ceil >> 32 : get_random_u32();
}

void get_random_bytes(void *buffer, size_t length)
{
	u8 *byte = buffer;

	while (length--)
		*byte++ = get_random_u8();
}

int wait_for_random_bytes(void)
{
	return 0;
}

bool rng_is_initialized(void)
{
	return true;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
int execute_with_initialized_rng(struct notifier_block *notifier)
{
	return 0;
}
#endif

void add_device_randomness(const void *buffer, size_t length)
{
}

void rand_initialize_disk(struct gendisk *disk)
{
}

void add_input_randomness(unsigned int type, unsigned int code, unsigned int value)
{
}
