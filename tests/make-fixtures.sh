#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-fixtures.sh [FILE]
#
# Makes tests/reports/fixtures.xz, by which unit_fixtures.c measures identity: what every planted bug of `demo` and
# `race` prints, in every flavour that sees it, built by three versions of clang, for speed and for size, on two trees.
# Each report stands behind a line "==== BUG FLAVOUR CLANG FLAGS TREE". What can fire is chosen by VITRO_<HARNESS>_BUG, so the
# name is the truth whatever the report says. Not a test: takes the better part of an hour. TREES, LLVMS, FLAVOURS and
# OPTS choose less.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

output=${1:-$tests/reports/fixtures.xz}
mkdir "$scratch/inputs" "$scratch/corpus"

# The demo's command: tag, length, value. Most bugs want it long, these want nothing.
write_inputs() {
	while read -r name harness _ tag _; do
		case $name in
		double-free | divide | endless-loop | uninitialised) printf '%s\000' "$tag" >"$scratch/inputs/$name" ;;
		*) { printf '%s\310' "$tag" && printf '%200s' ''; } >"$scratch/inputs/$name" ;;
		esac
		[ "$harness" = demo ] && [ "$tag" != - ] || rm "$scratch/inputs/$name"
	done <<-end
		$(grep '^[^# ]' "$tests/planted.table")
	end
}

# Without what an engine says of itself and of the input.
keep() { # NAME
	! grep -qE 'ERROR: |WARNING: [A-Z]\w*Sanitizer|vitro: finding: |runtime error: ' "$scratch/log" && return
	echo "==== $1"
	sed -e '/^INFO: /d; /^#[0-9]/d; /^MS: /d; /^0x[0-9a-f]*,/d; /^artifact_prefix/d; /^Base64: /d; /^Running: /d; /Running 1 inputs/d' \
		-e '/^Shadow bytes/,/^==[0-9]*==ABORTING/d; /^BUG.*   /d' -e "s#$VITRO_DIR#.vitro#g" "$scratch/log" |
		LC_ALL=C tr -cd '\n\t -~'
}

run_demo() { # VARIANT...
	program=$(program demo -s "$1" --llvm "$2" -k "$4")
	while read -r name harness index _; do
		[ -f "$scratch/inputs/$name" ] || continue
		VITRO_DEMO_BUG=$index timeout 20 "$program" -timeout=2 -artifact_prefix="$scratch/" "$scratch/inputs/$name" >"$scratch/log" 2>&1 || :
		keep "$name $1 clang$2 $3 $4"
	done <<-end
		$(grep '^[^# ]' "$tests/planted.table")
	end
}

# Which schedule shows a race is for the engine to find.
run_race() { # VARIANT...
	case $1 in address | thread) ;; *) return 0 ;; esac
	program=$(program race -s "$1" --llvm "$2" -k "$4")
	for index in 0 1; do
		rm -f "$scratch"/corpus/*
		VITRO_RACE_BUG=$index timeout 40 "$program" -max_total_time=20 -timeout=5 -seed=1 -artifact_prefix="$scratch/" \
			"$scratch/corpus" >"$scratch/log" 2>&1 || :
		keep "race-$index $1 clang$2 $3 $4"
	done
}

all() {
	for tree in ${TREES:-6.12 6.1}; do
		for llvm in ${LLVMS:-19 16 22}; do
			for flavour in ${FLAVOURS:-address thread memory undefined}; do
				for opt in ${OPTS:--O2 -Os -O3}; do
					[ "$opt" != -O3 ] || [ "$llvm" = 19 ] || continue
					if [ "$opt" = -O2 ]; then unset VITRO_KCFLAGS; else export VITRO_KCFLAGS="$opt"; fi
					echo "$flavour clang$llvm $opt $tree" >&2
					run_demo "$flavour" "$llvm" "$opt" "$tree"
					run_race "$flavour" "$llvm" "$opt" "$tree"
				done
			done
		done
	done
}

write_inputs
all >"$scratch/fixtures"
grep -c '^==== ' "$scratch/fixtures" >&2
xz -9e <"$scratch/fixtures" >"$output"
