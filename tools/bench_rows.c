// SPDX-License-Identifier: GPL-2.0-only
#include "bench_rows.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "bench.h"
#include "cli.h"
#include "files.h"
#include "history.h"
#include "project.h"

void bench_add_row(struct bench *bench, const char *name, double a, double b, double ratio,
		   double wanted)
{
	struct history_bench row = { time(NULL), name, a, b, ratio, wanted };

	history_add_bench(&row);
	json_array_append_new(bench->rows, json_pack("{s:s, s:f, s:f, s:f, s:f, s:b}", "name", name,
						     "a", a, "b", b, "ratio", ratio, "wanted",
						     wanted, "good", ratio >= wanted));
	if (!bench->json)
		printf("%-22s %14.1f %14.1f %8.2f %8.2f  %s\n", name, a, b, ratio, wanted,
		       ratio >= wanted ? "good" : "LOW");
	fflush(stdout);
}

static int skip_row(const char *name, const char *why)
{
	fprintf(stderr, "%-22s skipped: %s\n", name, why);
	return 0;
}

static int compare(struct bench *bench, const char *name, const struct bench_side *a,
		   const struct bench_side *b, double wanted)
{
	double rate_a, rate_b;
	int ret = bench_compare(a, b, bench->scratch, &rate_a, &rate_b);

	if (!ret)
		bench_add_row(bench, name, rate_a, rate_b, rate_a / rate_b, wanted);
	return ret;
}

static bool have_harness(const char *name)
{
	char *path = project_path("harnesses/%s.c", name);
	bool have = file_exists(path);

	free(path);
	return have;
}

/* The least libFuzzer program there can be, with the flags of the flavour. Return: path or NULL. */
static char *build_bare(const struct bench *bench)
{
	static const char source[] = "int LLVMFuzzerTestOneInput(const unsigned char *data,\n"
				     "\t\t\t   unsigned long size)\n"
				     "{\n\treturn data == (void *)size;\n}\n";
	char *path = text_format("%s/bare.c", bench->scratch);
	char *binary = text_format("%s/bare", bench->scratch);
	struct command command = { 0 };
	int code = file_write(path, source, strlen(source));

	command_add(&command, "clang-%d", bench->build.llvm);
	command_words(&command, bench->build.flavour->host_cflags);
	command_words(&command, "-fsanitize=fuzzer-no-link");
	command_words(&command, bench->build.flavour->link_flags);
	command_words(&command, "-no-pie -o");
	command_add(&command, "%s", binary);
	command_add(&command, "%s", path);
	if (!code)
		code = command_run(&command);
	command_free(&command);
	free(path);
	if (!code)
		return binary;
	free(binary);
	return NULL;
}

static int bench_empty(struct bench *bench)
{
	char *names[] = { "empty", NULL }, *bare;
	struct bench_side a = { 0 }, b = { 0 };
	int ret;

	if (!have_harness("empty"))
		return skip_row("empty", "there is no harness of that name");
	ret = build_harnesses(&bench->build, names);
	if (ret)
		return ret;
	bare = build_bare(bench);
	if (!bare)
		return cli_fail("the bare program does not compile");
	command_add(&a.words, "%s", build_binary(&bench->build, "empty"));
	command_add(&b.words, "%s", bare);
	ret = compare(bench, "empty / bare", &a, &b, 0.7);
	command_free(&a.words);
	command_free(&b.words);
	free(bare);
	return ret;
}

/* What it costs to begin four tasks and wait for them, against an input that does nothing. */
static int bench_tasks(struct bench *bench)
{
	char *names[] = { "tasks", "empty", NULL };
	struct bench_side a = { 0 }, b = { 0 };
	int ret;

	if (!have_harness("tasks") || !have_harness("empty"))
		return skip_row("tasks", "there is no harness of that name");
	ret = build_harnesses(&bench->build, names);
	if (ret)
		return ret;
	command_add(&a.words, "%s", build_binary(&bench->build, "tasks"));
	command_add(&b.words, "%s", build_binary(&bench->build, "empty"));
	ret = compare(bench, "4 tasks / empty", &a, &b, 0.1);
	command_free(&a.words);
	command_free(&b.words);
	return ret;
}

static int build_side(struct bench *bench, bool plain, struct bench_side *side)
{
	char *names[] = { "x509", NULL }, *binary;
	int ret;

	bench->build.plain = plain;
	ret = build_harnesses(&bench->build, names);
	binary = build_binary(&bench->build, "x509");
	command_add(&side->words, "%s", binary);
	bench->build.plain = false;
	free(binary);
	return ret;
}

/* The same objects with shim/plain in place of the ledger. */
static int bench_x509(struct bench *bench)
{
	char *seeds = project_path("corpus/x509/seeds");
	struct bench_side a = { .corpus = seeds }, b = { .corpus = seeds };
	int ret;

	if (!have_harness("x509"))
		return skip_row("x509", "there is no harness of that name");
	ret = build_side(bench, false, &a);
	if (!ret)
		ret = build_side(bench, true, &b);
	if (!ret)
		ret = compare(bench, "x509 / plain malloc", &a, &b, 0.9);
	command_free(&a.words);
	command_free(&b.words);
	free(seeds);
	return ret;
}

static int time_fuzz(struct bench *bench, const char *state, const char *name, double allowed)
{
	char *self = realpath("/proc/self/exe", NULL);
	struct command command = { 0 };
	double seconds;

	command_words(&command, "env CCACHE_DISABLE=1");
	command_add(&command, "VITRO_DIR=%s", state);
	command_add(&command, "%s", self ? self : "vitro");
	command_words(&command, "fuzz x509 -t 5s -k");
	command_add(&command, "%s", bench->build.tree.name);
	seconds = bench_until(&command, ": fuzzing in ");
	command_free(&command);
	free(self);
	if (seconds < 0)
		return CLI_FOUND;
	bench_add_row(bench, name, seconds, allowed, allowed / seconds, 1);
	return 0;
}

static int bench_build(struct bench *bench)
{
	char *state = text_format("%s/state", bench->scratch);
	char *harness = project_path("harnesses/x509.c");
	int ret;

	if (!have_harness("x509")) {
		ret = skip_row("build", "there is no harness x509");
	} else {
		ret = time_fuzz(bench, state, "cold build, seconds", 90);
		if (!ret && utimensat(AT_FDCWD, harness, NULL, 0))
			ret = skip_row("edited harness", "the repository cannot be written to");
		else if (!ret)
			ret = time_fuzz(bench, state, "edited harness, seconds", 5);
	}
	free(harness);
	free(state);
	return ret;
}

const struct bench_row bench_rows[] = {
	{ "empty", bench_empty },
	{ "tasks", bench_tasks },
	{ "costs", bench_costs },
	{ "corpus", bench_corpus },
	{ "x509", bench_x509 },
	{ "build", bench_build },
	{ "triage", bench_triage },
	{ "minimize", bench_minimize, .named = true },
	{ "fs", bench_fs, .named = true },
	{ 0 },
};
