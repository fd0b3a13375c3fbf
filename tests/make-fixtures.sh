#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-fixtures.sh [FILE]
#
# Makes tests/reports/fixtures.xz, by which unit_crash.c measures identity: what every planted bug of `demo` and
# `race` prints, in every flavour that sees it, built by three versions of clang, for speed and for size, on two trees.
# Each report stands behind a line "==== BUG FLAVOUR CLANG FLAGS TREE". What can fire is chosen by VITRO_<HARNESS>_BUG, so the
# name is the truth whatever the report says. Not a test: takes the better part of an hour. VARIANTS, a regular
# expression, chooses less.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

output=${1:-$tests/reports/fixtures.xz}
mkdir "$scratch/inputs" "$scratch/corpus"

# The demo's command: tag, length, value. Most bugs want it long, these want nothing.
write_inputs() {
	while read -r name harness _ tag _; do
		if [ "$harness" != demo ] || [ "$tag" = - ]; then continue; fi
		case $name in
		double-free | divide | endless-loop | uninitialised) printf '%s\000' "$tag" >"$scratch/inputs/$name" ;;
		*) { printf '%s\310' "$tag" && printf '%200s' ''; } >"$scratch/inputs/$name" ;;
		esac
	done <<-end
		$(grep '^[^# ]' "$tests/planted.table")
	end
}

# Without what an engine says of itself and of the input. MSan of clang 16 takes a local of the recursion for
# uninitialised before that goes deep: another report than the planted one.
keep() { # NAME
	! grep -qE 'ERROR: |WARNING: [A-Z]\w*Sanitizer|vitro: finding: |runtime error: ' "$scratch/log" && return
	case $1 in
	recursion*) grep -q use-of-uninitialized-value "$scratch/log" && set -- "uninitialised-$1" ;;
	esac
	echo "==== $1"
	sed -e '/^INFO: /d; /^#[0-9]/d; /^MS: /d; /^0x[0-9a-f]*,/d; /^artifact_prefix/d; /^Base64: /d; /^Running: /d; /Running 1 inputs/d' \
		-e '/^Shadow bytes/,/^==[0-9]*==ABORTING/d; /^BUG.*   /d' -e "s#$VITRO_DIR#.vitro#g" "$scratch/log" |
		LC_ALL=C tr -cd '\n\t -~'
}

run_demo() { # VARIANT...
	program=$(program demo -s "$1" --llvm "$2" -k "$4")
	while read -r name harness index _; do
		[ -f "$scratch/inputs/$name" ] || continue
		limit=20
		[ "$name" != endless-loop ] || limit=2
		VITRO_DEMO_BUG=$index timeout -s KILL 60 "$program" -timeout=$limit -artifact_prefix="$scratch/" \
			"$scratch/inputs/$name" >"$scratch/log" 2>&1 || :
		keep "$name $1 clang$2 $3 $4"
	done <<-end
		$(grep '^[^# ]' "$tests/planted.table")
	end
}

# Which schedule shows a race is for the engine to find. TSan of clang 16 takes coverage counters for data that races.
run_race() { # VARIANT...
	case $1-$2 in address-* | thread-19 | thread-22) ;; *) return 0 ;; esac
	program=$(program race -s "$1" --llvm "$2" -k "$4")
	for index in 0 1; do
		rm -f "$scratch"/corpus/*
		VITRO_RACE_BUG=$index timeout -s KILL 60 "$program" -max_total_time=20 -timeout=5 -seed=1 -artifact_prefix="$scratch/" \
			"$scratch/corpus" >"$scratch/log" 2>&1 || :
		keep "race-$index $1 clang$2 $3 $4"
	done
}

# Not every combination: each flavour at each level, by each compiler, and on each tree.
variants() {
	cat <<-end
		address 19 -O2 6.12
		address 19 -Os 6.12
		address 19 -O3 6.12
		address 16 -O2 6.12
		address 16 -Os 6.12
		address 22 -O2 6.12
		address 22 -Os 6.12
		thread 19 -O2 6.12
		thread 19 -Os 6.12
		thread 19 -O3 6.12
		thread 16 -O2 6.12
		thread 22 -O2 6.12
		memory 19 -O2 6.12
		memory 19 -Os 6.12
		memory 19 -O3 6.12
		memory 16 -O2 6.12
		memory 22 -Os 6.12
		undefined 19 -O2 6.12
		undefined 19 -Os 6.12
		undefined 19 -O3 6.12
		undefined 16 -Os 6.12
		undefined 22 -O2 6.12
		address 19 -O2 6.1
		address 22 -Os 6.1
		thread 19 -Os 6.1
		memory 16 -O2 6.1
		undefined 22 -Os 6.1
	end
}

run_variant() { # FLAVOUR LLVM LEVEL TREE
	if [ "$3" = -O2 ]; then unset VITRO_KCFLAGS; else export VITRO_KCFLAGS="$3"; fi
	echo "$*" >&2
	run_demo "$@"
	run_race "$@"
}

all() {
	variants | grep -E "${VARIANTS:-.}" | while read -r flavour llvm level tree; do
		run_variant "$flavour" "$llvm" "$level" "$tree" </dev/null
	done
}

write_inputs
all >"$scratch/fixtures"
grep -c '^==== ' "$scratch/fixtures" >&2
xz -9e <"$scratch/fixtures" >"$output"
