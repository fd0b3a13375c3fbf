// SPDX-License-Identifier: GPL-2.0-only
/*
 * UndefinedBehaviorSanitizer. clang words a check in one line, a kernel in two, "UBSAN: shift-out-of-bounds in FILE"
 * and "shift exponent 77 is too large for 32-bit type 'int'": the second is clang's, or nearly.
 */
#include "crash_parts.h"
#include "crash_source.h"

static const struct crash_word checks[] = {
	{ "out of bounds for type", "array-index-out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "is out of range for type", "array-index-out-of-bounds", CRASH_OUT_OF_BOUNDS },
	{ "shift exponent ", "shift-out-of-bounds", CRASH_ARITHMETIC },
	{ "left shift of ", "shift-out-of-bounds", CRASH_ARITHMETIC },
	{ "division by zero", "division-overflow", CRASH_ARITHMETIC },
	{ "division of ", "division-overflow", CRASH_ARITHMETIC },
	{ "signed integer overflow", "signed-integer-overflow", CRASH_ARITHMETIC },
	{ "unsigned integer overflow", "unsigned-integer-overflow", CRASH_ARITHMETIC },
	{ "negation of ", "negation-overflow", CRASH_ARITHMETIC },
	{ "implicit conversion", "implicit-conversion", CRASH_ARITHMETIC },
	{ "outside the range of representable values", "float-cast-overflow", CRASH_ARITHMETIC },
	{ "null pointer", "null-ptr-deref", CRASH_NULL },
	{ "misaligned address", "misaligned-access", CRASH_TYPE },
	{ "with insufficient space", "object-size-mismatch", CRASH_OUT_OF_BOUNDS },
	{ "which is not a valid value for type", "invalid-load", CRASH_TYPE },
	{ "reached an unreachable program point", "unreachable", CRASH_BUG },
	{ "reached the end of a value-returning function", "missing-return", CRASH_BUG },
	{ "variable length array bound", "vla-bound-not-positive", CRASH_ARITHMETIC },
	{ "pointer index expression", "pointer-overflow", CRASH_ARITHMETIC },
	{ "applying zero offset to null", "pointer-overflow", CRASH_ARITHMETIC },
	{ "applying non-zero offset", "pointer-overflow", CRASH_ARITHMETIC },
	{ "addition of unsigned offset", "pointer-overflow", CRASH_ARITHMETIC },
	{ "subtraction of unsigned offset", "pointer-overflow", CRASH_ARITHMETIC },
	{ "through pointer to incorrect function type", "function-type-mismatch", CRASH_TYPE },
	{ "does not point to an object of type", "vptr", CRASH_TYPE },
	{ "passing zero to ", "invalid-builtin", CRASH_ARITHMETIC },
	{ "assumption of ", "alignment-assumption", CRASH_TYPE },
	{ "control flow integrity check", "CFI failure", CRASH_TYPE },
	{ "null pointer passed as argument", "nonnull", CRASH_NULL },
	{ "null pointer returned from function", "nonnull", CRASH_NULL },
};

/* The type, without what newer compilers add: "'u8[16]' (aka 'unsigned char[16]')". */
static void set_type(struct report *report, struct span text)
{
	struct span type;

	if (!crash_between(text, "'", "'", &type))
		return;
	report->text[0] = '\0';
	for (size_t i = 0; i < type.length; i++)
		if (type.at[i] != ' ' ||
		    (i + 1 < type.length && type.at[i + 1] != '[' && type.at[i + 1] != '*'))
			crash_put(report->text, sizeof(report->text),
				  (struct span){ type.at + i, 1 });
}

void crash_undefined_words(struct report *report, struct span text)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		if (!span_find(text, checks[i].theirs))
			continue;
		crash_set_word(report, checks[i].word, checks[i].class);
		set_type(report, text);
		return;
	}
}

/* "FILE:1:2: runtime error: ...": where there is no stack, the file has to do. */
void crash_begin_undefined(struct report *report, struct span rest)
{
	struct span place = report->heading;

	span_cut(&place, ": runtime error");
	crash_set_place(report, place);
	report->crash->class = CRASH_UNKNOWN;
	crash_set_what(report, rest);
	crash_undefined_words(report, rest);
	if (!report->word[0])
		crash_put(report->word, sizeof(report->word), crash_span(report->crash->what));
}
