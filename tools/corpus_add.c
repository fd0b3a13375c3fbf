// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus.h"
#include "corpus_command.h"
#include "corpus_layout.h"
#include "files.h"
#include "json.h"
#include "target.h"

static int write_all(const char *harness, const struct corpus *corpus, int *added)
{
	struct corpus_writer writer;
	int ret = corpus_write_begin(&writer, harness);

	for (int i = 0; i < corpus->count && !ret; i++) {
		char *data = corpus_data(&corpus->inputs[i]);

		if (data)
			ret = corpus_write(&writer, data, corpus->inputs[i].size);
		free(data);
	}
	*added = writer.added;
	corpus_write_end(&writer);
	return ret;
}

int corpus_add(const struct corpus_request *request, char **args, int count)
{
	struct corpus corpus = { 0 };
	struct harness harness;
	int ret, added = 0;

	if (count < 2)
		return cli_error("add wants a harness, and files or directories");
	ret = harness_find(args[0], &harness);
	if (!ret)
		ret = corpus_layout_check(args[0]);
	for (int i = 1; i < count && !ret; i++)
		ret = corpus_read(&corpus, args[i], NULL);
	if (!ret) {
		corpus_sort(&corpus);
		ret = write_all(args[0], &corpus, &added);
	}
	if (!ret && request->json)
		json_print(json_pack("{s:i, s:i}", "inputs", corpus.count, "added", added));
	else if (!ret)
		printf("%s: %d inputs, %d of them new\n", args[0], corpus.count, added);
	corpus_free(&corpus);
	return ret;
}
