// SPDX-License-Identifier: GPL-2.0-only
/* User copies, as include/linux/uaccess.h documents them. */
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <vitro/harness.h>

#include "selftest.h"

static char memory[16];

static char __user *map(const char *contents, bool writable)
{
	memcpy(memory, contents, sizeof(memory));
	return vitro_user_map(memory, sizeof(memory), writable);
}

CASE(copies_reach_what_is_mapped, NULL)
{
	char __user *user = map("0123456789abcdef", true);
	char copy[16];

	EXPECT(copy_from_user(copy, user, 16) == 0);
	EXPECT(!memcmp(copy, "0123456789abcdef", 16));
	EXPECT(copy_to_user(user + 4, "xyz", 3) == 0);
	EXPECT(!memcmp(memory, "0123xyz789abcdef", 16));
	EXPECT(copy_from_user(copy, user, 0) == 0);
}

CASE(partial_copy_from_user_zeroes_the_rest, NULL)
{
	char __user *user = map("0123456789abcdef", true);
	char copy[16];

	memset(copy, 0xff, sizeof(copy));
	EXPECT(copy_from_user(copy, user + 12, 10) == 6);
	EXPECT(!memcmp(copy, "cdef\0\0\0\0\0\0\xff", 11));
}

CASE(partial_copy_to_user_says_what_is_missing, NULL)
{
	EXPECT(copy_to_user(map("0123456789abcdef", true) + 12, "0123456789", 10) == 6);
	EXPECT(!memcmp(memory, "0123456789ab0123", 16));
}

CASE(read_only_memory_is_not_written, NULL)
{
	char __user *user = map("0123456789abcdef", false);

	EXPECT(copy_to_user(user, "xyz", 3) == 3);
	EXPECT(clear_user(user, 3) == 3);
	EXPECT(put_user('x', user) == -EFAULT);
	EXPECT(memory[0] == '0');
}

CASE(get_and_put_user, NULL)
{
	char __user *user = map("0123456789abcdef", true);
	u32 __user *word = (u32 __user *)(user + 4);
	u32 value;

	EXPECT(put_user(0x61626364U, word) == 0);
	EXPECT(get_user(value, word) == 0);
	EXPECT(value == 0x61626364U);
	EXPECT(get_user(value, word + 3) == -EFAULT);
	EXPECT(value == 0);
}

CASE(kernel_addresses_are_no_user_memory, NULL)
{
	char kernel[4] = "abc", copy[4];

	EXPECT(copy_from_user(copy, (char __user __force *)kernel, 4) == 4);
	EXPECT(copy_to_user((char __user __force *)kernel, "xyz", 4) == 4);
	EXPECT(copy_from_user(copy, NULL, 4) == 4);
	EXPECT(!strcmp(kernel, "abc"));
}

CASE(clear_user_clears, NULL)
{
	EXPECT(clear_user(map("0123456789abcdef", true) + 12, 10) == 6);
	EXPECT(!memchr_inv(memory + 12, 0, 4));
}

CASE(copies_without_a_fault_say_so, NULL)
{
	char __user *user = map("0123456789abcdef", true);

	EXPECT(copy_to_user_nofault(user + 4, "xyz", 3) == 0);
	EXPECT(!memcmp(memory, "0123xyz789abcdef", 16));
	EXPECT(copy_to_user_nofault(user + 12, "0123456789", 10) == -EFAULT);
	EXPECT(copy_to_user_nofault(NULL, "xyz", 3) == -EFAULT);
}

CASE(what_can_be_faulted_in_is_mapped, NULL)
{
	char __user *user = map("0123456789abcdef", true);

	EXPECT(fault_in_writeable(user + 12, 10) == 6);
	EXPECT(fault_in_safe_writeable(user + 12, 10) == 6);
	EXPECT(fault_in_subpage_writeable(user + 12, 10) == 6);
	EXPECT(fault_in_subpage_writeable(map("0123456789abcdef", false), 4) == 4);
}

CASE(strncpy_from_user_gives_the_length, NULL)
{
	char __user *user = map("0123456\0"
				"9abcdef",
				true);
	char copy[32];

	EXPECT(strncpy_from_user(copy, user, sizeof(copy)) == 7);
	EXPECT(!strcmp(copy, "0123456"));
	EXPECT(strncpy_from_user(copy, user, 4) == 4);
	EXPECT(strncpy_from_user(copy, user, 0) == 0);
}

CASE(strncpy_from_user_faults_past_the_mapping, NULL)
{
	char copy[32];

	EXPECT(strncpy_from_user(copy, map("0123456789abcdef", true), sizeof(copy)) == -EFAULT);
	EXPECT(strncpy_from_user(copy, NULL, sizeof(copy)) == -EFAULT);
}

CASE(strnlen_user_counts_the_nul, NULL)
{
	char __user *user = map("0123456\0"
				"9abcdef",
				true);

	EXPECT(strnlen_user(user, 32) == 8);
	EXPECT(strnlen_user(user, 3) > 3);
	EXPECT(strnlen_user(NULL, 3) == 0);
}

CASE(memdup_user_copies, NULL)
{
	char __user *user = map("0123456\0"
				"9abcdef",
				true);
	char *copy = memdup_user(user, 16), *string = strndup_user(user, 16);

	EXPECT(!memcmp(copy, memory, 16));
	EXPECT(!strcmp(string, "0123456"));
	EXPECT(memdup_user(user, 17) == ERR_PTR(-EFAULT));
	kfree(copy);
	kfree(string);
}

CASE(mappings_end_with_their_input, NULL)
{
	char copy[4];

	EXPECT(copy_from_user(copy, (char __user *)0x10000000UL, 4) == 4);
	map("0123456789abcdef", true);
}

CASE(direct_read, "misuse: user memory accessed directly")
{
	TOUCH((char __force *)map("0123456789abcdef", true));
}

CASE(direct_write, "misuse: user memory accessed directly")
{
	*HIDDEN((char __force *)map("0123456789abcdef", true)) = 1;
}

CASE(copy_under_a_lock, ATOMIC_SLEEP)
{
	char __user *user = map("0123456789abcdef", true);
	char copy[4];

	preempt_disable();
	EXPECT(copy_from_user(copy, user, 4) == 0);
	preempt_enable();
}

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(destination_is_too_small, "slab-out-of-bounds write")
{
	char __user *user = map("0123456789abcdef", true);

	EXPECT(copy_from_user(HIDDEN(kmalloc(8, GFP_KERNEL)), user, HIDDEN(16UL)) == 0);
}
#endif

#ifdef VITRO_FLAVOUR_MEMORY
CASE(uninitialised_bytes_to_user, "kernel-infoleak")
{
	char *object = kmalloc(8, GFP_KERNEL);

	EXPECT(copy_to_user(map("0123456789abcdef", true), object, 8) == 0);
	kfree(object);
}
#endif
