// SPDX-License-Identifier: GPL-2.0-only
/* The files of a change: whom they concern, by name; which they are, by git. */
#include "ci_change.h"
#include "ci_objects.h"
#include "ci_taken.h"
#include "project.h"
#include "races.h"
#include "stamp.h"
#include "tree.h"
#include "unit_history.h"

static const struct {
	const char *path;
	bool own, gone;
	enum ci_scope scope;
	const char *name, *read_as;
} concerns[] = {
	{ "fs/pipe.c", false, false, CI_READERS, NULL, "fs/pipe.c" },
	{ "include/linux/list.h", false, true, CI_READERS, NULL, "include/linux/list.h" },
	{ "Documentation/a.rst", false, false, CI_READERS, NULL, "Documentation/a.rst" },
	{ "fs/Makefile", false, false, CI_DIRECTORY, NULL, "fs/Makefile" },
	{ "fs/Kbuild.extra", false, false, CI_DIRECTORY, NULL, "fs/Kbuild.extra" },
	{ "Makefile", false, false, CI_ALL, NULL, "Makefile" },
	{ "fs/Kconfig.binfmt", false, false, CI_ALL, NULL, "fs/Kconfig.binfmt" },
	{ "arch/Kconfig", false, false, CI_ALL, NULL, "arch/Kconfig" },
	{ "arch/x86/Kconfig", false, false, CI_NOBODY, NULL, "arch/x86/Kconfig" },
	{ "scripts/Makefile.build", false, false, CI_ALL, NULL, "scripts/Makefile.build" },
	{ "tools/include/linux/types.h", false, false, CI_ALL, NULL,
	  "tools/include/linux/types.h" },
	{ "tools/testing/vma/vma.c", false, false, CI_READERS, NULL, "tools/testing/vma/vma.c" },

	{ "harnesses/x509.c", true, false, CI_READERS, NULL, "arch/vitro/harnesses/x509.c" },
	{ "harnesses/x509.c", true, true, CI_NOBODY, NULL, "arch/vitro/harnesses/x509.c" },
	{ "harnesses/pipe.races", true, false, CI_HARNESS, "pipe",
	  "arch/vitro/harnesses/pipe.races" },
	{ "targets/vfs/target", true, false, CI_TARGET, "vfs", "arch/vitro/targets/vfs/target" },
	{ "targets/vfs/vfs.c", true, false, CI_READERS, NULL, "arch/vitro/targets/vfs/vfs.c" },
	{ "targets/vfs/vfs.c", true, true, CI_TARGET, "vfs", "arch/vitro/targets/vfs/vfs.c" },
	{ "shim/kernel/slab.c", true, false, CI_READERS, NULL, "arch/vitro/kernel/slab.c" },
	{ "shim/kernel/slab.c", true, true, CI_ALL, NULL, "arch/vitro/kernel/slab.c" },
	{ "shim/arch/include/asm/bug.h", true, false, CI_READERS, NULL,
	  "arch/vitro/include/asm/bug.h" },
	{ "shim/arch/Kconfig", true, false, CI_ALL, NULL, "arch/vitro/Kconfig" },
	{ "shim/arch/coverage.ignore", true, false, CI_ALL, NULL, "arch/vitro/coverage.ignore" },
	{ "shim/include/vitro/host.h", true, false, CI_READERS, NULL,
	  "arch/vitro/include/vitro/host.h" },
	{ "shim/host/ledger.c", true, false, CI_ALL, NULL, NULL },
	{ "shim/plain/ledger.c", true, false, CI_NOBODY, NULL, NULL },
	{ "corpus/x509/seeds/a.der", true, false, CI_HARNESS, "x509", NULL },
	{ "corpus/x509/dict", true, true, CI_HARNESS, "x509", NULL },
	{ "corpus/make.py", true, false, CI_NOBODY, NULL, NULL },
	{ "tools/link.c", true, false, CI_ALL, NULL, NULL },
	{ "tools/images.c", true, false, CI_ALL, NULL, NULL },
	{ "tools/image_pack.c", true, false, CI_NOBODY, NULL, NULL },
	{ "tools/flavour.c", true, false, CI_ALL, NULL, NULL },
	{ "tools/html.c", true, false, CI_NOBODY, NULL, NULL },
	{ "ci/packages.txt", true, false, CI_ALL, NULL, NULL },
	{ "docs/ci.md", true, false, CI_NOBODY, NULL, NULL },
	{ "README.md", true, false, CI_NOBODY, NULL, NULL },
};

static void own_files_are_found_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(concerns); i++) {
		char *own = concerns[i].read_as ? ci_own_file(concerns[i].read_as) : NULL;

		if (!concerns[i].own)
			assert_null(own);
		else if (concerns[i].read_as)
			assert_string_equal(own, concerns[i].path);
		free(own);
	}
}

static void files_concern_somebody(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(concerns); i++) {
		struct ci_file file = { .path = (char *)concerns[i].path };

		ci_file_classify(&file, concerns[i].own, concerns[i].gone);
		if (file.scope != concerns[i].scope)
			print_error("%s\n", concerns[i].path);
		assert_int_equal(file.scope, concerns[i].scope);
		assert_string_equal(file.name ? file.name : "",
				    concerns[i].name ? concerns[i].name : "");
		assert_string_equal(file.read_as ? file.read_as : "",
				    concerns[i].read_as ? concerns[i].read_as : "");
		free(file.name);
		free(file.read_as);
	}
}

