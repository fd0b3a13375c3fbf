/* SPDX-License-Identifier: GPL-2.0-only */
/* The engine's mutator for concurrent harnesses; programs of others are linked without it. */
#ifndef VITRO_MUTATE_H
#define VITRO_MUTATE_H

#include <stddef.h>
#include <stdint.h>

#include "sanitizer.h"

/*
 * With VITRO_SCHEDULE_ONLY=FILE all inputs that are made have FILE's operations. Ends the process with a message
 * when FILE cannot be read.
 */
void mutate_begin(void) WEAK;

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_out_size,
				 unsigned int seed);

#endif
