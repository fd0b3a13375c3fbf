// SPDX-License-Identifier: GPL-2.0-only
/*
 * An engine such as honggfuzz and Centipede: an archive with main() and the callbacks of inline counters, which knows of a harness
 * nothing but LLVMFuzzerInitialize() and LLVMFuzzerTestOneInput(). Each file is run in this process and in a child, and must reach as
 * many edges in both.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *end);
void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *end);

static uint8_t *counters;
static size_t edges, pcs;

void __sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *end)
{
	counters = start;
	edges = (size_t)(end - start);
}

/* Two words each: where it is, and whether a function begins there. */
void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *end)
{
	(void)start;
	pcs = (size_t)(end - start) / 2;
}

static int run(const uint8_t *data, size_t size)
{
	int reached = 0;

	memset(counters, 0, edges);
	LLVMFuzzerTestOneInput(data, size);
	for (size_t i = 0; i < edges; i++)
		reached += !!counters[i];
	return reached;
}

static int run_in_child(const uint8_t *data, size_t size)
{
	int reached = -1, ends[2], status;

	if (pipe(ends))
		return -1;
	if (!fork()) {
		reached = run(data, size);
		_exit(write(ends[1], &reached, sizeof(reached)) != sizeof(reached));
	}
	if (wait(&status) < 0 || status || read(ends[0], &reached, sizeof(reached)) < 0)
		reached = -1;
	close(ends[0]);
	close(ends[1]);
	return reached;
}

static int run_file(const char *path)
{
	static uint8_t data[1 << 20];
	FILE *file = fopen(path, "rb");
	size_t size = file ? fread(data, 1, sizeof(data), file) : 0;
	int here, there;

	if (!file)
		return 1;
	fclose(file);
	here = run(data, size);
	there = run_in_child(data, size);
	printf("%d edges, %d in a child, of %zu: %s\n", here, there, edges, path);
	return here != there;
}

int main(int argc, char **argv)
{
	int failed = edges != pcs;

	if (LLVMFuzzerInitialize(&argc, &argv))
		return 1;
	for (int i = 1; i < argc; i++)
		failed |= run_file(argv[i]);
	return failed;
}
