#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   determinism.sh HARNESS [build options]
#
# Every seed does the same 100 times out of 100: in ten processes, in each of them ten times, in
# an order that is drawn anew each time. What a short session makes of them does the same nine times, in three
# processes. The same is: as often each edge, the same allocations and frees in sequence.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

harness=$1
program=$(program "$@")
cd "$scratch"
list_seeds "$harness"
count=$(wc -l <list)

# The hash of a name, or of a number of an inode, has an address in it: edges tell how many share a chain of the VFS's tables.
part='^$'
! grep -q 'targets/fs/fs.h' "$VITRO_ROOT/harnesses/$harness.c" || part='[0-9]* edges [0-9a-f]*, '

# LIST PROCESSES TIMES: the inputs in LIST, and what differs.
run() {
	count=$(wc -l <"$1")
	for process in $(seq "$2"); do
		for _ in $(seq "$3"); do
			shuf "$1"
		done >"order$process"
		# shellcheck disable=SC2046 # names have no blanks
		VITRO_TRACE=1 timeout 300 "$program" -detect_leaks=0 $(cat "order$process") >"log$process" 2>&1 ||
			{ fail "process $process: $(title "log$process")"; finish; }
	done
	awk -v part="$part" '/^Running: / { input = $2 } /^vitro: trace: / { sub(/^vitro: trace: /, ""); sub(part, ""); print input ": " $0 }' log* |
		sort | uniq -c | sort -k2,2 -k1,1nr >traces
	rm log*
	[ -s traces ] || fail "no traces"
	awk -v all=$(($2 * $3)) '$1 != all' traces >differ
	if [ -s differ ]; then
		fail "$(awk '{ print $2 }' differ | uniq | wc -l) of $count inputs do not always do the same"
		head -n 40 differ
	fi
	[ "$(wc -l <traces)" = "$count" ] || fail "$(wc -l <traces) different traces of $count inputs"
}

run list 10 10
# Seeds that all do the same would prove nothing.
# (Of images, whose edges are not compared, they may.)
[ "$count" = 1 ] || [ "$part" != '^$' ] || [ "$(awk '{ $1 = $2 = ""; print }' traces | sort -u | wc -l)" -gt 1 ] || fail "all traces are alike"
echo "$harness: $count seeds, 100 runs each"

# Which of two pipes is locked first is a matter of their addresses, which are others when other inputs come first; of the
# seeds none shows it.
[ "$harness" != pipe ] || finish

mkdir kept
if xargs cp -t kept <list && "$program" -seed=1 -runs=1500 -detect_leaks=0 kept >session 2>&1; then
	find kept -type f | head -n 400 >made
	run made 3 3
	echo "$harness: $count more inputs, 9 runs each"
fi
finish
