// SPDX-License-Identifier: GPL-2.0-only
#include "exports.h"
#include "html.h"
#include "text.h"

static int load_all(struct bugs *bugs, struct dossier **list, int *count)
{
	struct strings ids = { 0 };
	struct bug *all;
	int many, ret = bugs_list(bugs, &all, &many);

	*list = NULL;
	*count = 0;
	for (int i = 0; i < many; i++)
		strings_add(&ids, all[i].id);
	if (!ret && ids.count)
		ret = dossiers_load(bugs, ids.item, list, count);
	strings_clear(&ids);
	bugs_list_free(all, many);
	return ret;
}

int html_write(const char *path, char *const *ids)
{
	struct dossier *list = NULL;
	struct bugs *bugs = NULL;
	int count = 0, ret = bugs_open(&bugs);

	if (!ret)
		ret = bugs_adopt(bugs);
	if (!ret)
		ret = *ids ? dossiers_load(bugs, ids, &list, &count) :
			     load_all(bugs, &list, &count);
	if (!ret)
		ret = export_to(path, html_page, list, count);
	dossiers_free(list, count);
	bugs_close(bugs);
	return ret;
}
