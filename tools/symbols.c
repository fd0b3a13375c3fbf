// SPDX-License-Identifier: GPL-2.0-only
#include "symbols.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "compiler.h"
#include "files.h"
#include "process.h"

static void read_table(Elf *elf, Elf_Scn *section, const GElf_Shdr *header, struct strings *defined,
		       struct strings *undefined)
{
	Elf_Data *data = elf_getdata(section, NULL);
	int count = header->sh_entsize ? (int)(header->sh_size / header->sh_entsize) : 0;

	for (int i = 1; data && i < count; i++) {
		GElf_Sym symbol;
		const char *name;

		if (!gelf_getsym(data, i, &symbol) || GELF_ST_BIND(symbol.st_info) == STB_LOCAL)
			continue;
		name = elf_strptr(elf, header->sh_link, symbol.st_name);
		if (!name || !*name)
			continue;
		if (symbol.st_shndx != SHN_UNDEF)
			strings_add(defined, name);
		else if (undefined)
			strings_add(undefined, name);
	}
}

static void read_elf(Elf *elf, unsigned int table, struct strings *defined,
		     struct strings *undefined)
{
	Elf_Scn *section = NULL;

	while ((section = elf_nextscn(elf, section))) {
		GElf_Shdr header;

		if (gelf_getshdr(section, &header) && header.sh_type == table)
			read_table(elf, section, &header, defined, undefined);
	}
}

/* An object, a shared object or an archive; @table is SHT_SYMTAB or SHT_DYNSYM. */
static int read_file(const char *path, unsigned int table, struct strings *defined,
		     struct strings *undefined)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf_Cmd command = ELF_C_READ_MMAP;
	Elf *file, *elf;

	elf_version(EV_CURRENT);
	file = fd < 0 ? NULL : elf_begin(fd, command, NULL);
	if (!file || elf_kind(file) == ELF_K_NONE) {
		elf_end(file);
		close(fd);
		return cli_fail("%s: cannot be read as an ELF file", path);
	}
	if (elf_kind(file) == ELF_K_ELF)
		read_elf(file, table, defined, undefined);
	while (elf_kind(file) == ELF_K_AR && (elf = elf_begin(fd, command, file))) {
		read_elf(elf, table, defined, undefined);
		command = elf_next(elf);
		elf_end(elf);
	}
	elf_end(file);
	close(fd);
	return 0;
}

int symbols_object(const char *path, struct strings *defined, struct strings *undefined)
{
	return read_file(path, SHT_SYMTAB, defined, undefined);
}

int symbols_defines(const char *path, const char *name)
{
	struct strings defined = { 0 };
	int ret = symbols_object(path, &defined, NULL) ? -1 : strings_has(&defined, name);

	strings_clear(&defined);
	return ret;
}

/* Where clang finds @name, malloc-ed; just @name when it does not. */
static char *find_library(int llvm, const char *name)
{
	struct command clang = { 0 };
	char *path;

	command_add(&clang, "clang-%d", llvm);
	command_add(&clang, "-print-file-name=%s", name);
	command_capture(&clang, &path, NULL);
	command_free(&clang);
	path[strcspn(path, "\n")] = '\0';
	return path;
}

/*
 * The directory of the runtimes, malloc-ed, and how their names end: clang keeps them in a directory for each target, or all in one
 * with the target in their names.
 */
static char *find_runtimes(int llvm, const char **suffix)
{
	static const char *const suffixes[] = { "-x86_64.a", ".a" };

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		char *name = text_format("libclang_rt.fuzzer%s", suffixes[i]);
		char *path = find_library(llvm, name), *slash = strrchr(path, '/');

		free(name);
		*suffix = suffixes[i];
		if (slash) {
			*slash = '\0';
			return path;
		}
		free(path);
	}
	return NULL;
}

static int read_runtimes(int llvm, struct strings *exports)
{
	static const char *const names[] = { "asan", "asan_static", "ubsan_standalone", "msan",
					     "tsan", "fuzzer",      "profile" };
	const char *suffix;
	char *directory = find_runtimes(llvm, &suffix);
	int ret = 0;

	if (!directory)
		ret = cli_error("clang %d has no libFuzzer: install libclang-rt-%d-dev", llvm,
				llvm);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !ret; i++) {
		char *path = text_format("%s/libclang_rt.%s%s", directory, names[i], suffix);

		ret = read_file(path, SHT_SYMTAB, exports, NULL);
		free(path);
	}
	free(directory);
	return ret;
}

int symbols_host(int llvm, struct strings *exports)
{
	static const char *const libraries[] = { "libc.so.6", "libm.so.6" };
	int ret = read_runtimes(llvm, exports);

	for (int i = 0; i < 2 && !ret; i++) {
		char *path = find_library(llvm, libraries[i]);

		ret = read_file(path, SHT_DYNSYM, exports, NULL);
		free(path);
	}
	strings_sort(exports);
	return ret;
}
