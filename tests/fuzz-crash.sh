#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   fuzz-crash.sh [-max_total_time=SECONDS]
#
# crash_parse() reads text from anywhere: fuzzed under ASan and UBSan, from stored reports.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

clang=$(command -v "clang${LLVM:--19}" || :)
[ -n "$clang" ] || { echo "no clang"; exit 77; }
cd "$VITRO_ROOT"
# Run by make or ninja, it must not wait for their job slots: one compiler for all.
"$clang" -g -O1 -std=gnu11 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -Itools \
	tests/fuzz_crash.c tools/crash*.c tools/text.c tools/files.c -o "$scratch/fuzz_crash"

# One report a seed.
cut_up() { # PREFIX
	awk -v prefix="$1" '/^==== /{ if (file) close(file); file = prefix (++count); next } file { print >file }'
}
mkdir "$scratch/seeds" "$scratch/corpus"
cp tests/reports/*.log "$scratch/seeds"
cut_up "$scratch/seeds/kernel-" <tests/reports/kernel.logs
xz -dc tests/reports/fixtures.xz | head -n 12000 | cut_up "$scratch/seeds/fixture-"

cd "$scratch"
unset ASAN_OPTIONS
./fuzz_crash "${1:--runs=15000}" -timeout=5 -max_len=16384 -seed=1 -print_final_stats=1 corpus seeds >log 2>&1 ||
	{ fail "crash_parse() breaks"; tail -n 60 log; }
grep -E 'number_of_executed_units|DONE' log
finish
