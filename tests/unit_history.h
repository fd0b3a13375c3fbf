/* SPDX-License-Identifier: GPL-2.0-only */
/* For tests of what is done with git: a small repository whose commits differ in one file. */
#ifndef UNIT_HISTORY_H
#define UNIT_HISTORY_H

#include "files.h"
#include "git.h"
#include "text.h"
#include "unit.h"

static char *repository, *directory;

/* git_tell() that must work. */
#define GIT(...)                                                                     \
	do {                                                                         \
		char *said;                                                          \
		assert_int_equal(git_tell(repository, &said, __VA_ARGS__, NULL), 0); \
		free(said);                                                          \
	} while (0)

/* One commit for each letter, onto what @parent names: "g" good, "b" bad, "x" not to be judged; tags c0, c1... */
static inline void add_commits(const char *states, int first, const char *parent)
{
	char *stream = text_format("%s/stream", unit_directory()), *command;
	FILE *file = fopen(stream, "w");

	assert_non_null(file);
	for (int i = 0; states[i]; i++) {
		fprintf(file,
			"commit refs/heads/side\nmark :%d\n"
			"committer A Tester <tester@example.org> %d +0000\n"
			"data <<END\ncommit %d\nEND\n",
			i + 1, 1000 + first + i, first + i);
		if (!i && parent)
			fprintf(file, "from %s\n", parent);
		fprintf(file, "M 644 inline state\ndata <<END\n%c %d\nEND\n", states[i], first + i);
		fprintf(file, "reset refs/tags/c%d\nfrom :%d\n", first + i, i + 1);
	}
	fclose(file);
	command = text_format("git -C %s fast-import --quiet --force <%s", repository, stream);
	assert_int_equal(system(command), 0);
	free(command);
	free(stream);
}

static inline void make_history(const char *states)
{
	repository = text_format("%s/repository", unit_directory());
	directory = text_format("%s/bisect here", unit_directory());
	assert_int_equal(file_remove_tree(repository), 0);
	assert_int_equal(file_remove_tree(directory), 0);
	assert_int_equal(file_make_directories(repository), 0);
	GIT("init", "--quiet");
	GIT("config", "core.fsync", "none");
	add_commits(states, 0, NULL);
	GIT("checkout", "--quiet", "side");
}

#endif
