// SPDX-License-Identifier: GPL-2.0-only
/*
 * __crc32c_le() is weak in lib/crc32.c, for architectures that have an instruction for it: most filesystems check all that they read by it.
 * MSan knows of no such instruction, and has the kernel's own.
 */
#if defined(__x86_64__) && !__has_feature(memory_sanitizer)
#include <linux/bits.h>
#include <linux/cache.h>
#include <linux/crc32.h>
#include <linux/crc32poly.h>
#include <linux/init.h>
#include <linux/string.h>

static bool has_instruction __ro_after_init;

static int __init detect(void)
{
	unsigned int eax = 1, ebx, ecx = 0, edx;

	asm("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
	has_instruction = ecx & BIT(20); /* SSE4.2 */
	return 0;
}
early_initcall(detect);

static u32 by_bits(u32 crc, const u8 *p, size_t len)
{
	int bit;

	while (len--)
		for (bit = 0, crc ^= *p++; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? CRC32C_POLY_LE : 0);
	return crc;
}

__attribute__((target("sse4.2"))) static u32 by_instruction(u32 crc, const u8 *p, size_t len)
{
	u64 word;

	for (; len >= sizeof(word); len -= sizeof(word), p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		crc = __builtin_ia32_crc32di(crc, word);
	}
	while (len--)
		crc = __builtin_ia32_crc32qi(crc, *p++);
	return crc;
}

u32 __pure __crc32c_le(u32 crc, const unsigned char *p, size_t len)
{
	return has_instruction ? by_instruction(crc, p, len) : by_bits(crc, p, len);
}
#endif
