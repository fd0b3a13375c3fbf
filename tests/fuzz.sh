#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A session from end to end: what it prints and leaves behind when all is well, when it finds
# something, and when it is interrupted.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# Programs are shared with everybody, corpora and findings are our own.
program x509 >/dev/null
program demo >/dev/null
program race >/dev/null
mkdir "$scratch/state"
ln -s "$VITRO_DIR/build" "$scratch/state/build"
export VITRO_DIR="$scratch/state"
cd "$scratch"

run() { # EXPECTED-STATUS COMMAND...
	expected=$1 status=0
	shift
	"$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$expected" ] || { fail "$*: exit status $status, expected $expected"; cat out err; }
}

left_behind() {
	[ -z "$(find "$VITRO_DIR/tmp" -mindepth 1 2>/dev/null)" ] || fail "$1 leaves $(ls "$VITRO_DIR/tmp")"
	# Every program of a session has its scratch directory on its command line.
	! pgrep -f "$VITRO_DIR/tmp" >/dev/null || fail "$1 leaves processes"
}

# Not a terminal: one line an event, the summary last.
run 0 "$VITRO" fuzz x509 -t 5s
grep -q 'x509 address .*execs in [5-9] s, .*findings 0$' out || { fail "no summary"; cat out err; }
! grep -q "$(printf '\r')" out err || fail "carriage returns without a terminal"
[ "$(find "$VITRO_DIR/corpus/x509" -type f | wc -l)" -gt 10 ] || fail "no corpus"
left_behind "a session"
"$VITRO" list --json | sed -n '/"harness": "x509"/,/}/p' | grep -q '"execs_per_s": [1-9]' ||
	fail "no speed in vitro list"

# The demo is there to be found out.
run 1 "$VITRO" fuzz demo -t 10s
finding=$(find "$VITRO_DIR/findings/demo" -mindepth 1 -maxdepth 1 -name 'address-*' | head -n 1)
[ -n "$finding" ] || { fail "demo: nothing saved"; finish; }
for file in input log info.json; do
	[ -s "$finding/$file" ] || fail "demo: no $file"
done
left_behind "a session with findings"
run 1 "$VITRO" repro "$finding"
grep -q '^vitro: demo: ' out || { fail "repro says nothing"; cat out; }
[ "$(sed -n 's/^ *"title": "\(.*\)",*$/\1/p' "$finding/info.json")" = "$(sed -n 's/^vitro: demo: //p' out)" ] ||
	fail "repro has another title than the finding"
run 0 "$VITRO" repro "$(find "$VITRO_ROOT/corpus/x509/seeds" -type f | head -n 1)"

# Tasks: one opens and closes the device, one reads from it; the session finds out when. The finding says who ran.
printf '\000...\003...\007...\000\000' >operations
run 1 "$VITRO" fuzz race -t 10s --schedule-only operations
finding=$(find "$VITRO_DIR/findings/race" -mindepth 1 -maxdepth 1 -name 'address-*' | head -n 1)
[ -n "$finding" ] || { fail "race: nothing saved"; finish; }
head -c 12 "$finding/input" | cmp -n 12 - operations || fail "the finding has other operations"
run 1 "$VITRO" repro "$finding"
grep -q 'timeline [0-9]*: cpu[0-3] task[01] in race_[a-z]*: [a-z ]*; task[012] goes on$' out ||
	{ fail "repro shows no timeline"; cat out; }
run 2 "$VITRO" fuzz demo -t 1s --schedule-only operations

# Ctrl-C: a summary all the same, and nothing half done.
run 0 timeout --foreground --preserve-status -s INT 4 "$VITRO" fuzz x509 -t 60s
grep -q 'execs in [2-9] s' out || { fail "no summary after Ctrl-C"; cat out err; }
left_behind "Ctrl-C"
run 0 "$VITRO" fuzz x509 -t 2s

# A full disk, of which libFuzzer says nothing.
mkdir full
if unshare -m mount -t tmpfs -o size=128k none full 2>/dev/null; then
	# shellcheck disable=SC2016 # for the inner shell
	run 2 unshare -m sh -c 'mount -t tmpfs -o size=128k none full && VITRO_CORPUS=$PWD/full exec "$1" fuzz x509 -t 3s' sh "$VITRO"
	grep -q 'full/.*: No space left on device; what was found last' err || { fail "a full disk is not said"; cat out err; }
else
	echo "no mounts here: a full disk is left out"
fi
finish
