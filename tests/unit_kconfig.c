// SPDX-License-Identifier: GPL-2.0-only
/* Why a symbol did not become what was asked, from Kconfig files like the kernel's. */
#include "files.h"
#include "kconfig.h"
#include "text.h"
#include "unit.h"

static const char top[] = "mainmenu \"Test\"\n"
			  "source \"net/Kconfig\"\n"
			  "source \"arch/$(SRCARCH)/Kconfig\"\n"
			  "config PLAIN\n\tbool \"plain\"\n";

static const char net[] = "menuconfig NET\n\tbool \"Networking\"\n"
			  "if NET\n"
			  "config INET\n\tbool \"TCP/IP\"\n"
			  "config BOTH\n\ttristate \"both\"\n"
			  "\tdepends on INET && \\\n\t\t!EMBEDDED\n"
			  "\thelp\n\t  config FAKE\n\t  depends on NEVER\n"
			  "config HIDDEN\n\tbool\n"
			  "endif\n"
			  "menu \"Drivers\"\n\tdepends on HAS_IOMEM\n"
			  "config DRIVER\n\tbool \"driver\"\n"
			  "endmenu\n"
			  "config OUTSIDE\n\tbool \"outside\"\n\tdepends on PCI\n"
			  "config MANY\n\tbool \"many\"\n"
			  "\tdepends on (USB || BT=y) && !S390 && CPUS != 4\n"
			  "config EITHER\n\tbool \"either\"\n\tdepends on USB || (BT && !S390)\n";

static const char arch[] = "config VITRO\n\tdef_bool y\n";

static void write_file(const char *name, const char *text)
{
	char *path = text_format("%s/%s", unit_directory(), name);
	char *directory = text_format("%.*s", (int)(strrchr(path, '/') - path), path);

	assert_int_equal(file_make_directories(directory), 0);
	assert_int_equal(file_write(path, text, strlen(text)), 0);
	free(directory);
	free(path);
}

static void reasons(void **state)
{
	static const struct {
		const char *config, *symbol, *reason;
	} rows[] = {
		{ "\n", "NOWHERE", "this tree has no such symbol" },
		{ "\n", "FAKE", "this tree has no such symbol" },
		{ "\n", "INET", "unmet dependency NET (it depends on NET)" },
		{ "\nCONFIG_NET=y\n", "BOTH", "unmet dependency INET " },
		{ "\nCONFIG_INET=y\n", "BOTH", "unmet dependency NET " },
		{ "\nCONFIG_NET=y\nCONFIG_INET=y\nCONFIG_EMBEDDED=y\n", "BOTH",
		  "unmet dependency !EMBEDDED " },
		{ "\nCONFIG_NET=y\n", "HIDDEN", "it has no prompt" },
		{ "\n", "DRIVER", "unmet dependency HAS_IOMEM " },
		{ "\nCONFIG_HAS_IOMEM=y\n", "OUTSIDE", "unmet dependency PCI (it depends on PCI)" },
		{ "\n", "MANY", "unmet dependency (USB || BT=y) (it" },
		{ "\nCONFIG_BT=y\nCONFIG_S390=y\nCONFIG_CPUS=4\n", "MANY",
		  "unmet dependency !S390, CPUS != 4 (it" },
		{ "\nCONFIG_BT=m\nCONFIG_CPUS=2\n", "MANY", "unmet dependency (USB || BT=y) (it" },
		{ "\nCONFIG_USB=y\n", "MANY", "another value" },
		{ "\nCONFIG_BT=y\n", "EITHER", "another value" },
		{ "\nCONFIG_BT=y\nCONFIG_S390=y\n", "EITHER",
		  "unmet dependency USB || (BT && !S390) (it" },
		{ "\n", "PLAIN", "another value was forced on it" },
		{ "\n", "VITRO", "it has no prompt" },
	};

	(void)state;
	write_file("Kconfig", top);
	write_file("net/Kconfig", net);
	write_file("arch/vitro/Kconfig", arch);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *reason = kconfig_explain(unit_directory(), rows[i].config, rows[i].symbol);

		if (!text_starts(reason, rows[i].reason))
			fail_msg("%s: '%s', expected '%s'", rows[i].symbol, reason, rows[i].reason);
		free(reason);
	}
}

static int tear_down(void **state)
{
	(void)state;
	return file_remove_tree(unit_directory());
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(reasons) };

	return cmocka_run_group_tests(tests, NULL, tear_down);
}
