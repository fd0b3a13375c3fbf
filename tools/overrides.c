// SPDX-License-Identifier: GPL-2.0-only
#include "overrides.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "project.h"
#include "span.h"
#include "stamp.h"
#include "text.h"

const char *const decision_names[DECISIONS] = { "same", "different", "ignore", "fixed" };

static char *overrides_path(void)
{
	const char *path = getenv("VITRO_OVERRIDES");

	if (!path || !*path)
		return project_path("findings.overrides");
	return text_format("%s%s", strchr(path, '/') ? "" : "./", path);
}

static bool is_pair(enum decision decision)
{
	return decision == DECIDED_SAME || decision == DECIDED_DIFFERENT;
}

static bool take_id(const char *word, char id[BUG_ID])
{
	if (strlen(word) != BUG_ID - 1)
		return false;
	for (int i = 0; i < BUG_ID; i++) {
		if (word[i] && !isxdigit((unsigned char)word[i]))
			return false;
		id[i] = (char)tolower((unsigned char)word[i]);
	}
	return true;
}

/* Return: what is wrong with @words, malloc-ed, or NULL. */
static char *take_words(const struct strings *words, struct override *override)
{
	int kind = 0, ids;

	while (kind < DECISIONS && strcmp(words->item[0], decision_names[kind]))
		kind++;
	if (kind == DECISIONS)
		return text_format("'%s' is not same, different, ignore or fixed", words->item[0]);
	override->decision = kind;
	ids = is_pair(kind) ? 2 : 1;
	if (words->count != 1 + ids)
		return text_format("%s wants %d ID%s", words->item[0], ids, ids > 1 ? "s" : "");
	for (int i = 1; i <= ids; i++)
		if (!take_id(words->item[i], i == 1 ? override->a : override->b))
			return text_format("'%.40s' is not an ID of 8 hexadecimal digits",
					   words->item[i]);
	if (ids == 2 && !strcmp(override->a, override->b))
		return text_format("%s of %s and itself", words->item[0], override->a);
	return NULL;
}

/* Return: 1 for a decision, 0 for a comment, -1 for an error in *wrong. */
static int parse_line(struct span line, struct override *override, char **wrong)
{
	char *text = strndup(line.at, line.length), *hash;
	struct strings words = { 0 };
	int ret = 0;

	if (!text)
		abort();
	hash = strchr(text, '#');
	*override = (struct override){ 0 };
	override->reason = text_format("%s", hash ? hash + 1 + strspn(hash + 1, " \t") : "");
	if (hash)
		*hash = '\0';
	strings_split(&words, text, " \t\r");
	if (words.count) {
		*wrong = take_words(&words, override);
		ret = *wrong ? -1 : 1;
	}
	strings_clear(&words);
	free(text);
	return ret;
}

static bool same_pair(const struct override *a, const struct override *b)
{
	return (!strcmp(a->a, b->a) && !strcmp(a->b, b->b)) ||
	       (!strcmp(a->a, b->b) && !strcmp(a->b, b->a));
}

static const struct override *contradicted(const struct overrides *overrides,
					   const struct override *by)
{
	for (int i = 0; i < overrides->count; i++) {
		const struct override *old = &overrides->list[i];

		if (is_pair(by->decision) && is_pair(old->decision) &&
		    old->decision != by->decision && same_pair(old, by))
			return old;
	}
	return NULL;
}

static char *add(struct overrides *overrides, const struct override *override)
{
	const struct override *old = contradicted(overrides, override);
	size_t size = (size_t)(overrides->count + 1) * sizeof(*overrides->list);

	if (old)
		return text_format("contradicts line %d", old->line);
	overrides->list = memory_resize(overrides->list, size);
	overrides->list[overrides->count++] = *override;
	return NULL;
}

static int parse(const char *path, const char *text, struct overrides *overrides)
{
	int number = 0, ret = 0;

	for (; *text && !ret; text = line_after(line_at(text))) {
		struct override override;
		char *wrong = NULL;

		number++;
		if (parse_line(line_at(text), &override, &wrong) > 0) {
			override.line = number;
			wrong = add(overrides, &override);
			if (!wrong)
				continue;
		}
		if (wrong)
			ret = cli_error("%s:%d: %s", path, number, wrong);
		free(wrong);
		free(override.reason);
	}
	return ret;
}

int overrides_read(struct overrides *overrides)
{
	char *path = overrides_path(), *text = file_read(path, NULL);
	int ret = 0;

	*overrides = (struct overrides){ 0 };
	if (text)
		ret = parse(path, text, overrides);
	else if (errno != ENOENT)
		ret = cli_error("cannot read %s: %s", path, strerror(errno));
	if (ret)
		overrides_free(overrides);
	free(text);
	free(path);
	return ret;
}

void overrides_free(struct overrides *overrides)
{
	for (int i = 0; i < overrides->count; i++)
		free(overrides->list[i].reason);
	free(overrides->list);
	*overrides = (struct overrides){ 0 };
}

/* Does the line of @old have to go for @new (NULL: for the bug @id to be open again)? */
static bool replaced(const struct override *old, const struct override *new, const char *id)
{
	if (new && is_pair(new->decision))
		return is_pair(old->decision) && same_pair(old, new);
	return !is_pair(old->decision) && !strcmp(old->a, new ? new->a : id);
}

/* Write the file again without what is replaced, and with @line (NULL: nothing) at its end. */
static int rewrite(const struct override *new, const char *id, const char *line)
{
	char *path = overrides_path(), *text = file_read(path, NULL), *all;
	struct strings lines = { 0 };
	int ret;

	for (const char *at = text; at && *at; at = line_after(line_at(at))) {
		struct override old;
		char *wrong = NULL, *kept = text_format("%.*s", (int)line_at(at).length, at);

		if (parse_line(line_at(at), &old, &wrong) <= 0 || !replaced(&old, new, id))
			strings_add(&lines, kept);
		free(wrong);
		free(old.reason);
		free(kept);
	}
	if (line)
		strings_add(&lines, line);
	all = strings_join(&lines, "\n");
	ret = stamp_write(path, all);
	strings_clear(&lines);
	free(all);
	free(text);
	free(path);
	return ret;
}

int overrides_set(enum decision decision, const char *a, const char *b, const char *reason)
{
	struct override new = { .decision = decision };
	struct overrides old;
	char *line;
	int ret = overrides_read(&old);

	overrides_free(&old);
	if (ret)
		return ret;
	if (strpbrk(reason, "\r\n"))
		return cli_error("a reason is one line");
	snprintf(new.a, BUG_ID, "%s", a);
	snprintf(new.b, BUG_ID, "%s", is_pair(decision) ? b : "");
	line = text_format("%s %s%s%s%s%s", decision_names[decision], a, *new.b ? " " : "", new.b,
			   *reason ? " # " : "", reason);
	ret = rewrite(&new, NULL, line);
	free(line);
	return ret;
}

int overrides_reopen(const char *id)
{
	struct overrides old;
	int ret = overrides_read(&old);

	overrides_free(&old);
	return ret ? ret : rewrite(NULL, id, NULL);
}
