// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "commands.h"
#include "compiler.h"
#include "doctor.h"
#include "json.h"

static const char *state(const struct need *need)
{
	if (need->found)
		return "ok";
	return need->optional ? "missing (vitro works without)" : "MISSING";
}

static void print(const struct needs *needs)
{
	char *packages = strings_list(&needs->install, " ");

	for (int i = 0; i < needs->count; i++) {
		const struct need *need = &needs->list[i];

		printf("%-8s %-34s %s\n", need->kind, need->name,
		       need->found ? need->found : state(need));
		if (need->mend)
			printf("%-8s   mend: %s\n", "", need->mend);
	}
	if (needs->install.count)
		printf("\nAll missing packages: apt-get update && apt-get install -y %s\n",
		       packages);
	free(packages);
}

static int print_json(const struct needs *needs)
{
	json_t *array = json_array();

	for (int i = 0; i < needs->count; i++) {
		const struct need *need = &needs->list[i];

		json_array_append_new(array,
				      json_pack("{s:s, s:s, s:s?, s:s?, s:b}", "kind", need->kind,
						"name", need->name, "found", need->found, "mend",
						need->mend, "needed", !need->optional));
	}
	return json_print(array);
}

int cmd_doctor(int argc, char **argv)
{
	bool json = false, sick = false;
	int llvm = 0;
	const struct cli_opt opts[] = {
		{ "llvm", 0, CLI_INT, &llvm, "N",
		  "version of clang to look for (default: $LLVM, or 19)" },
		{ "json", 0, CLI_FLAG, &json, NULL, "for programs" },
		{ 0 },
	};
	struct needs needs = { 0 };
	char **rest;
	int count, ret = cli_parse("vitro doctor [options]", opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (count)
		return cli_error("doctor takes no name");
	llvm = compiler_wanted(llvm);
	doctor_packages(&needs, llvm);
	doctor_tools(&needs, llvm);
	doctor_trees(&needs);
	doctor_space(&needs);
	for (int i = 0; i < needs.count; i++)
		sick |= !needs.list[i].found && !needs.list[i].optional;
	if (json)
		print_json(&needs);
	else
		print(&needs);
	return sick ? CLI_FOUND : CLI_OK;
}
