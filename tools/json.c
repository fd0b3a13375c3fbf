// SPDX-License-Identifier: GPL-2.0-only
#include "json.h"

#include <stdio.h>

#include "cli.h"

json_t *json_from_strings(const struct strings *list)
{
	json_t *array = json_array();

	for (int i = 0; i < list->count; i++)
		json_array_append_new(array, json_string(list->item[i]));
	return array;
}

const char *json_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

int json_print(json_t *json)
{
	json_dumpf(json, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(json);
	return CLI_OK;
}
