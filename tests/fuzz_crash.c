// SPDX-License-Identifier: GPL-2.0-only
/* crash_parse() over any text: what must hold of whatever comes out. Run by fuzz-crash.sh. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crash.h"

#define MUST(expr) ((expr) ? (void)0 : __builtin_trap())

enum { TEXT = 600 };

static void check_text(const char *text, size_t most)
{
	MUST(text && strlen(text) < most);
	for (; *text; text++)
		MUST(isprint((unsigned char)*text));
}

static void check_stack(const struct crash *crash, const struct crash_stack *stack, int *found)
{
	MUST(stack->role <= CRASH_OTHER && stack->count >= 0 && stack->count <= CRASH_FRAMES);
	check_text(stack->heading, TEXT);
	for (int i = 0; i < stack->count; i++) {
		check_text(stack->frames[i].function, TEXT);
		check_text(stack->frames[i].file, TEXT);
		MUST(stack->frames[i].line >= 0 && stack->frames[i].column >= 0);
		*found += crash->at == &stack->frames[i];
	}
}

static void check_keys(const struct crash *crash)
{
	int strong = 0;

	MUST(crash->key_count > 0 && crash->key_count <= CRASH_KEYS);
	for (int i = 0; i < crash->key_count; i++) {
		check_text(crash->keys[i].kind, 20);
		check_text(crash->keys[i].text, TEXT);
		strong += crash->keys[i].strong;
	}
	MUST(strong);
}

static void check(const struct crash *crash, int ret)
{
	int found = 0;

	check_text(crash->title, CRASH_TITLE);
	MUST(crash->title[0] && crash->class <= CRASH_UNKNOWN &&
	     (ret == 0 || crash->tool == CRASH_NOBODY));
	check_text(crash->kernel_tool, TEXT);
	check_text(crash->what, TEXT);
	MUST(crash->log && crash->stack_count <= CRASH_STACKS);
	for (int i = 0; i < crash->stack_count; i++)
		check_stack(crash, &crash->stacks[i], &found);
	MUST(found == (crash->at != NULL));
	check_keys(crash);
	check_text(crash_tool_name(crash), 40);
	check_text(crash_safety(crash), 40);
	check_text(crash_rust_name(crash_rust(crash)), 40);
	MUST(crash_rank(crash) >= 0);
}

static void check_same(const struct crash *a, const struct crash *b)
{
	char *why = crash_explain(a, b);

	MUST(!strcmp(a->title, b->title) && a->key_count == b->key_count && a->class == b->class);
	for (int i = 0; i < a->key_count; i++)
		MUST(!strcmp(a->keys[i].text, b->keys[i].text));
	MUST(crash_same(a, b) && strstr(why, "one bug: "));
	free(why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct crash first, second;
	int ret;

	MUST(text);
	memcpy(text, data, size);
	text[size] = '\0';
	ret = crash_parse(text, &first);
	MUST(crash_parse(text, &second) == ret);
	check(&first, ret);
	check_same(&first, &second);
	crash_free(&first);
	crash_free(&second);
	free(text);
	return 0;
}
