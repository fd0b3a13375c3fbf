// SPDX-License-Identifier: GPL-2.0-only
#include "dossier.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "files.h"
#include "process.h"
#include "project.h"
#include "text.h"

const char *vitro_version(void)
{
	struct command command = { .quiet = true };
	static char *version;
	char *root;

	if (version)
		return version;
	root = project_path("%s", "");
	command_words(&command, "git describe --always --dirty --tags");
	command.directory = root;
	if (command_capture(&command, &version, NULL) || !*version)
		version = text_format("unknown");
	version[strcspn(version, "\n")] = '\0';
	command_free(&command);
	free(root);
	return version;
}

int dossier_load(struct bugs *bugs, const char *id, struct dossier *dossier)
{
	int ret;

	*dossier = (struct dossier){ .vitro = vitro_version() };
	ret = bugs_find(bugs, id, &dossier->bug);
	if (!ret)
		ret = bugs_crashes(bugs, dossier->bug.id, &dossier->crashes, &dossier->crash_count);
	if (!ret)
		ret = bugs_keys(bugs, dossier->bug.id, &dossier->keys, &dossier->key_count);
	if (!ret && dossier->crash_count)
		dossier->report = bug_crash_report(&dossier->crashes[0]);
	if (!dossier->report)
		dossier->report = text_format("%s", "");
	crash_parse(dossier->report, &dossier->crash);
	return ret;
}

void dossier_free(struct dossier *dossier)
{
	bug_free(&dossier->bug);
	bug_crashes_free(dossier->crashes, dossier->crash_count);
	bug_keys_free(dossier->keys, dossier->key_count);
	crash_free(&dossier->crash);
	free(dossier->report);
	*dossier = (struct dossier){ 0 };
}

static int load_one(struct bugs *bugs, const char *id, struct dossier **list, int *count)
{
	*list = memory_resize(*list, (size_t)(*count + 1) * sizeof(**list));
	return dossier_load(bugs, id, &(*list)[(*count)++]);
}

static int load_open(struct bugs *bugs, struct dossier **list, int *count)
{
	struct bug *all;
	int many, ret = bugs_list(bugs, &all, &many);

	for (int i = 0; i < many && !ret; i++)
		if (!strcmp(all[i].state, "open"))
			ret = load_one(bugs, all[i].id, list, count);
	bugs_list_free(all, many);
	return ret;
}

int dossiers_load(struct bugs *bugs, char *const *ids, struct dossier **list, int *count)
{
	int ret = 0;

	*list = NULL;
	*count = 0;
	if (!*ids)
		return load_open(bugs, list, count);
	for (; *ids && !ret; ids++)
		ret = load_one(bugs, *ids, list, count);
	return ret;
}

void dossiers_free(struct dossier *list, int count)
{
	for (int i = 0; i < count; i++)
		dossier_free(&list[i]);
	free(list);
}

char *dossier_access(const struct dossier *dossier)
{
	const struct crash *crash = &dossier->crash;

	if (crash->access == CRASH_NO_ACCESS)
		return text_format("%s", "");
	if (!crash->size)
		return text_format("%s", crash->access == CRASH_READ ? "read" : "write");
	return text_format("%s of %lu byte%s", crash->access == CRASH_READ ? "read" : "write",
			   crash->size, crash->size == 1 ? "" : "s");
}

char *dossier_rust(const struct dossier *dossier)
{
	static const char *const sentences[] = {
		[CRASH_RUST_COMPILE_TIME] = "safe Rust would have refused it at compile time",
		[CRASH_RUST_RUN_TIME] = "safe Rust would have trapped it at run time",
		[CRASH_RUST_LETS_THROUGH] = "safe Rust would have let it through",
	};

	return text_format("%s", sentences[crash_rust(&dossier->crash)]);
}

char *dossier_reproduce(const struct dossier *dossier)
{
	return text_format("vitro repro %s%s%s", dossier->bug.id, dossier->tree ? " -k " : "",
			   dossier->tree ? dossier->tree : "");
}

char *dossier_time(int64_t seconds)
{
	time_t time = seconds;
	struct tm parts;
	char text[32];

	if (!gmtime_r(&time, &parts) || !strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &parts))
		return text_format("?");
	return text_format("%s", text);
}
