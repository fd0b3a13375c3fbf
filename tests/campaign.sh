#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   campaign.sh whole|killed|screen
#
# Many harnesses in one run: what it prints and leaves behind when all is well and when it is not; that a kill at any moment
# loses nothing but seconds; the full-screen view in a real terminal (tmux), in any size.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

program kfifo demo >/dev/null
mkdir "$scratch/state"
shared=$VITRO_DIR/build
export VITRO_DIR="$scratch/state"
cd "$scratch"

run() { # EXPECTED-STATUS COMMAND...
	expected=$1 status=0
	shift
	"$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$expected" ] || { fail "$*: exit status $status, expected $expected"; cat out err; }
}

# QUERY: of history.db, a line a row
sql() {
	python3 -c 'import sqlite3, sys
for row in sqlite3.connect(sys.argv[1], timeout=30).execute(sys.argv[2]): print(*row)' "$VITRO_DIR/history.db" "$1"
}

is() { # WHAT QUERY EXPECTED
	found=$(sql "$2")
	[ "$found" = "$3" ] || fail "$1: '$found' instead of '$3'"
}

left_behind() {
	[ -z "$(find "$VITRO_DIR/tmp" -mindepth 1 2>/dev/null)" ] || fail "$1 leaves $(ls "$VITRO_DIR/tmp")"
	! pgrep -f "$VITRO_DIR/tmp" >/dev/null || fail "$1 leaves processes"
}

# A copy of what is built, where x509 cannot be: its program's place is taken by a directory.
spoil_x509() {
	for tree in "$shared"/6.12_*/; do
		mine=$VITRO_DIR/build/$(basename "$tree")
		mkdir -p "$mine/overlay" "$mine/address"
		find "$tree/overlay" -mindepth 1 -maxdepth 1 ! -name 'build-*' -exec cp -a -t "$mine/overlay" {} +
		cp -a "$tree/overlay/build-address" "$mine/overlay/"
		cp -a "$tree/address/." "$mine/address/"
		rm -f "$mine"/address/bin/x509*
		mkdir -p "$mine/address/bin/x509/in-the-way"
	done
}

whole() {
	spoil_x509
	run 1 "$VITRO" fuzz kfifo x509 demo -s address -t 8s -j 2
	grep -q '^x509 address: does not build: ' out || { fail "x509 is not told of"; cat out err; }
	grep -qE '^kfifo +address +[0-9]+ +[0-9]+% +[1-9]' out || { fail "no slices of kfifo"; cat out; }
	grep -qE '^ +[0-9]+  [0-9a-f]{8}  new  demo ' out || { fail "no bug of the demo"; cat out; }
	grep -qE '^campaign 1: [1-9][0-9]* execs in [89] s, features \+[1-9]' out || { fail "no summary"; cat out; }
	grep -qE '^kfifo address: [0-9]+ s, [1-9][0-9]* exec/s, cov [0-9]+, features [0-9]+ \(\+[0-9]+\), corpus [0-9]+' err ||
		{ fail "no line of a slice"; cat err; }
	! grep -q "$(printf '\r')" out err || fail "carriage returns without a terminal"
	left_behind "a campaign"
	is "slices that are in the history" "SELECT count(*) > 4, min(clock) >= 0, max(clock) < 9 FROM runs WHERE campaign=1" "1 1 1"
	is "a campaign that ended" "SELECT count(*), sum(seconds), min(ended) > 1e9 FROM campaign" "1 8 1"
	is "bugs" "SELECT count(*) > 0 FROM campaign_bug WHERE fresh AND length(bug)=8" "1"
	page
	again
	words
}

page() {
	grep -q '<h2>Campaign 1</h2>' "$VITRO_DIR/report.html" || fail "no campaign in the page"
	for what in 'All: features found' 'All: bugs' 'kfifo, address: features' 'demo, address: executions a second'; do
		grep -q "<figcaption>$what</figcaption>" "$VITRO_DIR/report.html" || fail "no plot of $what"
	done
	[ "$(find "$VITRO_DIR" -maxdepth 1 -name 'report.html*' | wc -l)" = 1 ] || fail "drafts of the page"
}

# The same once more is another one; what is known is not new.
again() {
	"$VITRO" fuzz kfifo demo -s address -t 3s -j 2 --json >out 2>err </dev/null || [ $? = 1 ] || fail "the same once more"
	python3 -c 'import json, sys
data = json.load(open("out"))
assert data["campaign"] == 2 and not data["interrupted"] and 3 <= data["seconds"] < 4, data
assert {p["harness"] for p in data["programs"]} == {"kfifo", "demo"}, data
assert sum(p["execs"] for p in data["programs"]) == data["execs"] > 0, data' || fail "not the JSON that is wanted"
	! grep -q 'goes on' err || fail "what was ended goes on"
}

words() {
	run 2 "$VITRO" fuzz --resume
	grep -q 'there is no campaign that was not ended' err || fail "--resume of nothing"
	run 2 "$VITRO" fuzz --resume kfifo
	run 2 "$VITRO" fuzz --target kfif -t 1s
	grep -q "did you mean 'kfifo'" err || fail "no name suggested"
	run 2 "$VITRO" fuzz kfifo demo -s adress -t 1s
	run 2 "$VITRO" fuzz --all --schedule-only "$VITRO_ROOT/README.md"
}

