/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What of a text can be taken for DER (or BER): elements in elements, also within octet and bit strings. The text may be anything:
 * what is not of that form is nobody's, and an element that claims more than there is ends where the one around it does.
 */
#ifndef VITRO_DER_H
#define VITRO_DER_H

#include <stddef.h>
#include <stdint.h>

enum { DER_TOP = -1, DER_DEPTH = 64, DER_ELEMENTS = 16384 };

/**
 * struct der_element - one of them
 * @at:		where its tag begins
 * @count:	where its length begins, of @count_size bytes
 * @content:	what is in it begins here
 * @end:	one behind its content
 * @claimed:	its length as it stands there
 * @around:	number of the element that it is in, or DER_TOP
 */
struct der_element {
	size_t at, count, count_size, content, end, claimed;
	int around;
};

struct der {
	struct der_element *list; /* those around others come before them */
	int count;
};

void der_parse(struct der *der, const uint8_t *data, size_t size);
void der_free(struct der *der);

/* Of how many bytes a length is, at least. */
size_t der_count_size(size_t length);

/*
 * @data, of @size bytes, has lost @removed bytes of the content of element @inner: the lengths of that and of those around it
 * become less, and, where @shortest, as short as can be. Return: the size that is left.
 */
size_t der_lessen(const struct der *der, int inner, uint8_t *data, size_t size, size_t removed,
		  int shortest);

#endif
