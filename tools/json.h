/* SPDX-License-Identifier: GPL-2.0-only */
/* What --json prints. */
#ifndef VITRO_JSON_H
#define VITRO_JSON_H

#include <jansson.h>

#include "text.h"

json_t *json_from_strings(const struct strings *list);

/* Print on standard output and release. Return: CLI_OK. */
int json_print(json_t *json);

#endif
