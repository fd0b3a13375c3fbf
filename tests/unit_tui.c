// SPDX-License-Identifier: GPL-2.0-only
/* What is on the screen, in any size. */
#include "unit.h"

#include "campaign_parts.h"
#include "files.h"
#include "tui.h"

static void make_campaign(struct campaign *campaign, int count)
{
	static const struct flavour flavours[] = { { .name = "address" }, { .name = "thread" } };

	*campaign = (struct campaign){ .number = 7, .seconds = 7200, .clock = 61, .rate = 12345 };
	campaign->programs = calloc((size_t)count, sizeof(*campaign->programs));
	for (int i = 0; i < count; i++)
		campaign->programs[i] = (struct program){
			.harness = text_format("harness%d", i),
			.build = { .flavour = &flavours[i % 2] },
			.seconds = i ? 1 : 0,
			.features = 1000u + (unsigned int)i,
			.found = i,
			.last_new = i ? 1 : -1,
			.share = { .running = i == 1 },
			.trouble = i == 2 ? "hangs" : NULL,
		};
	campaign->count = count;
	for (int i = 0; i < 100; i++) {
		struct campaign_line *line = &campaign->lines[campaign->said++ % CAMPAIGN_LINES];

		free(line->text);
		line->text = text_format("line %d %0300d", i, 0);
	}
}

static bool shows(const struct tui_page *page, const char *text)
{
	for (int i = 0; i < page->count; i++)
		if (strstr(page->lines[i].text, text))
			return true;
	return false;
}

static void every_size_fits(void **state)
{
	struct campaign campaign;

	(void)state;
	make_campaign(&campaign, 40);
	for (int rows = 1; rows < 70; rows++) {
		for (int columns = 1; columns < 140; columns += 3) {
			struct tui_page page = { .rows = rows, .columns = columns, .top = 1000 };

			tui_page(&page, &campaign);
			assert_int_equal(page.count, rows);
			for (int i = 0; i < page.count; i++)
				assert_true(strlen(page.lines[i].text) <= (size_t)columns);
			assert_true(page.top >= 0 && page.top <= campaign.count);
			tui_page_free(&page);
		}
	}
}

/* What is seen in which size. */
static void what_is_seen(void **state)
{
	static const struct {
		int programs, rows, columns, top;
		const char *seen, *unseen;
	} rows[] = {
		{ 3, 24, 100, 0, "LAST NEW", NULL },
		{ 3, 24, 100, 0, "line 99", "scroll" },
		{ 3, 24, 60, 0, "BUGS", "LAST NEW" },
		{ 3, 24, 30, 0, "FLAVOUR", "BUGS" },
		{ 3, 24, 100, 0, "1:58:59 left of 2:00:00", NULL },
		{ 3, 24, 100, 0, "* harness1", NULL },
		{ 3, 24, 100, 0, "! harness2", NULL },
		{ 40, 24, 100, 0, "scroll", "harness20 " },
		{ 40, 24, 100, 20, "harness20 ", "harness1 " },
		{ 40, 24, 100, 99, "harness39 ", "harness1 " },
		{ 40, 60, 100, 0, "harness39 ", "scroll" },
		{ 3, 8, 100, 0, "harness2 ", "line 99" },
		{ 3, 2, 100, 0, "campaign 7", "HARNESS" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tui_page page = { rows[i].rows, rows[i].columns, rows[i].top, NULL, 0 };
		struct campaign campaign;

		make_campaign(&campaign, rows[i].programs);
		tui_page(&page, &campaign);
		if (!shows(&page, rows[i].seen))
			fail_msg("row %zu: no '%s'", i, rows[i].seen);
		if (rows[i].unseen && shows(&page, rows[i].unseen))
			fail_msg("row %zu: '%s'", i, rows[i].unseen);
		tui_page_free(&page);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_size_fits),
		cmocka_unit_test(what_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
