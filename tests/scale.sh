#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   scale.sh HARNESS RUNS ROUNDS CORES... [-- build options]
#
# What more machines would gain, found out on this one: so many cores each fuzz RUNS inputs from one shared corpus, one after the
# other instead of at once; then what they kept is merged into it, and the next round begins. A row per number of cores,
# a column per round: libFuzzer's features (and switches) of the corpus. For docs/scale.md.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

harness=$1 runs=$2 rounds=$3 all_cores=
shift 3
while [ $# -gt 0 ] && [ "$1" != -- ]; do
	all_cores="$all_cores $1"
	shift
done
[ $# -eq 0 ] || shift
program=$(program "$harness" "$@")
cd "$scratch"

# ROUND CORE: one core's share, into found/.
fuzz() {
	[ -d "corpus/$harness" ] && inputs=$(find "corpus/$harness" -type f | wc -l) || inputs=0
	"$program" -runs=$((runs + inputs)) -seed=$(($1 * 100003 + $2 + 1)) -reload=0 -timeout=30 \
		found "corpus/$harness" >log 2>&1 || { fail "$harness: $(title log)"; finish; }
}

merge() { # DIR: its features join the corpus; prints how many there are
	VITRO_DIR=$scratch/state VITRO_CORPUS=$scratch/corpus \
		"$VITRO" corpus merge "$harness" --program "$program" --json "$1" 2>merge.log |
		sed -n 's/.*"features": \([0-9]*\).*/\1/p'
}

mkdir seeds
list_seeds "$harness"
xargs cp -t seeds <list
for cores in $all_cores; do
	rm -rf corpus state
	mkdir corpus
	printf '%s %5d cores %6d' "$harness" "$cores" "$(merge seeds)"
	for round in $(seq "$rounds"); do
		rm -rf found
		mkdir found
		for core in $(seq "$cores"); do
			fuzz "$round" "$core"
		done
		printf ' %6d' "$(merge found)"
	done
	printf '   %d inputs, %d bytes\n' "$(find "corpus/$harness" -type f | wc -l)" \
		"$(cat "corpus/$harness"/* | wc -c)"
done
finish
