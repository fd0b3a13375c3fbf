// SPDX-License-Identifier: GPL-2.0-only
#include "package.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "process.h"
#include "project.h"

#define PREFIX "linux-source-"

/* Add what @pattern matches, from after the prefix to before the first of @end. */
static void add_matches(struct strings *names, const char *pattern, const char *end)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		char *name = strrchr(found.gl_pathv[i], '/') + 1 + strlen(PREFIX);
		char *stop = strstr(name, end);

		if (stop)
			*stop = '\0';
		strings_add(names, name);
	}
	globfree(&found);
}

void package_names(struct strings *names)
{
	char *extracted = cache_path("trees/" PREFIX "*_*");

	add_matches(names, "/usr/src/" PREFIX "*.tar.*", ".tar.");
	add_matches(names, extracted, "_");
	strings_sort(names);
	free(extracted);
}

static char *first_match(const char *pattern, bool last)
{
	glob_t found;
	char *path;

	if (glob(pattern, 0, NULL, &found))
		return NULL;
	path = text_format("%s", found.gl_pathv[last ? found.gl_pathc - 1 : 0]);
	globfree(&found);
	return path;
}

static char *tarball(const char *name)
{
	char *pattern = text_format("/usr/src/" PREFIX "%s.tar.*", name);
	char *path = first_match(pattern, false);

	free(pattern);
	return path;
}

/* What the package manager says, or NULL when it does not know the package. */
static char *installed_version(const char *name)
{
	struct command query = { 0 };
	char *version;
	int status;

	command_words(&query, "dpkg-query -W -f ${Version}");
	command_add(&query, PREFIX "%s", name);
	query.quiet = true;
	status = command_capture(&query, &version, NULL);
	command_free(&query);
	if (status == 0 && *version)
		return version;
	free(version);
	return NULL;
}

char *package_tree(const char *name, char **version)
{
	char *pattern, *path, *source = tarball(name);

	*version = source ? installed_version(name) : NULL;
	if (source && !*version)
		*version = text_format("local");
	free(source);
	if (*version)
		return cache_path("trees/" PREFIX "%s_%s", name, *version);
	pattern = cache_path("trees/" PREFIX "%s_*", name);
	path = first_match(pattern, true);
	free(pattern);
	if (path)
		*version = text_format("%s", strrchr(path, '_') + 1);
	return path;
}

static int run_tar(const char *archive, const char *into)
{
	struct command tar = { 0 };
	int status;

	if (file_remove_tree(into) || file_make_directories(into))
		return cli_error("%s: %s", into, strerror(errno));
	command_add(&tar, "tar");
	command_words(&tar, "--strip-components=1 --no-same-owner -xf");
	command_add(&tar, "%s", archive);
	command_add(&tar, "-C");
	command_add(&tar, "%s", into);
	status = command_run(&tar);
	command_free(&tar);
	if (!status)
		return 0;
	file_remove_tree(into);
	return cli_error("could not extract %s to %s", archive, into);
}

static int extract_locked(const char *name, const char *path)
{
	char *archive = tarball(name), *temporary = cache_path("trees/.%s", name);
	int ret;

	if (!archive) {
		ret = cli_error("the source archive of linux-source-%s is gone from /usr/src",
				name);
	} else {
		fprintf(stderr, "extract %s to %s\n", archive, path);
		ret = run_tar(archive, temporary);
		if (!ret && rename(temporary, path))
			ret = cli_error("%s: %s", path, strerror(errno));
	}
	free(temporary);
	free(archive);
	return ret;
}

int package_extract(const char *name, const char *path)
{
	char *trees = cache_path("trees"), *lock = cache_path("trees/.lock");
	int fd, ret = 0;

	if (file_make_directories(trees))
		ret = cli_error("%s: %s", trees, strerror(errno));
	fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (!ret && (fd < 0 || flock(fd, LOCK_EX)))
		ret = cli_error("%s: %s", lock, strerror(errno));
	if (!ret && !file_is_directory(path))
		ret = extract_locked(name, path);
	if (fd >= 0)
		close(fd);
	free(lock);
	free(trees);
	return ret;
}
