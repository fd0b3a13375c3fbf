// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ring of the last lines the kernel half printed for this input. With VITRO_PRINTK=1 they are shown as
 * they come, too.
 */
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "vitro/host.h"

#define LINES 64
#define WIDTH 240

static struct {
	int level;
	char text[WIDTH];
} ring[LINES];
static unsigned int written;
static int live = -1;

/* Control characters would let an input write to the terminal of whoever reads the report. */
static void copy_printable(char *to, const char *from, unsigned long length)
{
	unsigned long i;

	for (i = 0; i < length && i < WIDTH - 1; i++)
		to[i] = from[i] >= ' ' && from[i] != 0x7f ? from[i] : from[i] == '\t' ? ' ' : '?';
	to[i] = 0;
}

static void print_line(unsigned int i)
{
	fprintf(stderr, "  <%d>%s\n", ring[i % LINES].level, ring[i % LINES].text);
}

static void add_line(int level, const char *text, unsigned long length)
{
	unsigned int i = written++;

	ring[i % LINES].level = level;
	copy_printable(ring[i % LINES].text, text, length);
	if (live < 0)
		live = host_option("PRINTK", 0) != 0;
	if (live)
		print_line(i);
}

/* Of a message with several lines each is one, as on a console. */
void host_log(int level, const char *text, unsigned long length)
{
	const char *end = text + length, *next;

	while (end > text && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	while ((next = memchr(text, '\n', end - text))) {
		add_line(level, text, next - text);
		text = next + 1;
	}
	add_line(level, text, end - text);
}

void log_reset(void)
{
	written = 0;
}

void log_print_tail(void)
{
	unsigned int i = written > LINES ? written - LINES : 0;

	if (!written || live > 0)
		return;
	fprintf(stderr, "vitro: kernel log (last %u lines):\n", written - i);
	for (; i < written; i++)
		print_line(i);
}
