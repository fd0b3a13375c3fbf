/* SPDX-License-Identifier: GPL-2.0-only */
/* Which harness an input belongs to, told by where it lies or what it came with. */
#ifndef VITRO_INPUT_H
#define VITRO_INPUT_H

/* What is known of an input; all malloc-ed, NULL when not known. */
struct input {
	char *path; /* of the file itself, absolute */
	char *harness;
	char *flavour; /* from info.json of a finding, as are the two below */
	char *tree;
	char *version;
	char *config;  /* from a bundle: SHA-1 of the kernel's configuration */
	char *scratch; /* directory that holds the file, removed by input_free() */
};

/*
 * Look at @path: a file, the directory of a finding, a bundle, or a finding's id. Return: 0, or CLI_USAGE after one error
 * line.
 */
int input_find(const char *path, struct input *input);

void input_free(struct input *input);

#endif
