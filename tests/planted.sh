#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Finds one planted bug of targets/demo by fuzzing from an empty corpus, without a dictionary:
#
#   tests/planted.sh PROGRAM NAME
#
# PROGRAM is the demo harness in the flavour that planted.table asks for, NAME a bug of that table; the
# name "none" has all of them off and passes when nothing is found. Exit status 0 passes, 77 skips.
set -eu

[ $# -eq 2 ] || { echo "usage: planted.sh PROGRAM NAME" >&2; exit 2; }
program=$(readlink -f "$1")
name=$2
seconds=60
[ "$name" != none ] || seconds=3

fail() {
	echo "planted: $name: $1; the run said:" >&2
	tail -n 60 log >&2
	exit 1
}

entry=$(awk -v name="$name" '$1 == name' "$(dirname "$0")/planted.table")
[ -n "$entry" ] || { echo "planted: no bug '$name' in planted.table" >&2; exit 2; }
read -r _ index tag flavour expected <<-end
	$entry
end
[ "$flavour" != waiting ] || { echo "planted: $name: $expected"; exit 77; }

symbolizer=$(command -v "llvm-symbolizer-${LLVM:-19}" || command -v llvm-symbolizer || :)
export ASAN_SYMBOLIZER_PATH="$symbolizer" MSAN_SYMBOLIZER_PATH="$symbolizer"
export UBSAN_SYMBOLIZER_PATH="$symbolizer" VITRO_DEMO_BUG="$index"

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
trap 'exit 130' INT TERM
cd "$directory"
mkdir corpus
status=0
timeout 120 "$program" -max_total_time="$seconds" -timeout=2 -seed="${SEED:-1}" corpus >log 2>&1 || status=$?

echo "$expected" | tr '|' '\n' | while read -r part; do
	grep -qF -- "$part" log || fail "no '$part'"
done
if [ "$name" = none ]; then
	[ "$status" = 0 ] || fail "exit status $status"
else
	cat crash-* timeout-* 2>/dev/null | grep -qF "$tag" || fail "the input saved has no $tag"
fi
