// SPDX-License-Identifier: GPL-2.0-only
#include "structure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "project.h"
#include "text.h"

enum { RECORD_MAX = 1 << 20 };

int structure_parse(const char *source, struct structure *structure)
{
	static const char field[] = ".structure", der[] = "VITRO_DER", records[] = "VITRO_RECORDS(";
	const char *at = strstr(source, field);
	char *end;

	*structure = (struct structure){ STRUCTURE_NONE, 0 };
	if (!at)
		return 0;
	at += strlen(field);
	at += strspn(at, " \t=");
	if (text_starts(at, der) && strchr(",)} \t\n", at[strlen(der)]))
		structure->kind = STRUCTURE_DER;
	if (!text_starts(at, records))
		return structure->kind ? 0 : -1;
	structure->kind = STRUCTURE_RECORDS;
	structure->record = strtoul(at + strlen(records), &end, 10);
	return *end == ')' && structure->record && structure->record <= RECORD_MAX ? 0 : -1;
}

int structure_of(const char *name, struct structure *structure)
{
	char *path = project_path("harnesses/%s.c", name), *source = file_read(path, NULL);
	int ret = structure_parse(source ? source : "", structure);

	if (ret)
		ret = cli_error("%s: .structure has to be VITRO_DER or VITRO_RECORDS(BYTES)", path);
	free(source);
	free(path);
	return ret;
}
