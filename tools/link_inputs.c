// SPDX-License-Identifier: GPL-2.0-only
#include "link_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "kbuild.h"
#include "link.h"
#include "rename.h"
#include "stamp.h"

static void add_objects(struct strings *to, const char *output, const struct strings *names,
			const char *prefix, bool with)
{
	for (int i = 0; i < names->count; i++) {
		char *path = text_format("%s/%s", output, names->item[i]);

		if (text_starts(names->item[i], prefix) == with)
			strings_add(to, path);
		free(path);
	}
}

int link_collect(struct link *link, const struct parts *parts)
{
	static const char shim[] = "arch/vitro/kernel/";
	char *output = kbuild_path(link->build);
	int ret;

	link_engine_files(link->build->engine, &link->engine);
	add_objects(&link->always, output, &parts->own, shim, true);
	add_objects(&link->always, output, &parts->test, "", true);
	add_objects(&link->always, output, &parts->with, "", true);
	add_objects(&link->always, output, &parts->own, shim, false);
	add_objects(&link->wanted, output, &parts->need, "", true);

	/* One list for the renaming, which must see everything: then apart again. */
	struct strings all = { 0 };
	int always = link->always.count;

	strings_add_all(&all, &link->always);
	strings_add_all(&all, &link->wanted);
	strings_clear(&link->always);
	strings_clear(&link->wanted);
	ret = rename_objects(link->build, output, link->directory, &parts->override, &link->engine,
			     &all);
	for (int i = 0; i < all.count; i++)
		strings_add(i < always ? &link->always : &link->wanted, all.item[i]);
	strings_clear(&all);
	free(output);
	return ret;
}

/* Host objects; those of mutators and images are only to be taken when the harness refers to them. */
static void add_host(struct strings *lines, const struct strings *host, bool optional)
{
	for (int i = 0; i < host->count; i++) {
		const char *name = strrchr(host->item[i], '/');

		if ((text_starts(name, "/mutate") || text_starts(name, "/image")) == optional)
			strings_add(lines, host->item[i]);
	}
}

char *link_arguments(const struct link *link)
{
	struct strings lines = { 0 };
	char *script = text_format("-Wl,-T,%s", link->script), *text;

	strings_split(&lines, link->build->flavour->link_flags, " ");
	strings_split(&lines, link->build->engine->arguments, " ");
	strings_split(&lines,
		      "-fuse-ld=lld -no-pie -static-libgcc -Wl,--gc-sections -Wl,--no-demangle "
		      "-Wl,--wrap=__sanitizer_set_death_callback -Wl,--wrap=__asan_memcpy "
		      "-Wl,--error-limit=0 -Wl,-z,noexecstack",
		      " ");
	if (!strstr(link->build->flavour->link_flags, "thread")) /* TSan has some of it, too */
		strings_add(&lines, "-static-libstdc++");
	strings_add(&lines, script);
	add_host(&lines, link->host, false);
	strings_add_all(&lines, &link->always);
	strings_add(&lines, "-Wl,--start-lib");
	add_host(&lines, link->host, true);
	strings_add_all(&lines, &link->wanted);
	strings_add(&lines, "-Wl,--end-lib");
	strings_split(&lines, "-x c races.c -x none", " ");
	if (link->images)
		strings_split(&lines, "-x assembler images.S -x none", " ");
	strings_add(&lines, "-lm");
	text = strings_join(&lines, "\n");
	strings_clear(&lines);
	free(script);
	return text;
}

static bool any_newer(const struct strings *paths, struct timespec than)
{
	for (int i = 0; i < paths->count; i++)
		if (stamp_newer(stamp_time(paths->item[i]), than))
			return true;
	return false;
}

bool link_is_current(const struct link *link, const char *inputs)
{
	struct timespec time = stamp_time(link->program);
	char *taken = text_format("%s/" LINK_TAKEN, link->directory);
	bool complete = time.tv_sec && file_exists(link->holes_path) && file_exists(taken);

	free(taken);
	return complete && !stamp_newer(stamp_time(inputs), time) &&
	       !stamp_newer(stamp_time(link->script), time) &&
	       !stamp_newer(stamp_time(link->races), time) &&
	       !(link->images && stamp_newer(stamp_time(link->images), time)) &&
	       !any_newer(link->host, time) && !any_newer(&link->always, time) &&
	       !any_newer(&link->wanted, time) && !any_newer(&link->engine, time);
}
