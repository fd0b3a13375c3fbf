/* SPDX-License-Identifier: GPL-2.0-only */
/* One command, one file: cmd_NAME.c; the table is in main.c. */
#ifndef VITRO_COMMANDS_H
#define VITRO_COMMANDS_H

int cmd_list(int argc, char **argv);
int cmd_build(int argc, char **argv);
int cmd_fuzz(int argc, char **argv);
int cmd_repro(int argc, char **argv);
int cmd_findings(int argc, char **argv);
int cmd_triage(int argc, char **argv);
int cmd_minimize(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_regress(int argc, char **argv);
int cmd_verify_fix(int argc, char **argv);
int cmd_affected(int argc, char **argv);
int cmd_bisect(int argc, char **argv);
int cmd_corpus(int argc, char **argv);
int cmd_image(int argc, char **argv);
int cmd_ci(int argc, char **argv);
int cmd_coverage(int argc, char **argv);
int cmd_kernel(int argc, char **argv);
int cmd_bench(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_test(int argc, char **argv);
int cmd_check(int argc, char **argv);

#endif
