/* SPDX-License-Identifier: GPL-2.0-only */
/* The subcommands of `vitro corpus`. */
#ifndef VITRO_CORPUS_COMMAND_H
#define VITRO_CORPUS_COMMAND_H

#include <stdbool.h>

/* What the command line asks for, apart from names. */
struct corpus_request {
	const char *flavour, *tree, *hash, *program;
	int llvm, jobs, timeout; /* s */
	bool json, dry;
	bool may_be_empty; /* pull: that nothing is there yet is no error */
};

/* Each gets its arguments; returns an exit code. */
int corpus_stats(const struct corpus_request *request, char **args, int count);
int corpus_add(const struct corpus_request *request, char **args, int count);
int corpus_merge(const struct corpus_request *request, char **args, int count);
int corpus_minimize(const struct corpus_request *request, char **args, int count);
int corpus_diff(const struct corpus_request *request, char **args, int count);
int corpus_prune(const struct corpus_request *request, char **args, int count);
int corpus_pack(const struct corpus_request *request, char **args, int count);
int corpus_unpack(const struct corpus_request *request, char **args, int count);
int corpus_push(const struct corpus_request *request, char **args, int count);
int corpus_pull(const struct corpus_request *request, char **args, int count);

#endif
