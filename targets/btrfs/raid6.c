// SPDX-License-Identifier: GPL-2.0-only
/*
 * What raid6_select_algo() would choose where there is nothing but the C code. It asks the compiler whether that makes code for
 * x86_64, and would take AVX2 from arch/x86.
 */
#include <linux/init.h>
#include <linux/raid/pq.h>

const char raid6_empty_zero_page[PAGE_SIZE] __aligned(256);
struct raid6_calls raid6_call;
void (*raid6_2data_recov)(int disks, size_t bytes, int first, int second, void **pointers);
void (*raid6_datap_recov)(int disks, size_t bytes, int failed, void **pointers);

static int __init choose_algorithms(void)
{
	raid6_call = raid6_intx8;
	raid6_2data_recov = raid6_recov_intx1.data2;
	raid6_datap_recov = raid6_recov_intx1.datap;
	return 0;
}
subsys_initcall(choose_algorithms);
