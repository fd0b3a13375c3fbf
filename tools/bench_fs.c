// SPDX-License-Identifier: GPL-2.0-only
/*
 * Filesystems: how often an image is mounted, walked and unmounted, in processor time, beside User-mode Linux that does it in a loop; and
 * all of them, as they are and when they are fuzzed.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "bench.h"
#include "bench_rows.h"
#include "cli.h"
#include "compiler.h"
#include "files.h"
#include "images.h"
#include "project.h"
#include "target.h"

/* The first runs are slower: until what ASan keeps back of freed memory is all there, each is given new pages. */
enum { FIRST = 500, RUNS = 1000, TIMES = 9, WANTED = 3000 };

static double children_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Return: processor time of @runs runs of @input, or -1 after one error line. */
static double time_runs(struct bench *bench, const char *name, const char *input, int runs)
{
	char *binary = build_binary(&bench->build, name);
	char *log = text_format("%s/log", bench->scratch);
	struct command command = { .log = log };
	double seconds = children_seconds();
	int code;

	command_add(&command, "%s", binary);
	command_words(&command, "-rss_limit_mb=0 -max_len=1000000000 -detect_leaks=0");
	command_add(&command, "-runs=%d", runs);
	command_add(&command, "%s", input);
	code = command_run(&command);
	seconds = children_seconds() - seconds;
	command_free(&command);
	if (code)
		cli_fail("%s fails; its output is in %s", binary, log);
	free(log);
	free(binary);
	return code ? -1 : seconds;
}

/*
 * Who else uses the machine makes it slower, nobody makes it faster: of both the shortest of @times counts. Return: how often a second, or -1
 * after one error line.
 */
static double rate_of(struct bench *bench, const char *name, const char *input, int times)
{
	double first = HUGE_VAL, all = HUGE_VAL;

	for (int i = 0; i < times && first >= 0 && all >= 0; i++) {
		first = fmin(first, time_runs(bench, name, input, FIRST));
		all = fmin(all, time_runs(bench, name, input, FIRST + RUNS));
	}
	if (first < 0 || all < 0)
		return -1;
	return RUNS / (all > first ? all - first : 1e-6);
}

/* ---- Beside a guest ---- */

static int run_line(const char *log, const char *format, const char *a, const char *b)
{
	struct command command = { .log = log };
	char *line = text_format(format, a, b);
	int code;

	command_words(&command, line);
	code = command_run(&command);
	command_free(&command);
	free(line);
	return code;
}

/* The plain files and links of tests/fs-tree.sh. */
static int make_tree(const char *tree, const char *log)
{
	char *script = project_path("tests/fs-tree.sh");
	int code = file_make_directories(tree);

	if (!code)
		code = run_line(log, "%s %s links", script, tree);
	free(script);
	return code;
}

/* 256 KiB of ext4, with files or as mke2fs makes it. Return: 0, or an exit code after one error line. */
static int make_image(const struct bench *bench, const char *image, bool files, const char *log)
{
	char *tree = text_format("%s/tree", bench->scratch);
	char *source = files ? text_format("-d %s %s", tree, image) : text_format("%s", image);
	int code = files ? make_tree(tree, log) : 0;

	if (!code)
		code = run_line(log, "mke2fs -q -F -t ext4 -b 1024 %s %s", source, "256k");
	free(source);
	free(tree);
	return code ? cli_fail("no image of ext4; see %s", log) : 0;
}

static int pack_image(const char *image, const char *packed)
{
	size_t size, made;
	char *data = file_read(image, &size);
	struct image whole;
	uint8_t *bytes;
	int ret;

	if (!data)
		return cli_fail("%s: %s", image, strerror(errno));
	image_of(&whole, (uint8_t *)data, size);
	bytes = images_pack(&whole, NULL, &made);
	ret = file_write(packed, bytes, made) ? cli_fail("cannot write %s", packed) : 0;
	image_free(&whole);
	free(bytes);
	free(data);
	return ret;
}

/* The root of the guest is a directory with one program in it. */
static int make_guest(struct bench *bench, const char *root)
{
	char *source = project_path("tools/guest/mount_loop.c");
	char *mount = text_format("%s/mnt", root), *devices = text_format("%s/dev", root);
	char *compiler = text_format("clang-%d", bench->build.llvm);
	char *init = text_format("%s/init", root);
	struct command command = { 0 };
	int code = file_make_directories(mount) || file_make_directories(devices);

	command_add(&command, "%s", compiler);
	command_words(&command, "-O2 -static -o");
	command_add(&command, "%s", init);
	command_add(&command, "%s", source);
	if (!code)
		code = command_run(&command);
	command_free(&command);
	free(init);
	free(compiler);
	free(devices);
	free(mount);
	free(source);
	return code;
}

