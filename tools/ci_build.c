// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "build_try.h"
#include "ci.h"
#include "ci_parts.h"
#include "cli.h"
#include "corpus_layout.h"
#include "files.h"
#include "judge.h"
#include "kconfig.h"
#include "process.h"
#include "stamp.h"

bool ci_is_concurrent(const char *harness)
{
	char layout[CORPUS_LAYOUT];

	return !corpus_layout_of(harness, layout) && strchr(layout, '.');
}

static void add(struct ci *ci, const char *harness, const char *flavour, const char *why)
{
	for (int i = 0; i < ci->count; i++)
		if (!strcmp(ci->programs[i].harness, harness) &&
		    !strcmp(ci->programs[i].flavour, flavour))
			return;
	ci->programs = memory_resize(ci->programs, sizeof(*ci->programs) * (size_t)(ci->count + 1));
	ci->programs[ci->count++] = (struct ci_program){
		.harness = text_format("%s", harness),
		.flavour = flavour,
		.why = text_format("%s", why),
	};
}

void ci_add_programs(struct ci *ci, const char *harness, const char *why, bool others)
{
	static char *const plain[] = { "address", "thread" };
	int count = ci->flavours.count ? ci->flavours.count : ci_is_concurrent(harness) ? 2 : 1;
	char *const *names = ci->flavours.count ? ci->flavours.item : plain;

	for (int i = 0; i < count && (others || !i); i++)
		add(ci, harness, flavour_find(names[i])->name, why);
}

void ci_drop_program(struct ci *ci, int at)
{
	struct ci_program *program = &ci->programs[at];

	free(program->harness);
	free(program->why);
	free(program->reason);
	memmove(program, program + 1, sizeof(*program) * (size_t)(--ci->count - at));
}

/* ---- Configuration ---- */

/* Kbuild's own files are in no dependency file: has one changed since this flavour was last built here? */
static bool wants_configuration(const struct ci *ci, const char *stamp)
{
	char *previous;
	bool wants;

	if (ci->change.own || !ci->change.repository)
		return false;
	previous = file_read(stamp, NULL);
	wants = judge_makes_otherwise(ci->change.repository, previous);
	free(previous);
	return wants;
}

/* ---- All that is of one flavour ---- */

struct batch {
	struct build build;
	struct strings names;
	bool configure;
};

static bool is_open(const struct ci_program *program, const char *flavour)
{
	return !program->built && !program->reason && !strcmp(program->flavour, flavour);
}

/* In a process of its own: there every file is looked at anew. */
static int build_together(int index, void *context)
{
	struct batch *batch = context;

	(void)index;
	if (batch->configure)
		kconfig_forget(&batch->build);
	return build_harnesses(&batch->build, batch->names.item);
}

static void build_one(struct ci *ci, struct ci_program *program, bool configure)
{
	struct build_wish wish = { .tree = ci->tree,
				   .flavour = program->flavour,
				   .harness = program->harness,
				   .llvm = ci->llvm,
				   .configure = configure };
	struct build build;

	program->built = build_try(&wish, &build, &program->reason);
	if (!program->built)
		ci_say(ci, "%s %s does not build: %s", program->harness, program->flavour,
		       program->reason);
}

static int build_flavour(struct ci *ci, const char *flavour)
{
	struct batch batch = { 0 };
	char *stamp;
	int ret = build_prepare(&batch.build, ci->tree, flavour, ci->llvm);

	if (ret)
		return ret;
	stamp = build_dir(&batch.build, "ci.commit");
	batch.configure = wants_configuration(ci, stamp);
	for (int i = 0; i < ci->count; i++)
		if (is_open(&ci->programs[i], flavour))
			strings_add(&batch.names, ci->programs[i].harness);
	ret = fork_each(1, 1, build_together, &batch);
	/* Which of them is it? Make has gone as far as it could. */
	for (int i = 0; i < ci->count; i++)
		if (is_open(&ci->programs[i], flavour) && ret)
			build_one(ci, &ci->programs[i], batch.configure);
		else if (is_open(&ci->programs[i], flavour))
			ci->programs[i].built = true;
	if (ci->change.head && !ci->change.own)
		stamp_update(stamp, ci->change.head);
	strings_clear(&batch.names);
	free(stamp);
	return 0;
}

int ci_build(struct ci *ci)
{
	int ret = 0;

	for (int i = 0; i < ci->count && !ret; i++)
		if (is_open(&ci->programs[i], ci->programs[i].flavour))
			ret = build_flavour(ci, ci->programs[i].flavour);
	return ret;
}

int ci_broken(const struct ci *ci)
{
	int count = 0;

	for (int i = 0; i < ci->count; i++)
		count += ci->programs[i].reason && !ci->programs[i].before;
	return count;
}
