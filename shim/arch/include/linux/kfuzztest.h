/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * FUZZ_TEST_SIMPLE() of the kernel's KFuzzTest, so that its harness sources compile here unchanged: the body
 * sees `data` and `datalen`, may write to data, and returns an int. This directory comes before the tree's own
 * include/ on the search path.
 */
#ifndef VITRO_KFUZZTEST_H
#define VITRO_KFUZZTEST_H

#include <linux/module.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/types.h>
#include <vitro/harness.h>

#define KFUZZTEST_MAX_INPUT_SIZE (PAGE_SIZE * 16)

#define FUZZ_TEST_SIMPLE(identifier)                                         \
	static int kfuzztest_logic_##identifier(char *data, size_t datalen); \
	static int kfuzztest_run_##identifier(const u8 *bytes, size_t size)  \
	{                                                                    \
		char *data = kmalloc(size, GFP_KERNEL);                      \
                                                                             \
		memcpy(data, bytes, size);                                   \
		kfuzztest_logic_##identifier(data, size);                    \
		kfree(data);                                                 \
		return 0;                                                    \
	}                                                                    \
	VITRO_HARNESS(identifier, .run = kfuzztest_run_##identifier,         \
		      .max_size = KFUZZTEST_MAX_INPUT_SIZE);                 \
	static int kfuzztest_logic_##identifier(char *data, size_t datalen)

#endif