static void known_races_are_of_those_who_include_them(void **state)
{
	(void)state;
	assert_true(races_read("pipe", "pipe"));
	assert_true(races_read("eventpoll", "pipe"));
	assert_false(races_read("pipe", "eventpoll"));
	assert_true(races_read("ext4_rw", "filesystem"));
	assert_false(races_read("x509", "filesystem"));
}

static void names_in_dependency_files_are_the_tree_s(void **state)
{
	static const struct {
		const char *word, *name;
	} rows[] = {
		{ "../fs/pipe.c", "fs/pipe.c" },
		{ "../security/keys/../../mm/internal.h", "mm/internal.h" },
		{ "../arch/vitro/kernel/../../../kernel/time/tick.h", "kernel/time/tick.h" },
		{ ".././include/linux/list.h", "include/linux/list.h" },
		{ "../../elsewhere.h", NULL },
		{ "../fs/../../elsewhere.h", NULL },
		{ "/usr/lib/llvm-19/lib/clang/19/include/stddef.h", NULL },
		{ "include/generated/autoconf.h", NULL },
		{ "crypto/asymmetric_keys/x509.asn1.c", "crypto/asymmetric_keys/x509.asn1" },
		{ "crypto/asymmetric_keys/x509.asn1.h", "crypto/asymmetric_keys/x509.asn1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *name = ci_normalize(rows[i].word);

		assert_string_equal(name ? name : "", rows[i].name ? rows[i].name : "");
		free(name);
	}
}

static void write_text(const char *name, const char *text)
{
	char *path = text_format("%s/%s", repository, name);

	assert_int_equal(file_write(path, text, strlen(text)), 0);
	free(path);
}

static char *files_of(const struct ci_change *change)
{
	struct strings names = { 0 };
	char *list;

	for (int i = 0; i < change->count; i++)
		strings_add(&names, change->files[i].path);
	list = strings_list(&names, " ");
	strings_clear(&names);
	return list;
}

/* Committed, changed, and new; from where the branches parted, whatever came to the base since. */
static void a_change_is_what_came_since(void **state)
{
	struct ci_change change;
	char *files, *base;

	(void)state;
	make_history("ggg");
	GIT("checkout", "--quiet", "-b", "base", "c1");
	write_text("of the base", "x");
	GIT("add", "-A");
	GIT("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "--quiet", "-m",
	    "base");
	GIT("checkout", "--quiet", "side");
	assert_int_equal(ci_change_read(&change, repository, false, "base"), 0);
	base = git_ask(repository, "rev-parse", "c1", NULL);
	assert_string_equal(change.base, base);
	files = files_of(&change);
	assert_string_equal(files, "state");
	free(files);
	ci_change_free(&change);

	GIT("checkout", "--quiet", "c1");
	write_text("new file", "x");
	assert_int_equal(ci_change_read(&change, repository, false, "HEAD"), 0);
	files = files_of(&change);
	assert_string_equal(files, "new file");
	free(files);
	ci_change_free(&change);
	free(base);
}

static void what_is_no_base_is_said(void **state)
{
	static const struct {
		const char *base, *said;
	} rows[] = { { "nowhere", "has no commit 'nowhere'" },
		     { "--all", "has no commit '--all'" },
		     { "", "has no commit ''" } };
	struct ci_change change;
	char *below;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unit_listen();
		assert_int_equal(ci_change_read(&change, repository, false, rows[i].base), 2);
		assert_non_null(strstr(unit_said(), rows[i].said));
		ci_change_free(&change);
	}
	below = text_format("%s/below", repository);
	assert_int_equal(file_make_directories(below), 0);
	unit_listen();
	assert_int_equal(ci_change_read(&change, below, false, "HEAD"), 2);
	assert_non_null(strstr(unit_said(), "is not the top of a git tree"));
	ci_change_free(&change);
	free(below);
	free(repository);
	free(directory);
}

static void what_is_linked_is_what_the_linker_took(void **state)
{
	static const char list[] = "reference\textracted\tsymbol\n"
				   "/b/kbuild/lib/vsprintf.o\t/b/kbuild/lib/uuid.o\tuuid_index\n"
				   "/b/kbuild/fs/super.o\t/b/link/x/renamed/lib/idr.o\tidr_find\n";
	const struct tree tree = { .id = "some-tree" };
	struct ci_taken taken;
	char *path;

	(void)state;
	setenv("VITRO_DIR", unit_directory(), 1);
	ci_taken_read(&taken, "x", &tree, 19);
	assert_false(taken.known);
	ci_taken_free(&taken);
	path = state_path("build/some-tree/memory/link/x/taken");
	assert_int_equal(stamp_write(path, list), 0);
	ci_taken_read(&taken, "x", &tree, 19);
	assert_true(taken.known);
	assert_true(ci_taken_has(&taken, "lib/uuid.o"));
	assert_true(ci_taken_has(&taken, "lib/idr.o"));
	assert_false(ci_taken_has(&taken, "lib/vsprintf.o"));
	assert_false(ci_taken_has(&taken, "uuid.c"));
	ci_taken_free(&taken);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_concern_somebody),
		cmocka_unit_test(own_files_are_found_again),
		cmocka_unit_test(known_races_are_of_those_who_include_them),
		cmocka_unit_test(names_in_dependency_files_are_the_tree_s),
		cmocka_unit_test(a_change_is_what_came_since),
		cmocka_unit_test(what_is_no_base_is_said),
		cmocka_unit_test(what_is_linked_is_what_the_linker_took),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
