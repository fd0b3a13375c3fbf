// SPDX-License-Identifier: GPL-2.0-only
#include <sha1.h>
#include <stdio.h>
#include <stdlib.h>

#include "bundle.h"
#include "cli.h"
#include "files.h"
#include "kbuild.h"
#include "repro.h"

char *repro_config(const struct build *build)
{
	char *output = kbuild_path(build), *path = text_format("%s/.config", output);
	char digest[SHA1_DIGEST_STRING_LENGTH] = "";

	SHA1File(path, digest);
	free(path);
	free(output);
	return text_format("%s", digest);
}

/* The configuration that its program has been built with, as far as that is still there. */
static char *config_of(const struct dossier *dossier, int llvm)
{
	const struct bug_crash *crash = &dossier->crashes[0];
	struct build build;

	if (!*crash->tree || build_prepare(&build, crash->tree, crash->flavour, llvm))
		return text_format("%s", "");
	return repro_config(&build);
}

int repro_bundle(const char *id, const char *output, int llvm)
{
	struct dossier dossier = { 0 };
	struct bugs *bugs;
	char *config, *name = NULL;
	int ret = bugs_open(&bugs);

	if (!ret)
		ret = bugs_adopt(bugs);
	if (!ret)
		ret = dossier_load(bugs, id, &dossier);
	if (!ret && dossier.crashes[0].input_size < 0)
		ret = cli_error("%s has left no input behind", id);
	if (!ret) {
		name = output ? text_format("%s", output) :
				text_format("%s.vitro.tar.zst", dossier.bug.id);
		config = config_of(&dossier, llvm);
		ret = bundle_write(name, &dossier, config);
		free(config);
	}
	if (!ret)
		printf("%s\n", name);
	free(name);
	dossier_free(&dossier);
	bugs_close(bugs);
	return ret;
}
