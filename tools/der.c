// SPDX-License-Identifier: GPL-2.0-only
#include "der.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum {
	LONG_TAG = 0x1f,
	CONSTRUCTED = 0x20,
	MORE = 0x80,
	BIT_STRING = 3,
	OCTET_STRING = 4,
	COUNT_BYTES = 4,
};

/* ---- One header ---- */

static bool read_count(const uint8_t *data, size_t end, struct der_element *element)
{
	size_t at = element->count, bytes = at < end ? data[at] & (MORE - 1) : COUNT_BYTES + 1;

	if (at < end && data[at] < MORE) {
		element->claimed = data[at];
		bytes = 0;
	}
	if (bytes > COUNT_BYTES || end - at < 1 + bytes)
		return false;
	element->count_size = 1 + bytes;
	element->content = at + 1 + bytes;
	for (size_t i = 1; i <= bytes; i++)
		element->claimed = element->claimed << 8 | data[at + i];
	element->end = end - element->content < element->claimed ?
			       end :
			       element->content + element->claimed;
	/* An indefinite length: it ends where the one around it does, and has nothing that counts it. */
	if (data[at] == MORE)
		element->end = end;
	return true;
}

static bool read_header(const uint8_t *data, size_t at, size_t end, struct der_element *element)
{
	bool is_long = (data[at] & LONG_TAG) == LONG_TAG;

	*element = (struct der_element){ .at = at, .count = at + 1 };
	while (is_long && element->count < end && data[element->count] >= MORE)
		element->count++;
	element->count += is_long;
	return read_count(data, end, element);
}

/* ---- All of them ---- */

static void add(struct der *der, struct der_element element)
{
	if (!(der->count & (der->count - 1)))
		der->list =
			memory_resize(der->list, sizeof(element) * 2 * (size_t)(der->count + 1));
	der->list[der->count++] = element;
}

/* Return: where it stopped because there is no element. */
static size_t parse_all(struct der *der, const uint8_t *data, size_t at, size_t end, int around,
			int depth);

/* A string may have elements in it, when it has nothing else. */
static void parse_string(struct der *der, const uint8_t *data, size_t at, size_t end, int number,
			 int depth)
{
	int before = der->count;

	if (at < end && parse_all(der, data, at, end, number, depth) < end)
		der->count = before;
}

static void parse_within(struct der *der, const uint8_t *data, int number, int depth)
{
	struct der_element element = der->list[number];
	uint8_t tag = data[element.at];

	if (tag & CONSTRUCTED)
		parse_all(der, data, element.content, element.end, number, depth);
	else if (tag == OCTET_STRING)
		parse_string(der, data, element.content, element.end, number, depth);
	else if (tag == BIT_STRING && element.content < element.end)
		parse_string(der, data, element.content + 1, element.end, number, depth);
}

static size_t parse_all(struct der *der, const uint8_t *data, size_t at, size_t end, int around,
			int depth)
{
	struct der_element element;

	while (at < end && der->count < DER_ELEMENTS && depth < DER_DEPTH &&
	       read_header(data, at, end, &element)) {
		element.around = around;
		add(der, element);
		parse_within(der, data, der->count - 1, depth + 1);
		at = element.end;
	}
	return at;
}

void der_parse(struct der *der, const uint8_t *data, size_t size)
{
	*der = (struct der){ 0 };
	parse_all(der, data, 0, size, DER_TOP, 0);
}

void der_free(struct der *der)
{
	free(der->list);
	*der = (struct der){ 0 };
}

/* ---- Lengths ---- */

size_t der_count_size(size_t length)
{
	size_t bytes = 1;

	for (size_t left = length >= MORE ? length : 0; left; left >>= 8)
		bytes++;
	return bytes;
}

/* Of @bytes bytes, the first one included. */
static void write_count(uint8_t *to, size_t bytes, size_t length)
{
	to[0] = (uint8_t)(bytes > 1 ? MORE + bytes - 1 : length);
	for (size_t i = bytes; i > 1; i--, length >>= 8)
		to[i - 1] = (uint8_t)length;
}

size_t der_lessen(const struct der *der, int inner, uint8_t *data, size_t size, size_t removed,
		  int shortest)
{
	for (int number = inner; number != DER_TOP; number = der->list[number].around) {
		const struct der_element *element = &der->list[number];
		uint8_t *count = data + element->count;
		size_t bytes = element->count_size;
		size_t length = element->claimed < removed ? 0 : element->claimed - removed;

		if (*count == MORE)
			continue;
		if (shortest && der_count_size(length) < bytes) {
			size_t saved = bytes - der_count_size(length),
			       behind = element->count + bytes;

			bytes -= saved;
			memmove(count + bytes, data + behind, size - behind);
			size -= saved;
			removed += saved;
		}
		write_count(count, bytes, length);
	}
	return size;
}
