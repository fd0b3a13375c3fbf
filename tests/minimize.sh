#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   minimize.sh [build options]
#
# `vitro minimize`: the result is small, of the same bug, the same however many processes there are and however often it was
# killed; another bug on the way is a finding, too.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

program demo "$@" >/dev/null
race=$(program race "$@")
mkdir "$scratch/state"
ln -s "$VITRO_DIR/build" "$scratch/state/build"
export VITRO_DIR="$scratch/state"
cd "$scratch"

minimize() { # EXPECTED-STATUS ARGUMENTS...
	expected=$1 status=0
	shift
	"$VITRO" minimize "$@" >out 2>err || status=$?
	[ "$status" = "$expected" ] || { fail "minimize $*: exit status $status, expected $expected"; cat out err; }
}

# FILE: the directory of the finding that it became.
finding() {
	echo "state/findings/$1/address-$(sha1sum "$2" | cut -d ' ' -f 1)"
}

junk() { # COUNT
	awk -v count="$1" 'BEGIN { while (count--) printf "%c", 35 + count * 7 % 80 }'
}

# Two bugs in one input: the first is not reached at its length, but a careless cut would get there.
{
	printf 'ADD:\002abADD:\002cdBUGA\017'
	junk 15
	printf 'BUGB\377'
	junk 180
} >two
minimize 0 --harness demo two -j 1
grep -q 'demo_heap_write' out || { fail "not the bug that it was"; cat out; }
grep -q 'on the way: .*demo_heap_read' out || { fail "nothing was met on the way"; cat out; }
dir=$(finding demo two)
[ "$(head -c 4 "$dir/minimized")" = BUGB ] || fail "it has slipped"
[ "$(wc -c <"$dir/minimized")" = 5 ] || { fail "$(wc -c <"$dir/minimized") bytes are left"; od -c "$dir/minimized"; }
cp "$dir/minimized" first
"$VITRO" findings list | grep -q demo_heap_read || fail "what was met is no finding"

# What a process that is gone has left goes, but nobody else's.
mkdir -p "state/tmp/triage-999999999/x" "state/tmp/triage-$$" state/tmp/other
minimize 0 --harness demo two -t 1s
[ ! -e state/tmp/triage-999999999 ] || fail "what another has left is still there"
if [ ! -d "state/tmp/triage-$$" ] || [ ! -d state/tmp/other ]; then fail "somebody else's is gone"; fi

# However many processes, and however it came to its end.
rm "$dir/minimized"
minimize 0 "$dir" -j 3
cmp "$dir/minimized" first || fail "another result of three processes"
rm "$dir/minimized"
for wait in 0.3 0.6; do
	(timeout -s KILL "$wait" "$VITRO" minimize "$dir" || :) >/dev/null 2>&1
done
minimize 0 "$dir"
cmp "$dir/minimized" first || fail "another result after kills"
[ ! -e "$dir/minimize.state" ] || fail "the state is left"
minimize 0 "$("$VITRO" findings list --json | sed -n 's/^ *"id": "\(.*\)",*$/\1/p' | head -n 1)"

# Tasks: one opens and closes the device, one reads from it, and all do more than that. No operation and no switch is left
# that is not needed, and none that only a depth explains.
printf '\000...\013...\003...\007...\013...\007...\000\000' >operations
mkdir corpus
VITRO_RACE_BUG=0 VITRO_SCHEDULE_ONLY=operations timeout 120 "$race" -max_total_time=60 -seed=1 corpus >log 2>&1 &&
	fail "the race is not found"
found=$(find . -maxdepth 1 -name 'crash-*' | head -n 1)
[ -n "$found" ] || { fail "no input was saved"; tail -n 30 log; finish; }
minimize 0 --harness race "$found"
dir=$(finding race "$found")
[ "$(wc -c <"$dir/minimized")" -le 18 ] || { fail "not much smaller"; od -t u1 "$dir/minimized"; }
[ "$(tail -c 1 "$dir/minimized" | od -An -t u1 | tr -d ' ')" = 0 ] || { fail "a depth"; od -t u1 "$dir/minimized"; }

minimize 2
minimize 2 nothing
printf 'ADD:\001a' >well
minimize 1 --harness demo well
finish
