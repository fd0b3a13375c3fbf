// SPDX-License-Identifier: GPL-2.0-only
/* What an engine calls: libFuzzer, or anything else that knows LLVMFuzzerTestOneInput(). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "afl_map.h"
#include "counter.h"
#include "fault.h"
#include "ledger.h"
#include "log.h"
#include "mutate.h"
#include "report.h"
#include "runner.h"
#include "sanitizer.h"
#include "trace.h"
#include "vitro/host.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int booted;
static size_t max_input;

static void boot(void)
{
	if (booted)
		return;
	booted = 1;
	counter_open();
	fault_install();
	if (vitro_boot()) {
		fputs("vitro: the harness could not be brought up (VITRO_PRINTK=1 shows the kernel log)\n",
		      stderr);
		exit(1);
	}
	max_input = vitro_max_input();
	if (mutate_begin)
		mutate_begin();
}

static int has_flag(int argc, char **argv, const char *flag)
{
	for (int i = 1; i < argc; i++)
		if (!strncmp(argv[i], flag, strlen(flag)))
			return 1;
	return 0;
}

void __libfuzzer_is_present(void) WEAK;

/* The harness knows its largest input; a -max_len on the command line still wins. Other engines have no such flag. */
static void add_max_len(int *argc, char ***argv)
{
	static char flag[32];
	char **longer = __libfuzzer_is_present ? calloc(*argc + 2, sizeof(*longer)) : NULL;

	if (!longer || !max_input || has_flag(*argc, *argv, "-max_len"))
		return;
	snprintf(flag, sizeof(flag), "-max_len=%zu", max_input);
	memcpy(longer, *argv, *argc * sizeof(*longer));
	longer[(*argc)++] = flag;
	*argv = longer;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	bool asked = runner_open();

	boot();
	if (asked)
		runner_serve();
	add_max_len(argc, argv);
	afl_map_move();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int verdict;

	boot();
	counter_add();
	log_reset();
	report_begin_input();
	ledger_begin_input();
	trace_begin_input();
	verdict = vitro_run(data, size);
	trace_end_input();
	ledger_end_input();
	return verdict;
}

long host_option(const char *name, long fallback)
{
	char variable[64];
	const char *value;

	snprintf(variable, sizeof(variable), "VITRO_%s", name);
	value = getenv(variable);
	return value && *value ? strtol(value, NULL, 0) : fallback;
}