# SECONDS: a campaign of six seconds, that is killed after as many from when it began to fuzz
kill_after() {
	: >err
	"$VITRO" fuzz kfifo demo -s address -t 6s -j 2 >out 2>err </dev/null &
	campaign=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		! grep -q '^campaign 1: ' err || break
		sleep 0.5
	done
	sleep "$1"
	kill -9 "$campaign"
	wait "$campaign" || :
}

killed() {
	ln -s "$shared" "$VITRO_DIR/build"
	kill_after 0 2>/dev/null
	kill_after 2.3 2>/dev/null
	kill_after 0.9 2>/dev/null
	grep -qE '^campaign 1 goes on: 00:0[1-5] of 00:06 done' err || { fail "it does not go on"; cat err; }
	is "integrity" "PRAGMA integrity_check" ok
	is "one campaign" "SELECT count(*), max(ended) IS NULL, sum(clock) > 1 FROM campaign" "1 1 1"
	before=$(sql "SELECT sum(execs) FROM campaign_program")
	bugs=$(sql "SELECT count(*) FROM campaign_bug")
	salvage
	run 1 "$VITRO" fuzz --resume -j 2
	grep -q '^campaign 1 goes on: ' err || { fail "--resume does not go on"; cat err; }
	is "its time" "SELECT count(*), sum(clock) >= 6, sum(clock) < 7, max(ended) > 1e9 FROM campaign" "1 1 1 1"
	[ "$(sql "SELECT sum(execs) FROM campaign_program")" -gt "$before" ] || fail "executions are lost"
	[ "$(sql "SELECT count(*) FROM campaign_bug")" -ge "$bugs" ] || fail "bugs are lost"
	[ -f "$finding/input" ] || fail "what was found when it was killed is lost"
	left_behind "a campaign that was killed"
	[ "$(find "$VITRO_DIR" -maxdepth 1 -name 'report.html*' | wc -l)" = 1 ] || fail "drafts of the page"
}

# As if the program had crashed, and vitro been killed before it was told.
salvage() {
	finding=$(find "$VITRO_DIR/findings/demo" -mindepth 1 -maxdepth 1 -name 'address-*' | head -n 1)
	[ -n "$finding" ] || { fail "demo: nothing saved"; finish; }
	sh -c : & # a process that is gone
	wait $!
	: >"$VITRO_DIR/report.html.$!"
	mkdir -p "$VITRO_DIR/tmp/fuzz-$!-0.demo/0" "$VITRO_DIR/corpus/demo"
	mv "$finding/input" "$VITRO_DIR/tmp/fuzz-$!-0.demo/0/crash-${finding##*/address-}"
	rm -rf "$finding"
}

tmux_run() { # ARGUMENTS...
	tmux -f /dev/null -S "$scratch/tmux" "$@"
}

# PATTERN [PATTERN THAT IS NOT THERE]: the screen comes to show it
see() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		tmux_run capture-pane -p >screen
		if grep -qE -e "$1" screen && { [ -z "${2-}" ] || ! grep -qE -e "$2" screen; }; then return; fi
		sleep 0.5
	done
	fail "the screen does not show '$1'"
	cat screen
}

size() { # COLUMNS ROWS
	tmux_run resize-window -x "$1" -y "$2"
}

# KEYS: ends it; the terminal is as it was, with the summary on it.
ends_with() {
	rm -f after
	tmux_run respawn-pane -k "stty -g >before
		'$VITRO' fuzz kfifo demo -s address -t 60s -j 1 --tui --fresh; echo status \$?; stty -g >after; sleep 60"
	see 'campaign [0-9]+: 0[01]:[0-9]+ left of 01:00'
	tmux_run send-keys "$1"
	see '^status [01]$'
	see 'vitro fuzz --resume, does the rest'
	cmp before after || fail "$1: the terminal is not what it was"
	[ "$(tmux_run display -p '#{alternate_on}#{cursor_flag}')" = 01 ] || fail "$1: the screen is not given back"
}

screen() {
	command -v tmux >/dev/null || { echo "no tmux here"; exit 77; }
	ln -s "$shared" "$VITRO_DIR/build"
	trap 'tmux_run kill-server 2>/dev/null; rm -rf "$scratch"' EXIT
	tmux_run new-session -d -x 100 -y 30 "sleep 60"
	tmux_run set-option -g remain-on-exit on
	tmux_run respawn-pane -k "'$VITRO' fuzz kfifo demo -s address -t 60s -j 1 --tui"
	see '^\* (kfifo|demo) +address +[1-9][0-9]* .*\+[1-9]'
	see '^kfifo address: [0-9]+ s'
	see 'HARNESS +FLAVOUR +EXEC/S +EDGES +FEATURES +NEW +CORPUS +BUGS +TIME +LAST NEW'
	size 40 10
	see 'HARNESS +FLAVOUR +EXEC/S' CORPUS
	size 12 3
	see '^vitro campai$' HARNESS
	size 120 40
	see 'LAST NEW'
	ends_with C-c
	ends_with q
}

case $1 in whole) whole ;; killed) killed ;; screen) screen ;; esac
finish
