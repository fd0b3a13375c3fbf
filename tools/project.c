// SPDX-License-Identifier: GPL-2.0-only
#include "project.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"

static char *absolute(const char *path)
{
	char *here, *joined;

	if (path[0] == '/')
		return text_format("%s", path);
	here = getcwd(NULL, 0);
	joined = text_format("%s/%s", here ? here : "", path);
	free(here);
	return joined;
}

static const char *from_environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static bool is_root(const char *path)
{
	char *shim = text_format("%s/shim/arch", path);
	char *targets = text_format("%s/targets", path);
	bool found = file_is_directory(shim) && file_is_directory(targets);

	free(shim);
	free(targets);
	return found;
}

/* The repository is the nearest directory above the program that looks like one. */
static char *search_root(void)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	path[length > 0 ? length : 0] = '\0';
	while ((slash = strrchr(path, '/'))) {
		*slash = '\0';
		if (is_root(path))
			return text_format("%s", path);
	}
	fputs("vitro: the repository is not above this program; set VITRO_ROOT\n", stderr);
	exit(2);
}

static const char *root(void)
{
	static char *found;

	if (!found)
		found = from_environment("VITRO_ROOT") ? absolute(from_environment("VITRO_ROOT")) :
							 search_root();
	return found;
}

static const char *state(void)
{
	static char *found;

	if (!found)
		found = from_environment("VITRO_DIR") ? absolute(from_environment("VITRO_DIR")) :
							text_format("%s/.vitro", root());
	return found;
}

static const char *cache(void)
{
	static char *found;

	if (found)
		return found;
	if (from_environment("VITRO_CACHE"))
		found = absolute(from_environment("VITRO_CACHE"));
	else if (from_environment("XDG_CACHE_HOME"))
		found = text_format("%s/vitro", from_environment("XDG_CACHE_HOME"));
	else
		found = text_format("%s/.cache/vitro",
				    from_environment("HOME") ? from_environment("HOME") : "/tmp");
	return found;
}

static char *join(const char *base, const char *format, va_list args)
{
	char *tail, *path;

	if (vasprintf(&tail, format, args) < 0)
		abort();
	path = *tail ? text_format("%s/%s", base, tail) : text_format("%s", base);
	free(tail);
	return path;
}

char *project_path(const char *format, ...)
{
	va_list args;
	char *path;

	va_start(args, format);
	path = join(root(), format, args);
	va_end(args);
	return path;
}

char *state_path(const char *format, ...)
{
	va_list args;
	char *path;

	va_start(args, format);
	path = join(state(), format, args);
	va_end(args);
	return path;
}

char *cache_path(const char *format, ...)
{
	va_list args;
	char *path;

	va_start(args, format);
	path = join(cache(), format, args);
	va_end(args);
	return path;
}
