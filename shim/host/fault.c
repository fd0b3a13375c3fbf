// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every symbol that no object defines is linked to an address of its own in a window without access; so a
 * call, a read or a write of it lands here and is told apart from a bug of the code under test. User memory
 * is another such window: the kernel must reach it through the user copies only.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "fault.h"
#include "report.h"
#include "vitro/host.h"

#define HOLES       0x60000000UL /* tools/link.c gives out the addresses */
#define HOLE_STRIDE 64UL
#define MAX_STACK   (8UL << 20)
/*
 * shim/kernel/uaccess.c. Both windows lie above the gigabyte behind the program in which the host starts its
 * heap at random.
 */
#define USER_START 0x50000000UL
#define USER_END   0x60000000UL
#define VALGRIND   0x58000000UL /* where it is itself */

extern const char *const vitro_hole_names[];
extern const unsigned int vitro_hole_count;

static struct sigaction previous[NSIG];

static unsigned long register_value(const ucontext_t *context, int reg)
{
	return context->uc_mcontext.gregs[reg];
}

/*
 * The interrupted stack, by frame pointers: the handler runs on a stack of its own, from which the
 * sanitizers' unwinders find nothing. A call into nowhere has left its return address on top.
 */
static void report_interrupted_stack(const ucontext_t *context, unsigned long address)
{
	unsigned long pc = register_value(context, REG_RIP),
		      stack = register_value(context, REG_RSP);
	unsigned long frame = register_value(context, REG_RBP);

	report_code(pc == address ? *(unsigned long *)stack - 1 : pc);
	for (int depth = 0; depth < 48; depth++) {
		const unsigned long *words = (const unsigned long *)frame;

		if (frame < stack || frame - stack > MAX_STACK || frame % sizeof(long) || !words[1])
			break;
		report_code(words[1] - 1);
		frame = words[0];
	}
}

static void report_hole(unsigned long address, const ucontext_t *context)
{
	const char *name = vitro_hole_names[(address - HOLES) / HOLE_STRIDE];
	char title[200];

	snprintf(title, sizeof(title), "shim hole reached: %s", name);
	report_begin(HOST_HOLE, title);
	report_line("%s by:", register_value(context, REG_RIP) == address ? "called" : "accessed");
	report_interrupted_stack(context, address);
	report_line("not a kernel bug: nothing linked into this program defines %s.", name);
	report_line(
		"To provide it, add the kernel object that does to targets/NAME/target as a `need` line,");
	report_line(
		"or model it in shim/kernel. `vitro list --holes NAME` shows all that is missing.");
	report_end();
}

static void report_user_access(unsigned long address, const ucontext_t *context)
{
	char title[120];

	snprintf(title, sizeof(title), "user memory accessed directly, address %#lx", address);
	report_begin(HOST_MISUSE, title);
	report_interrupted_stack(context, address);
	report_end();
}

/* No sanitizer: say it as the kernel would. */
static void report_oops(unsigned long address, const ucontext_t *context)
{
	char title[120];

	snprintf(title, sizeof(title), "%s, address: %016lx",
		 address < 4096 ? "kernel NULL pointer dereference" : "unable to handle page fault",
		 address);
	report_begin(HOST_BUG, title);
	report_interrupted_stack(context, address);
	report_end();
}

static void chain(int number, siginfo_t *info, void *context, unsigned long address)
{
	const struct sigaction *next = &previous[number];

	if (next->sa_flags & SA_SIGINFO)
		next->sa_sigaction(number, info, context);
	else
		report_oops(address, context);
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	unsigned long address = (unsigned long)info->si_addr;

	if (address >= HOLES && address < HOLES + HOLE_STRIDE * vitro_hole_count)
		report_hole(address, context);
	if (address >= USER_START && address < USER_END)
		report_user_access(address, context);
	chain(number, info, context, address);
}

static int under_valgrind(void)
{
	const char *preloaded = getenv("LD_PRELOAD");

	return preloaded && strstr(preloaded, "/vgpreload_");
}

void fault_install(void)
{
	unsigned long user_end = under_valgrind() ? VALGRIND : USER_END;
	struct sigaction action = { .sa_sigaction = on_fault,
				    .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };

	if (vitro_hole_count)
		host_reserve(HOLES, (vitro_hole_count * HOLE_STRIDE + 4095) & ~4095UL, 0);
	host_reserve(USER_START, user_end - USER_START, 0);
	sigaction(SIGSEGV, &action, &previous[SIGSEGV]);
	sigaction(SIGBUS, &action, &previous[SIGBUS]);
}
