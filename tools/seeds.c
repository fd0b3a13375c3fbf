// SPDX-License-Identifier: GPL-2.0-only
#include "seeds.h"

#include <stdlib.h>
#include <unistd.h>

#include "files.h"

struct linking {
	const char *session;
	int failed;
};

static int link_one(const char *path, const char *name, void *context)
{
	struct linking *linking = context;
	char *link = text_format("%s/%s", linking->session, name);

	linking->failed = symlink(path, link);
	free(link);
	return linking->failed;
}

int seeds_link(const char *seeds, const char *session)
{
	struct linking linking = { .session = session };
	int count;

	if (file_make_directories(session))
		return -1;
	count = file_each(seeds, link_one, &linking);
	return linking.failed ? -1 : count;
}

struct withdrawal {
	const char *input;
	char *last;
	int count;
};

static int withdraw_one(const char *path, const char *name, void *context)
{
	struct withdrawal *withdrawal = context;

	if (!file_same(path, withdrawal->input) || unlink(path))
		return 0;
	free(withdrawal->last);
	withdrawal->last = text_format("%s", name);
	withdrawal->count++;
	return 0;
}

int seeds_withdraw(const char *dir, const char *input, char **last)
{
	struct withdrawal withdrawal = { .input = input };

	file_each(dir, withdraw_one, &withdrawal);
	if (last)
		*last = withdrawal.last;
	else
		free(withdrawal.last);
	return withdrawal.count;
}
