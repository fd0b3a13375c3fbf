// SPDX-License-Identifier: GPL-2.0-only
/* String functions: which are the kernel's, which the host's, and that a sanitizer watches both. */
#include <linux/bsearch.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "selftest.h"

CASE(strscpy_copies, NULL)
{
	char to[8];

	EXPECT(strscpy(to, "abc", sizeof(to)) == 3);
	EXPECT(!strcmp(to, "abc"));
	EXPECT(strscpy(to, "", sizeof(to)) == 0);
}

CASE(strscpy_truncates, NULL)
{
	char to[8];

	EXPECT(strscpy(to, HIDDEN("0123456789"), sizeof(to)) == -E2BIG);
	EXPECT(!strcmp(to, "0123456"));
	EXPECT(strscpy(to, HIDDEN("x"), HIDDEN(0UL)) == -E2BIG);
	EXPECT(to[0] == '0');
}

CASE(strscpy_pad_pads, NULL)
{
	char to[8];

	memset(to, 0xff, sizeof(to));
	EXPECT(strscpy_pad(to, "abc", sizeof(to)) == 3);
	EXPECT(!memchr_inv(to + 3, 0, 5));
}

/* The real one reads a word at a time. */
CASE(strscpy_stays_in_its_source, NULL)
{
	char *from = kstrdup("abcd", GFP_KERNEL), to[16];

	EXPECT(strscpy(to, from, sizeof(to)) == 4);
	kfree(from);
}

CASE(snprintf_is_the_kernels, NULL)
{
	char text[32];

	EXPECT(snprintf(text, sizeof(text), "%pe", ERR_PTR(-EINVAL)) > 0);
	EXPECT(scnprintf(text, 4, "123456") == 3);
	EXPECT(snprintf(text, 4, "%s", HIDDEN("123456")) == 6);
	sprintf(text, "%*ph", 3, "\1\2\3");
	EXPECT(!strcmp(text, "01 02 03"));
}

CASE(parsers_are_the_kernels, NULL)
{
	char list[] = "a,b", *rest = list;
	int number;

	EXPECT(kstrtoint("0x1f", 0, &number) == 0 && number == 31);
	EXPECT(kstrtoint("12 ", 0, &number) == -EINVAL);
	EXPECT(sscanf("17", "%d", &number) == 1 && number == 17);
	EXPECT(!strcmp(strsep(&rest, ","), "a") && !strcmp(rest, "b"));
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

CASE(sort_and_bsearch, NULL)
{
	int numbers[] = { 3, 1, 2 }, two = 2;

	sort(numbers, 3, sizeof(int), compare, NULL);
	EXPECT(numbers[0] == 1 && numbers[2] == 3);
	EXPECT(bsearch(&two, numbers, 3, sizeof(int), compare) == &numbers[1]);
}

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(strlen_of_what_does_not_end, "slab-out-of-bounds read")
{
	char *text = kmalloc(4, GFP_KERNEL);

	memset(text, 'x', 4);
	EXPECT(strlen(HIDDEN(text)) == 4);
}

CASE(memcpy_that_reads_too_far, "slab-out-of-bounds read")
{
	char to[16];

	memcpy(HIDDEN(&to[0]), HIDDEN(kzalloc(8, GFP_KERNEL)), HIDDEN(9UL));
}

CASE(memcpy_of_few_bytes_may_overlap, NULL)
{
	char bytes[] = "0123456789abcdef-";

	memcpy(HIDDEN(&bytes[1]), HIDDEN(&bytes[0]), HIDDEN(16UL));
	EXPECT(!strcmp(bytes, "00123456789abcdef"));
}

CASE(memcpy_of_more_may_not, "memcpy-param-overlap")
{
	char bytes[32] = "";

	memcpy(HIDDEN(&bytes[1]), HIDDEN(&bytes[0]), HIDDEN(17UL));
}

CASE(strscpy_into_too_little, "slab-out-of-bounds write")
{
	strscpy(HIDDEN((char *)kmalloc(4, GFP_KERNEL)), "0123456", HIDDEN(8UL));
}

CASE(write_past_a_local, "stack-out-of-bounds write")
{
	char local[8];

	memset(HIDDEN(&local[0]), 0, HIDDEN(9UL));
}

CASE(read_past_a_global, "global-out-of-bounds read")
{
	static char global[8];

	TOUCH(HIDDEN(&global[0]) + 8);
}
#endif
