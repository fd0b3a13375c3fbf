// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which bytes matter is known of an input that vitro minimize has been at: it took away what it could, and made plain of the rest
 * what it could.
 */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "findings.h"
#include "html.h"
#include "markup.h"
#include "text.h"

enum { ROW = 16, MOST = 1024 };

struct dump {
	char *bytes;
	size_t size;
	bool minimized;
};

static bool matters(const struct dump *dump, size_t at)
{
	return dump->minimized && !memchr("\0 A", dump->bytes[at], 3);
}

static void write_byte(const struct dump *dump, size_t at, const char *text, FILE *to)
{
	fputs(matters(dump, at) ? "<mark>" : "", to);
	markup_text(to, text);
	fputs(matters(dump, at) ? "</mark>" : "", to);
}

static void write_row(const struct dump *dump, size_t from, FILE *to)
{
	fprintf(to, "%06zx  ", from);
	for (size_t at = from; at < from + ROW; at++) {
		char hex[4] = "  ";

		if (at < dump->size) {
			snprintf(hex, sizeof(hex), "%02x", (unsigned char)dump->bytes[at]);
			write_byte(dump, at, hex, to);
		} else {
			fputs(hex, to);
		}
		fputs(at % ROW == ROW / 2 - 1 ? "  " : " ", to);
	}
	fputs(" ", to);
	for (size_t at = from; at < from + ROW && at < dump->size; at++) {
		char c = dump->bytes[at];

		write_byte(dump, at, (char[]){ (char)(c >= ' ' && c <= '~' ? c : '.'), 0 }, to);
	}
	fputc('\n', to);
}

static void read_input(const struct dossier *dossier, struct dump *dump)
{
	char *path = finding_input(dossier->crashes[0].directory);

	if (dossier->crashes[0].input_size >= 0)
		dump->bytes = file_read(path, &dump->size);
	dump->minimized = text_ends(path, "/minimized");
	free(path);
}

static void write_note(const struct dump *dump, FILE *to)
{
	fprintf(to, "<p class=\"soft\">%zu %s. ", dump->size, dump->size == 1 ? "byte" : "bytes");
	if (dump->minimized)
		fputs("Minimized; marked are those that did not become plain.</p>\n", to);
	else
		fputs("It is not known which of them matter: vitro minimize finds out.</p>\n", to);
}

void html_input(const struct dossier *dossier, FILE *to)
{
	struct dump dump = { 0 };

	fputs("<h3>Input</h3>\n", to);
	read_input(dossier, &dump);
	if (!dump.bytes) {
		fputs("<p class=\"soft\">It left no input behind.</p>\n", to);
		return;
	}
	write_note(&dump, to);
	fputs(dump.size ? "<pre>" : "", to);
	for (size_t at = 0; at < dump.size && at < MOST; at += ROW)
		write_row(&dump, at, to);
	fputs(dump.size ? "</pre>\n" : "", to);
	if (dump.size > MOST)
		fprintf(to, "<p class=\"soft\">And %zu bytes more.</p>\n", dump.size - MOST);
	free(dump.bytes);
}
