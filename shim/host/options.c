// SPDX-License-Identifier: GPL-2.0-only
/*
 * Defaults of the sanitizers; each *SAN_OPTIONS variable still overrides them. Leaks are the ledger's:
 * LSan cannot see pointers that the kernel keeps in tagged words. Freed memory is kept back for much longer than an input
 * lasts: with ASan's own 256 MiB, most of what is allocated would be new to the processor's caches.
 */

const char *__asan_default_options(void);
const char *__msan_default_options(void);
const char *__tsan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void)
{
	return "detect_leaks=0:allocator_may_return_null=1:detect_odr_violation=0:print_summary=1:"
	       "quarantine_size_mb=64";
}

const char *__msan_default_options(void)
{
	return "allocator_may_return_null=1:print_summary=1";
}

const char *__tsan_default_options(void)
{
	return "report_signal_unsafe=0:halt_on_error=1:allocator_may_return_null=1:atexit_sleep_ms=0";
}

const char *__ubsan_default_options(void)
{
	return "print_stacktrace=1:halt_on_error=1:print_summary=1";
}
