// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a walk finds, for tests to compare: "found WHAT VALUE PATH", the path without the mount point. Bytes that are not printable
 * ASCII are escaped; a line that ends in a backslash goes on in the next.
 */
#include <crypto/sha2.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/limits.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

#include "fs.h"
#include "walk.h"

#define PIECE 160

static void print(const char *text, size_t length)
{
	for (; length > PIECE; text += PIECE, length -= PIECE)
		pr_info("found %.*s\\\n", PIECE, text);
	pr_info("found %.*s\n", (int)length, text);
}

static void print_escaped(const char *text)
{
	size_t size = 4 * strlen(text) + 1;
	char *escaped = kmalloc(size, GFP_KERNEL);

	print(escaped,
	      string_escape_mem(text, strlen(text), escaped, size, ESCAPE_HEX | ESCAPE_NAP, NULL));
	kfree(escaped);
}

void vitro_walk_show(const struct path *path, const char *what, const char *value)
{
	char *buffer = kmalloc(PATH_MAX, GFP_KERNEL);
	const char *name = d_path(path, buffer, PATH_MAX);
	char *text = kasprintf(GFP_KERNEL, "%s %s %s", what, value,
			       IS_ERR(name) ? "?" : name + strlen(VITRO_MOUNT_POINT));

	print_escaped(text);
	kfree(text);
	kfree(buffer);
}

void vitro_walk_show_digest(const struct path *path, const char *what, const u8 *digest)
{
	char text[2 * SHA256_DIGEST_SIZE + 1];

	snprintf(text, sizeof(text), "%*phN", SHA256_DIGEST_SIZE, digest);
	vitro_walk_show(path, what, text);
}

void vitro_walk_error(struct vitro_walk *walk, const struct path *path, const char *what,
		      long error)
{
	char number[64];

	if (!walk->show || error >= 0)
		return;
	snprintf(number, sizeof(number), "%s:%ld", what, error);
	vitro_walk_show(path, "error", number);
}
