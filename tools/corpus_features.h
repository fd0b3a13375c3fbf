/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What inputs do, in features, as one program has shown it: .vitro/features/HARNESS.db. A cache: it may be deleted, and what
 * is broken is begun anew.
 */
#ifndef VITRO_CORPUS_FEATURES_H
#define VITRO_CORPUS_FEATURES_H

#include <stdint.h>

#include "corpus.h"

struct features;

/* Sorted; many inputs share one. */
struct feature_set {
	const uint32_t *list;
	int count;
};

enum { FEATURES_UNKNOWN = -1, FEATURES_BAD = -2 /* a finding came of it */ };

/* What is known of @program, of the harness @harness. Return: 0 or an exit code after one error line. */
int features_open(struct features **opened, const char *harness, const char *program);

/* The names of files that are known, for corpus_read(). */
struct corpus_names *features_names(struct features *features);

/* Number of the set that the input of this name has, or one of the enum. */
int features_of(const struct features *features, const char *name);
struct feature_set features_set(const struct features *features, int number);
int features_sets(const struct features *features);

/* The input was run. Return: number of its set. */
int features_add(struct features *features, const char *name, const uint32_t *list, int count);
void features_add_bad(struct features *features, const char *name);

/* Write what is new. An error is said, and no more: it is a cache. */
void features_save(struct features *features, const char *program);
void features_close(struct features *features);

/* Forget programs that are not there any more. Return: how many were forgotten. */
int features_prune(const char *harness, bool dry);

#endif
