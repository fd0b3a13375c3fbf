// SPDX-License-Identifier: GPL-2.0-only
/*
 * What code with coverage calls, for programs without an engine that listens. Weak: a run time of the sanitizers, or of
 * an engine, that has some of them comes first. The counters are there all the same, and who wants them finds them by
 * their section.
 */
#include <stddef.h>
#include <stdint.h>

#include "mutate.h"
#include "sanitizer.h"

/* How deep the stack became. */
__thread unsigned long __sancov_lowest_stack WEAK;

/* Compared values, divisors, indices, where indirect calls go, which counters there are. */
#define NOBODY(name)         \
	void name(void);     \
	WEAK void name(void) \
	{                    \
	}

NOBODY(__sanitizer_cov_8bit_counters_init)
NOBODY(__sanitizer_cov_pcs_init)
NOBODY(__sanitizer_cov_trace_cmp1)
NOBODY(__sanitizer_cov_trace_cmp2)
NOBODY(__sanitizer_cov_trace_cmp4)
NOBODY(__sanitizer_cov_trace_cmp8)
NOBODY(__sanitizer_cov_trace_const_cmp1)
NOBODY(__sanitizer_cov_trace_const_cmp2)
NOBODY(__sanitizer_cov_trace_const_cmp4)
NOBODY(__sanitizer_cov_trace_const_cmp8)
NOBODY(__sanitizer_cov_trace_div4)
NOBODY(__sanitizer_cov_trace_div8)
NOBODY(__sanitizer_cov_trace_gep)
NOBODY(__sanitizer_cov_trace_pc_indir)
NOBODY(__sanitizer_cov_trace_switch)

/* A concurrent harness's mutator asks for it; nobody asks the mutator. */
WEAK size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	(void)data;
	return size < max_size ? size : max_size;
}
