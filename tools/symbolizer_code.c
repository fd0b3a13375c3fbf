// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "symbolizer.h"
#include "text.h"

/* As the sanitizers name what they stand in for. */
static const char *plain_name(const char *function)
{
	static const char mark[] = "interceptor_";
	size_t underscores = strspn(function, "_");

	return underscores >= 2 && text_starts(function + underscores, mark) ?
		       function + underscores + strlen(mark) :
		       function;
}

void code_add(struct code *code, const char *function)
{
	code->frames =
		memory_resize(code->frames, sizeof(*code->frames) * (size_t)(code->count + 1));
	code->frames[code->count++] =
		(struct code_frame){ .function = text_format("%s", plain_name(function)) };
}

void code_set_place(struct code_frame *frame, const char *place)
{
	size_t length = strlen(place);

	if (text_starts(place, "??"))
		return;
	if (text_starts(place, "./"))
		place += 2, length -= 2;
	if (text_ends(place, ":0:0"))
		length -= 4;
	frame->place = text_format("%.*s", (int)length, place);
}

void code_forget(struct code *code)
{
	for (int i = 0; i < code->count; i++) {
		free(code->frames[i].function);
		free(code->frames[i].place);
	}
	free(code->frames);
	*code = (struct code){ 0 };
}
