// SPDX-License-Identifier: GPL-2.0-only
/* Lines such as "#4096 pulse  cov: 45 ft: 67 corp: 8/123b lim: 4 exec/s: 1000 rss: 30Mb". */
#include "pulse.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool number_after(const char *line, const char *key, uint64_t *value)
{
	const char *found = strstr(line, key);
	char *end;
	uint64_t number;

	if (!found)
		return false;
	found += strlen(key);
	number = strtoull(found, &end, 10);
	if (end == found)
		return false;
	*value = number;
	return true;
}

static void smaller_number_after(const char *line, const char *key, unsigned int *value)
{
	uint64_t number;

	if (number_after(line, key, &number) && number <= UINT32_MAX)
		*value = (unsigned int)number;
}

void pulse_read_line(struct pulse *pulse, const char *line)
{
	if (number_after(line, "stat::number_of_executed_units:", &pulse->execs))
		return;
	if (line[0] != '#' || !isdigit((unsigned char)line[1]) || !strstr(line, "\t"))
		return;
	number_after(line, "#", &pulse->execs);
	number_after(line, " exec/s: ", &pulse->rate);
	smaller_number_after(line, " cov: ", &pulse->coverage);
	smaller_number_after(line, " ft: ", &pulse->features);
	smaller_number_after(line, " corp: ", &pulse->corpus);
	if (pulse->loaded ||
	    !(strstr(line, "\tINITED") || strstr(line, "\tNEW") || strstr(line, "\tpulse")))
		return;
	pulse->loaded = true;
	pulse->initial = pulse->features;
}
