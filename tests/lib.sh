# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Sourced by every test: where things are, and what they share. CTest sets VITRO (the tool) and
# TITLE (tests/title.c); with ./vitro in front they work by hand, too.

tests=$(dirname "$(readlink -f "$0")")
export VITRO_ROOT="${VITRO_ROOT:-$(dirname "$tests")}"
export VITRO_DIR="${VITRO_DIR:-$VITRO_ROOT/.vitro}"
: "${VITRO:=$VITRO_DIR/tool/vitro}" "${TITLE:=$VITRO_DIR/tool/tests/title}"
failures=0

# As the tool does for the programs it runs; of the tool itself, which ends soon, leaks mean
# nothing.
version=${LLVM:-19}
symbolizer=$(command -v "llvm-symbolizer-${version#-}" || command -v llvm-symbolizer || :)
export ASAN_SYMBOLIZER_PATH="$symbolizer" MSAN_SYMBOLIZER_PATH="$symbolizer"
export TSAN_OPTIONS="external_symbolizer_path=$symbolizer" UBSAN_SYMBOLIZER_PATH="$symbolizer"
export ASAN_OPTIONS="detect_leaks=0"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

fail() { # MESSAGE
	echo "FAIL: $*"
	failures=$((failures + 1))
}

# The last command of a test.
finish() {
	echo "$failures failed"
	exit $((failures != 0))
}

# [NAME] [build options]: the path of the program, or of all, after building what is not built yet.
program() {
	"$VITRO" build "$@" 2>"$scratch/build.log" && return
	cat "$scratch/build.log" >&2
	! grep -q 'no kernel tree' "$scratch/build.log" || exit 77
	exit 1
}

harnesses() {
	"$VITRO" list --json | sed -n 's/^ *"harness": "\(.*\)",$/\1/p'
}

# NAME: its committed seeds and regressions, one a line.
seeds() {
	find "$VITRO_ROOT/corpus/$1/seeds" "$VITRO_ROOT/corpus/$1/regressions" -type f 2>/dev/null | LC_ALL=C sort
}

# NAME: a file of the name "list" with its seeds; without any there is nothing to test.
list_seeds() {
	seeds "$1" >list
	[ -s list ] || { echo "no seeds of $1"; exit 77; }
}

# LOG: what the tool calls the finding in it.
title() {
	"$TITLE" <"$1" || :
}
