// SPDX-License-Identifier: GPL-2.0-only
/* WARN, BUG and panic (kernel/panic.c): each ends the run as a finding with the kernel's own title. */
#include <linux/bug.h>
#include <linux/debug_locks.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <vitro/host.h>

#include "internal.h"

int panic_timeout;
int oops_in_progress;
bool crash_kexec_post_notifiers;

static void say(int finding, const char *title, const char *format, va_list arguments)
{
	if (format)
		vprintk(format, arguments);
	host_report(finding, title);
}

void vitro_finding(int finding, const char *format, ...)
{
	char title[256];
	va_list arguments;

	va_start(arguments, format);
	vscnprintf(title, sizeof(title), format, arguments);
	va_end(arguments);
	host_report(finding, title);
}

void vitro_bug(const char *file, int line, const char *function)
{
	vitro_finding(HOST_BUG, "kernel BUG at %s:%d in %s", file, line, function);
}

void warn_slowpath_fmt(const char *file, int line, unsigned int taint, const char *format, ...)
{
	char title[256];
	va_list arguments;

	scnprintf(title, sizeof(title), "WARNING at %s:%d in %pB", file, line,
		  __builtin_return_address(0));
	va_start(arguments, format);
	say(HOST_WARNING, title, format, arguments);
	va_end(arguments);
}

void __warn_printk(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintk(format, arguments);
	va_end(arguments);
}

void panic(const char *format, ...)
{
	char title[256];
	va_list arguments;
	int start;

	start = scnprintf(title, sizeof(title), "Kernel panic - not syncing: ");
	va_start(arguments, format);
	vscnprintf(title + start, sizeof(title) - start, format, arguments);
	va_end(arguments);
	host_report(HOST_BUG, title);
	__builtin_unreachable();
}

void add_taint(unsigned int flag, enum lockdep_ok lockdep_ok)
{
}

/* Who calls it goes on with what is wrong, and then asks for a stack. */
static bool lock_bug;
static char lock_title[256];

int debug_locks_off(void)
{
	lock_bug = true;
	return 1;
}

void vitro_lock_bug_line(const char *line)
{
	if (lock_bug && !lock_title[0])
		scnprintf(lock_title, sizeof(lock_title), "%.*s", (int)strcspn(line, "\n"), line);
}

void dump_stack(void)
{
	if (lock_title[0])
		host_report(strstr(lock_title, "recursion") ? HOST_HANG : HOST_MISUSE, lock_title);
	printk(KERN_DEFAULT "(stack dump asked for)\n");
}

void dump_stack_lvl(const char *level)
{
	dump_stack();
}
