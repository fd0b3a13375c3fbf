#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   triage.sh [build options]
#
# `vitro triage`: runners say what the program itself says, crashes are filed under the bugs that they are of, and a kill at any
# moment loses nothing.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

program=$(program demo "$@")
mkdir "$scratch/state" "$scratch/inputs"
ln -s "$VITRO_DIR/build" "$scratch/state/build"
export VITRO_DIR="$scratch/state"
cd "$scratch"

# A command with each planted bug: tag, length, value. What is special about one is said.
tags=$(awk '$2 == "demo" && $5 == "address" && $4 ~ /^BUG/ && $1 != "endless-loop" { print $4 }' "$tests/planted.table")
for tag in $tags; do
	case $tag in
	BUGD | BUGU | BUG9 | BUG6 | BUGg) length='\003' ;;
	*) length='\377' ;;
	esac
	printf '%s%b%s' "$tag" "$length" "some value and more" >"inputs/$tag"
done
count=$(find inputs -type f | wc -l)

triage() { # EXPECTED-STATUS ARGUMENTS...
	expected=$1 status=0
	shift
	"$VITRO" triage "$@" >out 2>err || status=$?
	[ "$status" = "$expected" ] || { fail "triage $*: exit status $status, expected $expected"; cat out err; }
}

# So many bugs as there are, each time, and each in a row of its own.
triage 1 --harness demo inputs -n 2
[ "$(grep -c '  2/2  ' out)" = "$count" ] || { fail "$count inputs are not as many bugs"; cat out; }
! grep -q 'flaky\|does not crash' out || { fail "not all crash"; cat out; }
[ "$(find state/findings/demo -name input | wc -l)" = "$count" ] || fail "not all are kept"
[ -z "$(find state/tmp -mindepth 1 2>/dev/null)" ] || fail "something is left in tmp"

# The names that the shim leaves to the tool, and frames, are as they are in the program's own report.
for tag in BUGA BUGF BUGQ BUGW BUG3 BUGV BUGh BUGl; do
	"$program" "inputs/$tag" >direct 2>&1 || :
	sha=$(sha1sum "inputs/$tag" | cut -d ' ' -f 1)
	log=state/findings/demo/address-$sha/log
	[ "$(title direct)" = "$(title "$log")" ] || fail "$tag is '$(title "$log")', not '$(title direct)'"
	! grep -q '{place\|{symbol\|(nil)\|<null>' "$log" || { fail "$tag: names are missing"; cat "$log"; }
	# Functions of the stacks and of the kernel log, but for what called the harness.
	for file in direct "$log"; do
		grep -o ' in [a-z_]* [a-z_/.]*:[0-9]*\|^  <.>    .*' "$file" |
			grep -v 'shim/host/\|libc\|fuzzer' | sort -u >"$(basename "$file").names"
	done
	cmp -s direct.names log.names || { fail "$tag: other functions"; diff direct.names log.names; }
done

# Another time there is nothing new; what does not crash is said.
printf 'ADD:\001a' >well
triage 1 --harness demo well "inputs/BUGA" --json
grep -q '"new": false' out || { fail "it is new again"; cat out; }
grep -q 'well"' out || { fail "what ends well is not named"; cat out; }
triage 0 --harness demo well
triage 2 --harness demo nothing
triage 2 well
triage 2 --harness demo well -n 0

# Killed at some moment, then again: all are there once.
rm -r state/findings state/findings.db*
for wait in 0.1 0.4 0.8; do
	(timeout -s KILL "$wait" "$VITRO" triage --harness demo inputs || :) >/dev/null 2>&1
done
triage 1 --harness demo inputs -n 1
[ "$(grep -c '  1/1  ' out)" = "$count" ] || { fail "after a kill: $count inputs are not as many bugs"; cat out; }
triage 1 -n 1
[ "$(grep -c '  1/1  ' out)" = "$count" ] || { fail "all findings: not as many"; cat out; }
finish
