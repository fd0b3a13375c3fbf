// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the tool calls the finding in the output on standard input; exit status 1 when there is
 * none.
 */
#include <stdio.h>

#include "identity.h"

int main(void)
{
	static char text[4 << 20];
	char title[200];
	int none;

	text[fread(text, 1, sizeof(text) - 1, stdin)] = '\0';
	none = finding_title(text, title, sizeof(title));
	puts(title);
	return none ? 1 : 0;
}
