/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands of `vitro image`. */
#ifndef VITRO_IMAGE_COMMAND_H
#define VITRO_IMAGE_COMMAND_H

/**
 * struct image_request - what the command line says
 * @harness:	whose input it is; NULL: where it lies tells, or its seed
 * @output:	where to write; NULL: beside the input
 * @tail:	a file with what is, or is to be, behind the image; or NULL
 * @whole:	of an image of its own
 */
struct image_request {
	const char *harness, *output, *tail;
	bool whole;
};

/* Return: an exit code. */
int image_info(const struct image_request *request, const char *path);
int image_unpack(const struct image_request *request, const char *path);
int image_pack(const struct image_request *request, const char *path);

#endif
