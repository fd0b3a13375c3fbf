#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   determinism.sh HARNESS [build options]
#
# Every seed does the same 100 times out of 100: in ten processes, in each of them ten times, in
# an order that is drawn anew each time. The same is: as often each edge, the same allocations and
# frees in sequence.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

harness=$1
program=$(program "$@")
cd "$scratch"
list_seeds "$harness"
count=$(wc -l <list)

for process in 1 2 3 4 5 6 7 8 9 10; do
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		shuf list
	done >"order$process"
	# shellcheck disable=SC2046 # names have no blanks
	VITRO_TRACE=1 timeout 300 "$program" -detect_leaks=0 $(cat "order$process") >"log$process" 2>&1 ||
		{ fail "process $process: $(title "log$process")"; finish; }
done
awk '/^Running: / { seed = $2 } /^vitro: trace: / { sub(/^vitro: trace: /, ""); print seed ": " $0 }' log* |
	sort | uniq -c | sort -k2,2 -k1,1nr >traces
[ -s traces ] || fail "no traces"
awk '$1 != 100' traces >differ
if [ -s differ ]; then
	fail "$(awk '{ print $2 }' differ | uniq | wc -l) of $count seeds do not always do the same"
	head -n 40 differ
fi
[ "$(wc -l <traces)" = "$count" ] || fail "$(wc -l <traces) different traces of $count seeds"
# Seeds that all do the same would prove nothing.
[ "$count" = 1 ] || [ "$(awk '{ print $5 }' traces | sort -u | wc -l)" -gt 1 ] || fail "all traces are alike"
echo "$harness: $count seeds, 100 runs each"
finish
