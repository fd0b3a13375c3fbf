// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tags of the planted bugs; tests/planted.table has what must be reported for each. libFuzzer
 * keeps compared values by the low bits of their difference, so all last letters differ.
 */
#include <linux/kernel.h>

#include "demo.h"

#define BUG_TAG(letter) DEMO_TAG('B', 'U', 'G', letter)

int demo_planted = -1;

/* Who wants to know which bug is done lets this point to a word: 1 + its index. Nothing that is reported comes from it. */
static unsigned long nobody_asks;
unsigned long *vitro_truth = &nobody_asks;

static const struct demo_tag planted[] = {
	[0] = { BUG_TAG('A'), demo_heap_read },
	[1] = { BUG_TAG('B'), demo_heap_write },
	[2] = { BUG_TAG('C'), demo_use_after_free },
	[3] = { BUG_TAG('D'), demo_double_free },
	[4] = { BUG_TAG('E'), demo_wrong_cache },
	[5] = { BUG_TAG('F'), demo_leak },
	[6] = { BUG_TAG('G'), demo_cache_busy },
	[7] = { BUG_TAG('H'), demo_stack_overflow },
	[8] = { BUG_TAG('I'), demo_global_overflow },
	[9] = { BUG_TAG('J'), demo_uninitialised },
	[10] = { BUG_TAG('K'), demo_null },
	[11] = { BUG_TAG('L'), demo_shift },
	[12] = { BUG_TAG('M'), demo_index },
	[13] = { BUG_TAG('N'), demo_divide },
	[14] = { BUG_TAG('O'), demo_endless },
	[15] = { BUG_TAG('P'), demo_recursion },
	[16] = { BUG_TAG('Q'), demo_warn },
	[17] = { BUG_TAG('R'), demo_bug },
	[18] = { BUG_TAG('S'), demo_lock_kept },
	[19] = { BUG_TAG('T'), demo_lock_twice },
	[20] = { BUG_TAG('U'), demo_sleep },
	[21] = { BUG_TAG('V'), demo_user },
	[22] = { BUG_TAG('W'), demo_hole },
	[23] = { BUG_TAG('X'), demo_infoleak },
	[24] = { BUG_TAG('Y'), demo_lock_order },
	[25] = { BUG_TAG('Z'), demo_unlock_twice },
	[26] = { BUG_TAG('0'), demo_lock_uninitialised },
	[27] = { BUG_TAG('1'), demo_rcu_reader },
	[28] = { BUG_TAG('2'), demo_rcu_twice },
	[29] = { BUG_TAG('3'), demo_timer_freed },
	[30] = { BUG_TAG('4'), demo_work_freed },
	[31] = { BUG_TAG('5'), demo_mutex_kept },
	[32] = { BUG_TAG('6'), demo_rcu_sleep },
	[33] = { BUG_TAG('7'), demo_deadlock },
	[34] = { BUG_TAG('8'), demo_unlock_other },
	[35] = { BUG_TAG('9'), demo_preempt_sleep },
	[36] = { BUG_TAG('a'), demo_preempt_kept },
	[37] = { BUG_TAG('b'), demo_irqs_kept },
	[38] = { BUG_TAG('c'), demo_rcu_kept },
	[39] = { BUG_TAG('d'), demo_rcu_unbalanced },
	[40] = { BUG_TAG('e'), demo_irqs_schedule },
	[41] = { BUG_TAG('f'), demo_rcu_schedule },
	[42] = { BUG_TAG('g'), demo_block_twice },
	[43] = { BUG_TAG('h'), demo_completion_freed },
	[44] = { BUG_TAG('i'), demo_hung_task },
	[45] = { BUG_TAG('j'), demo_lockup },
	[46] = { BUG_TAG('k'), demo_lock_state },
	[47] = { BUG_TAG('l'), demo_lock_inversion },
	[48] = { BUG_TAG('m'), demo_page_leak },
};

demo_operation *demo_planted_operation(u32 tag)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(planted); i++)
		if (tag == planted[i].tag)
			break;
	if (i == ARRAY_SIZE(planted) || (demo_planted >= 0 && demo_planted != i))
		return NULL;
	*vitro_truth = i + 1;
	return planted[i].run;
}

void demo_planted_harmless(void)
{
	*vitro_truth = 0;
}
