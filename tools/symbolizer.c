// SPDX-License-Identifier: GPL-2.0-only
#include "symbolizer.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <search.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>

#include "cli.h"
#include "files.h"
#include "sanitizer.h"
#include "text.h"

enum { ANSWER_MS = 60000, STARTS = 4, FRAMES_MAX = 64, LINE_MAX_SIZE = 1 << 16 };

struct known {
	char *file;
	unsigned long offset;
	struct code code;
};

struct symbolizer {
	char *path, *program;
	pid_t pid;
	int to, from;
	int starts;
	char *line;         /* the answer's line that is being read */
	char buffer[65536]; /* read, but not taken yet */
	size_t begin, end;
	void *entries; /* tsearch() tree of struct known */
};

/* ---- Its process ---- */

static _Noreturn void become(const char *path, int in, int out)
{
	int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	if (nothing >= 0)
		dup2(nothing, STDERR_FILENO);
	execlp(path, path, "--inlines", "--demangle", "--no-debuginfod", NULL);
	_exit(127);
}

static int start(struct symbolizer *symbolizer)
{
	int in[2], out[2];

	if (symbolizer->starts++ >= STARTS)
		return -EIO;
	if (pipe2(in, O_CLOEXEC))
		return -errno;
	if (pipe2(out, O_CLOEXEC)) {
		close(in[0]);
		close(in[1]);
		return -EMFILE;
	}
	symbolizer->pid = fork();
	if (symbolizer->pid == 0)
		become(symbolizer->path, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	symbolizer->to = in[1];
	symbolizer->from = out[0];
	symbolizer->begin = symbolizer->end = 0;
	return symbolizer->pid < 0 ? -EAGAIN : 0;
}

static void end(struct symbolizer *symbolizer)
{
	if (symbolizer->pid > 0) {
		kill(symbolizer->pid, SIGKILL);
		while (waitpid(symbolizer->pid, NULL, 0) < 0 && errno == EINTR)
			;
		close(symbolizer->to);
		close(symbolizer->from);
	}
	symbolizer->pid = 0;
}

/* ---- One question ---- */

static bool fill(struct symbolizer *symbolizer)
{
	struct pollfd fd = { .fd = symbolizer->from, .events = POLLIN };
	ssize_t got;

	while (poll(&fd, 1, ANSWER_MS) < 0)
		if (errno != EINTR)
			return false;
	if (!fd.revents)
		return false;
	got = read(symbolizer->from, symbolizer->buffer, sizeof(symbolizer->buffer));
	symbolizer->begin = 0;
	symbolizer->end = got > 0 ? (size_t)got : 0;
	return got > 0;
}

/* The next line, without its end; what is too long for anybody is cut. NULL when there is no answer. */
static char *read_line(struct symbolizer *symbolizer)
{
	size_t used = 0;

	for (;;) {
		char c;

		if (symbolizer->begin == symbolizer->end && !fill(symbolizer))
			return NULL;
		c = symbolizer->buffer[symbolizer->begin++];
		if (c == '\n')
			break;
		if (used + 1 < LINE_MAX_SIZE)
			symbolizer->line[used++] = isprint((unsigned char)c) ? c : '?';
	}
	symbolizer->line[used] = '\0';
	return symbolizer->line;
}

/* Two lines for each function, then an empty one. */
static bool read_answer(struct symbolizer *symbolizer, struct code *code)
{
	struct code_frame rest;

	for (;;) {
		char *line = read_line(symbolizer);

		if (!line || !*line)
			break;
		if (code->count < FRAMES_MAX)
			code_add(code, line);
		line = read_line(symbolizer);
		if (!line)
			return false;
		rest = code->frames[code->count - 1];
		if (!rest.place)
			code_set_place(&code->frames[code->count - 1], line);
	}
	if (code->count && !strcmp(code->frames[0].function, "??"))
		code_forget(code);
	return symbolizer->begin || symbolizer->end;
}

static bool ask(struct symbolizer *symbolizer, struct known *entry)
{
	char *question = text_format("CODE \"%s\" %#lx\n", entry->file, entry->offset);
	bool good = symbolizer->pid || !start(symbolizer);

	if (good)
		good = write(symbolizer->to, question, strlen(question)) ==
			       (ssize_t)strlen(question) &&
		       read_answer(symbolizer, &entry->code);
	free(question);
	if (!good) {
		code_forget(&entry->code);
		end(symbolizer);
	}
	return good;
}

/* ---- What is known ---- */

static int compare(const void *a, const void *b)
{
	const struct known *one = a, *other = b;

	if (one->offset != other->offset)
		return one->offset < other->offset ? -1 : 1;
	return strcmp(one->file, other->file);
}

/* Reports may name anything: only what can be a program's file is looked into. */
static bool may_open(const char *file)
{
	struct stat st;

	if (*file != '/' || strchr(file, '"') || strlen(file) > 4000)
		return false;
	for (const char *c = file; *c; c++)
		if (!isprint((unsigned char)*c))
			return false;
	return stat(file, &st) == 0 && S_ISREG(st.st_mode);
}

const struct code *symbolizer_code(struct symbolizer *symbolizer, struct span file,
				   unsigned long offset, bool may_ask)
{
	struct known wanted = { .offset = offset }, *entry;
	void **found;

	if (!file.length && !symbolizer->program)
		return NULL;
	wanted.file = file.length ? strndup(file.at, file.length) :
				    text_format("%s", symbolizer->program);
	found = tfind(&wanted, &symbolizer->entries, compare);
	if (found || !may_ask || !may_open(wanted.file)) {
		free(wanted.file);
		return found ? &(*(struct known **)found)->code : NULL;
	}
	entry = memory_resize(NULL, sizeof(*entry));
	*entry = wanted;
	for (int attempt = 0; attempt < 2; attempt++)
		if (ask(symbolizer, entry))
			break;
	if (!tsearch(entry, &symbolizer->entries, compare))
		abort();
	return &entry->code;
}

/* ---- Beginning and end ---- */

int symbolizer_start(struct symbolizer **symbolizer, int llvm)
{
	struct symbolizer *new = calloc(1, sizeof(*new));
	int ret;

	if (!new)
		abort();
	new->path = llvm_tool("llvm-symbolizer", llvm);
	new->line = memory_resize(NULL, LINE_MAX_SIZE);
	signal(SIGPIPE, SIG_IGN);
	ret = start(new);
	if (ret) {
		ret = cli_fail("cannot run %s: %s", new->path, strerror(-ret));
		symbolizer_stop(new);
		return ret;
	}
	*symbolizer = new;
	return 0;
}

void symbolizer_program(struct symbolizer *symbolizer, const char *path)
{
	free(symbolizer->program);
	symbolizer->program = realpath(path, NULL);
}

static void free_entry(void *pointer)
{
	struct known *entry = pointer;

	code_forget(&entry->code);
	free(entry->file);
	free(entry);
}

void symbolizer_stop(struct symbolizer *symbolizer)
{
	if (!symbolizer)
		return;
	end(symbolizer);
	tdestroy(symbolizer->entries, free_entry);
	free(symbolizer->program);
	free(symbolizer->line);
	free(symbolizer->path);
	free(symbolizer);
}