/* Return: how often a second, 0 when there is no guest, or it did not say. */
static double guest_rate(struct bench *bench, const char *image)
{
	char *root = text_format("%s/root", bench->scratch), *linux_uml = program_find("linux.uml");
	struct command command = { 0 };
	char *output = NULL, *said;
	double count = 0, seconds = 1;

	if (linux_uml && !make_guest(bench, root)) {
		command_add(&command, "%s", linux_uml);
		command_words(&command,
			      "mem=256M rootfstype=hostfs rw init=/init quiet loglevel=1");
		command_add(&command, "rootflags=%s", root);
		command_add(&command, "uml_dir=%s", bench->scratch);
		command_add(&command, "ubd0=%s", image);
		command.input = "/dev/null";
		command_capture(&command, &output, NULL);
		said = output ? strstr(output, "mounted ") : NULL;
		if (!said || sscanf(said, "mounted %lf times in %lf", &count, &seconds) != 2)
			count = 0;
	}
	command_free(&command);
	free(output);
	free(linux_uml);
	free(root);
	return count / seconds;
}

static void add_guest(struct bench *bench, const char *label, double rate, double guest)
{
	if (guest > 0)
		bench_add_row(bench, label, rate, guest, rate / guest, 1);
	else
		fprintf(stderr, "%-22s skipped: no linux.uml (package user-mode-linux)\n", label);
}

static int beside_guest(struct bench *bench, bool files)
{
	char *image = text_format("%s/image", bench->scratch);
	char *packed = text_format("%s/packed", bench->scratch);
	char *log = text_format("%s/mke2fs.log", bench->scratch);
	double rate = -1;
	int ret = make_image(bench, image, files, log);

	if (!ret)
		ret = pack_image(image, packed);
	if (!ret)
		rate = rate_of(bench, "ext4", packed, TIMES);
	if (rate > 0 && !files)
		bench_add_row(bench, "ext4, as made", rate, WANTED, rate / WANTED, 1);
	if (rate > 0)
		add_guest(bench, files ? "16 files / UML" : "as made / UML", rate,
			  guest_rate(bench, image));
	free(log);
	free(packed);
	free(image);
	return ret ? ret : rate < 0 ? CLI_FOUND : 0;
}

/* ---- All ---- */

/* Executions a second of five seconds' fuzzing from the seeds, of one process. */
static double fuzz_rate(struct bench *bench, const char *name, const char *seeds)
{
	char *binary = build_binary(&bench->build, name);
	char *copy = text_format("%s/corpus", bench->scratch), *output = NULL, *said;
	struct command command = { 0 };
	double seconds = children_seconds(), runs = 0;

	file_remove_tree(copy);
	file_copy_all(seeds, copy);
	command_words(&command, "sh -c");
	command_add(
		&command,
		"exec %s -seed=1 -max_total_time=5 -print_final_stats=1 -detect_leaks=0 %s 2>&1",
		binary, copy);
	command_capture(&command, &output, NULL);
	seconds = children_seconds() - seconds;
	said = output ? strstr(output, "stat::number_of_executed_units:") : NULL;
	if (said)
		runs = strtod(strchr(said, ' '), NULL);
	command_free(&command);
	free(output);
	free(copy);
	free(binary);
	return runs / (seconds > 0 ? seconds : 1);
}

static int first_of(const char *path, const char *name, void *context)
{
	(void)name;
	*(char **)context = text_format("%s", path);
	return -1;
}

static int one(struct bench *bench, const char *name)
{
	char *seeds = project_path("corpus/%s/seeds", name), *seed = NULL;
	char *names[] = { (char *)name, NULL };
	double rate, fuzzed;
	int ret = 0;

	file_each(seeds, first_of, &seed);
	if (seed)
		ret = build_harnesses(&bench->build, names);
	if (seed && !ret) {
		rate = rate_of(bench, name, seed, 1);
		fuzzed = rate < 0 ? 0 : fuzz_rate(bench, name, seeds);
		if (rate > 0)
			bench_add_row(bench, name, rate, fuzzed, fuzzed / rate, 0);
	}
	free(seed);
	free(seeds);
	return ret;
}

int bench_fs(struct bench *bench)
{
	char *names[] = { "ext4", NULL };
	struct harness *list = NULL;
	int count = 0, ret = build_harnesses(&bench->build, names);

	for (int files = 0; files < 2 && !ret; files++)
		ret = beside_guest(bench, files);
	if (!ret)
		ret = harness_list(&list, &count);
	for (int i = 0; i < count && !ret; i++)
		if (images_are_inputs_of(list[i].name))
			ret = one(bench, list[i].name);
	free(list);
	return ret;
}
