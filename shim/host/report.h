/* SPDX-License-Identifier: GPL-2.0-only */
/* What a run prints when it ends with a finding. */
#ifndef VITRO_REPORT_H
#define VITRO_REPORT_H

/* First line of a report: "vitro: finding: CLASS: TITLE". */
void report_begin(int finding, const char *title);

/* A further line, indented. */
void report_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* TSan is about to print a report: its kind, enum ReportType of the runtime. */
void report_kind(int kind);

/* An input begins: what a report of TSan needs keeps up with it. */
void report_begin_input(void);

/* The stack of the caller, as the sanitizer prints it. */
void report_stack(void);

/* Where @memory was allocated, when the sanitizer knows. */
void report_allocation_stack(const void *memory);

/* Return addresses that the kernel half has kept, HOST_STACK_DEPTH or up to a 0. */
void report_kept_stack(const unsigned long *addresses);

/* The code at an address, as "    address in function file:line" for each function inlined there. */
void report_code(unsigned long address);

/* Print the log tail, hand the input to the engine, and leave. */
void report_end(void) __attribute__((__noreturn__));

#endif
