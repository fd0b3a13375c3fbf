/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * .structure of a harness: how its inputs are built. `vitro minimize` then takes away what is whole, besides what it tries with any
 * input. Nothing else depends on it, and inputs need not be of that form.
 */
#ifndef VITRO_STRUCTURE_H
#define VITRO_STRUCTURE_H

/* DER or BER: elements in elements. When one goes, the lengths around it become less. */
#define VITRO_DER 1

/* Records of so many bytes each, from the beginning on; the last may be short. A plain number. */
#define VITRO_RECORDS(bytes) ((bytes) << 1)

#endif
