/* SPDX-License-Identifier: GPL-2.0-only */
/* What --json prints. */
#ifndef VITRO_JSON_H
#define VITRO_JSON_H

#include <jansson.h>

#include "text.h"

json_t *json_from_strings(const struct strings *list);

/* The string named @key of an object; NULL when it has none, or is no object. */
const char *json_text(const json_t *object, const char *key);

/* Print on standard output and release. Return: CLI_OK. */
int json_print(json_t *json);

#endif
