/* SPDX-License-Identifier: GPL-2.0-only */
/* Which harness an input file belongs to, told by where it lies. */
#ifndef VITRO_INPUT_H
#define VITRO_INPUT_H

/* What is known of an input; all malloc-ed, NULL when not known. */
struct input {
	char *path; /* of the file itself, absolute */
	char *harness;
	char *flavour; /* from info.json of a finding, as are the two below */
	char *tree;
	char *version;
};

/* Look at @path, a file or the directory of a finding. Return: 0, or CLI_USAGE after one error
 * line. */
int input_find(const char *path, struct input *input);

void input_free(struct input *input);

#endif
