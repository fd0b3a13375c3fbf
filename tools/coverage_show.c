// SPDX-License-Identifier: GPL-2.0-only
#include "coverage_show.h"

#include <jansson.h>
#include <stdio.h>

static json_t *count_json(struct coverage_count count)
{
	return json_pack("{s:i, s:i}", "count", count.total, "covered", count.covered);
}

static json_t *file_json(const struct coverage_file *file)
{
	json_t *unreached = json_array();

	for (int i = 0; i < file->unreached.count; i++)
		json_array_append_new(unreached, json_string(file->unreached.item[i]));
	return json_pack("{s:s, s:b, s:o, s:o, s:o, s:o}", "file", file->name, "linked",
			 file->path != NULL, "lines", count_json(file->lines), "functions",
			 count_json(file->functions), "branches", count_json(file->branches),
			 "unreached", unreached);
}

void coverage_show_json(const struct strings *harnesses, const struct coverage_result *result)
{
	json_t *list = json_array(), *names = json_array(), *all;

	for (int i = 0; i < result->count; i++)
		json_array_append_new(list, file_json(&result->files[i]));
	for (int i = 0; i < harnesses->count; i++)
		json_array_append_new(names, json_string(harnesses->item[i]));
	all = json_pack("{s:o, s:i, s:i, s:o}", "harnesses", names, "inputs", result->inputs,
			"left_out", result->left_out, "files", list);
	json_dumpf(all, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(all);
}

static void print_count(struct coverage_count count)
{
	double percent = count.total ? 100.0 * count.covered / count.total : 0;

	printf("  %5d/%-5d %5.1f%%", count.covered, count.total, percent);
}

static void print_row(const char *name, const struct coverage_file *row)
{
	printf("%-48s", name);
	print_count(row->lines);
	print_count(row->functions);
	print_count(row->branches);
	putchar('\n');
}

static void add_count(struct coverage_count *sum, struct coverage_count count)
{
	sum->total += count.total;
	sum->covered += count.covered;
}

void coverage_show_table(const struct coverage_result *result)
{
	struct coverage_file total = { 0 };

	printf("%-48s  %-18s  %-18s  %-18s\n", "file", "lines", "functions", "branches");
	for (int i = 0; i < result->count; i++) {
		const struct coverage_file *file = &result->files[i];

		if (file->path)
			print_row(file->name, file);
		else
			printf("%-48s  not in the program\n", file->name);
		add_count(&total.lines, file->lines);
		add_count(&total.functions, file->functions);
		add_count(&total.branches, file->branches);
	}
	print_row("total", &total);
	printf("%d inputs", result->inputs);
	if (result->left_out)
		printf(", %d of them not counted: they stop the program", result->left_out);
	putchar('\n');
}

void coverage_show_unreached(const struct coverage_result *result)
{
	for (int i = 0; i < result->count; i++)
		for (int j = 0; j < result->files[i].unreached.count; j++)
			printf("never reached: %s: %s\n", result->files[i].name,
			       result->files[i].unreached.item[j]);
}
