// SPDX-License-Identifier: GPL-2.0-only
#include "crash.h"

#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "identity.h"

int crash_parse(const char *text, struct crash *crash)
{
	int ret;

	*crash = (struct crash){ .class = CRASH_UNKNOWN };
	ret = finding_title(text, crash->title, sizeof(crash->title));
	crash->kernel_tool = text_format("%s", "");
	crash->what = text_format("%s", crash->title);
	crash->log = text_format("%s", "");
	if (!ret)
		crash->keys[crash->key_count++] =
			(struct crash_key){ "title", text_format("%s", crash->title), true };
	return ret;
}

void crash_free(struct crash *crash)
{
	free(crash->kernel_tool);
	free(crash->what);
	free(crash->log);
	for (int i = 0; i < crash->key_count; i++)
		free(crash->keys[i].text);
	*crash = (struct crash){ 0 };
}

const struct crash_stack *crash_stack(const struct crash *crash, enum crash_role role)
{
	for (int i = 0; i < crash->stack_count; i++)
		if (crash->stacks[i].role == role)
			return &crash->stacks[i];
	return NULL;
}

bool crash_same(const struct crash *a, const struct crash *b)
{
	return !strcmp(a->title, b->title);
}

char *crash_explain(const struct crash *a, const struct crash *b)
{
	return text_format("%s\n%s\n", a->title, b->title);
}

int crash_rank(const struct crash *crash)
{
	return crash->class;
}

const char *crash_class_name(enum crash_class class)
{
	return class == CRASH_UNKNOWN ? "unknown" : "";
}

const char *crash_tool_name(const struct crash *crash)
{
	(void)crash;
	return "";
}

const char *crash_safety(const struct crash *crash)
{
	(void)crash;
	return "logic";
}

enum crash_rust crash_rust(const struct crash *crash)
{
	(void)crash;
	return CRASH_RUST_LETS_THROUGH;
}

const char *crash_rust_name(enum crash_rust rust)
{
	(void)rust;
	return "let through";
}
