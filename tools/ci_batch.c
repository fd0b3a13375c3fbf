// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "ci.h"
#include "ci_parts.h"
#include "cli.h"
#include "files.h"
#include "target.h"

static int add_all(struct ci *ci)
{
	struct harness *list, one;
	int count, ret = 0;

	for (int i = 0; i < ci->names.count && !ret; i++) {
		ret = harness_find(ci->names.item[i], &one);
		if (!ret)
			ci_add_programs(ci, ci->names.item[i], "asked for", true);
	}
	if (ret || ci->names.count)
		return ret;
	ret = harness_list(&list, &count);
	for (int i = 0; i < count && !ret; i++)
		if (!list[i].by_name)
			ci_add_programs(ci, list[i].name, "scheduled", true);
	free(list);
	return ret;
}

static int list_known(struct strings *known)
{
	struct bugs *bugs = NULL;
	struct bug *list;
	int count, ret = bugs_open(&bugs);

	if (!ret)
		ret = bugs_adopt(bugs);
	if (!ret)
		ret = bugs_list(bugs, &list, &count);
	if (!ret) {
		for (int i = 0; i < count; i++)
			strings_add(known, list[i].id);
		bugs_list_free(list, count);
	}
	bugs_close(bugs);
	return ret;
}

static void mark_known(struct ci *ci, const struct strings *known)
{
	for (int i = 0; i < ci->finding_count; i++) {
		struct ci_finding *finding = &ci->findings[i];

		if (finding->verdict != CI_NEW || !strings_has(known, finding->id))
			continue;
		finding->verdict = CI_KNOWN;
		finding->note = text_format("found before");
	}
}

int ci_batch(struct ci *ci)
{
	struct strings known = { 0 };
	int ret = ci_clear_reports(ci);

	if (!ret)
		ret = tree_find(ci->tree, &ci->resolved);
	if (!ret)
		ret = add_all(ci);
	if (!ret)
		ret = list_known(&known);
	if (!ret && ci->remote)
		ret = ci_pull(ci);
	if (!ret)
		ret = ci_build(ci);
	ci_start_clock(ci);
	if (!ret)
		ret = ci_fuzz(ci);
	if (!ret)
		ret = ci_judge(ci);
	mark_known(ci, &known);
	/* What was gathered is worth having even when something has failed. */
	if (ci->remote && ci->count) {
		int code = ci_push(ci, ci->other_remote ? ci->other_remote : ci->remote);

		ret = ret ? ret : code;
	}
	if (!ret)
		ret = ci_report(ci);
	if (!ret && (ci_count(ci, CI_NEW) || ci_broken(ci)))
		ret = CLI_FOUND;
	strings_clear(&known);
	return ret;
}
