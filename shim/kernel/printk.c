// SPDX-License-Identifier: GPL-2.0-only
/*
 * printk over the real lib/vsprintf.c, into the log that is printed with every report. Rate limits let everything
 * through: what a report shows must not depend on earlier inputs.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/kallsyms.h>
#include <vitro/host.h>

#include "internal.h"

int console_printk[4] = { CONSOLE_LOGLEVEL_DEFAULT, MESSAGE_LOGLEVEL_DEFAULT, 1,
			  CONSOLE_LOGLEVEL_DEFAULT };

asmlinkage int vprintk_emit(int facility, int given_level, const struct dev_printk_info *device,
			    const char *format, va_list arguments)
{
	char text[512];
	int length = vscnprintf(text, sizeof(text), format, arguments);
	int level = given_level == LOGLEVEL_DEFAULT ? printk_get_level(text) - '0' : given_level;
	const char *start = printk_skip_level(text);

	vitro_lock_bug_line(start);
	host_log(level >= LOGLEVEL_EMERG && level <= LOGLEVEL_DEBUG ? level :
								      MESSAGE_LOGLEVEL_DEFAULT,
		 start, length - (start - text));
	return length;
}

asmlinkage int vprintk(const char *format, va_list arguments)
{
	return vprintk_emit(0, LOGLEVEL_DEFAULT, NULL, format, arguments);
}

asmlinkage __visible int _printk(const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vprintk(format, arguments);
	va_end(arguments);
	return length;
}

int ___ratelimit(struct ratelimit_state *state, const char *function)
{
	return 1;
}

int __printk_ratelimit(const char *function)
{
	return 1;
}

/* Addresses differ between builds, so a symbol is all that %pS prints. */
int sprint_symbol(char *buffer, unsigned long address)
{
	host_symbol(address, buffer, KSYM_SYMBOL_LEN);
	return strlen(buffer);
}

int sprint_symbol_no_offset(char *buffer, unsigned long address)
{
	return sprint_symbol(buffer, address);
}

int sprint_symbol_build_id(char *buffer, unsigned long address)
{
	return sprint_symbol(buffer, address);
}

int sprint_backtrace_build_id(char *buffer, unsigned long address)
{
	return sprint_symbol(buffer, address - 1);
}

int sprint_backtrace(char *buffer, unsigned long address)
{
	return sprint_symbol(buffer, address - 1);
}
