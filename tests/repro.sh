#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   repro.sh [build options]
#
# A finding from its id to another machine: run again, stopped in gdb, packed into one file and opened where nothing is
# known of it.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

program demo "$@" >/dev/null
build=$VITRO_DIR/build
# shellcheck source=tests/findings-state.sh
. "$tests/findings-state.sh"
ln -s "$build" "$VITRO_DIR/build"
cd "$scratch"

expect() { # STATUS COMMAND...
	expected=$1 status=0
	shift
	"$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$expected" ] || { fail "$*: exit status $status, expected $expected"; cat out err; }
}

# By the way that every finding comes about.
expect 1 env VITRO_DEMO_BUG=0 "$VITRO" fuzz demo -t 3s -j 1 --json
id=$(id_of 'demo_heap_read$')
[ -n "$id" ] || { fail "nothing found"; cat out err; finish; }
grep -q "\"id\": \"$id\"" out || fail "the session does not say $id"
finding=$("$VITRO" findings show "$id" --json | sed -n 's/^ *"best": "\(.*\)",$/\1/p')
[ "$(sha1sum <"$finding/input" | cut -c 1-40)" = "${finding##*-}" ] || fail "not named by its SHA-1"
# One input will do: what becomes of it becomes of the bug.
for other in "$(dirname "$finding")"/*; do
	[ "$other" = "$finding" ] || rm -r "$other"
done
"$VITRO" findings rebuild >/dev/null

expect 1 "$VITRO" repro "$id"
grep -q '^vitro: demo: .*demo_heap_read' out || fail "another report: $(tail -n 1 out)"
expect 1 "$VITRO" repro "$(echo "$id" | cut -c 1-5)"
expect 2 "$VITRO" repro 00000000

expect 0 "$VITRO" repro --bundle "$id"
expect 0 "$VITRO" repro --bundle "$id" -o again.vitro.tar.zst
cmp "$id.vitro.tar.zst" again.vitro.tar.zst || fail "not the same bundle again"
tar --zstd -xOf again.vitro.tar.zst info.json | grep -q '"config": "[0-9a-f]\{40\}"' || fail "no configuration"

if command -v gdb >/dev/null; then
	expect 0 "$VITRO" repro "$id" --gdb -- -batch -ex bt
	grep -q '^#[0-9]* .* in demo_heap_read .*demo_heap.c:[0-9]' out || { fail "gdb does not stop there"; cat out err; }
fi

expect 1 "$VITRO" verify-fix -k 6.12 "$id"
grep -q "^$id  still there  *3/3 " out || fail "verify-fix: $(cat out)"
expect 1 "$VITRO" affected "$id" -k 6.12 -n 1
grep -q "^$id  yes " out || fail "affected: $(cat out)"

# What is called fixed and is not does not become a regression test; what is fixed does.
expect 2 "$VITRO" regress demo "$id" -o kept
grep -q 'is not marked as fixed' err || fail "not refused: $(cat err)"
"$VITRO" findings mark fixed "$id" --reason 'by a patch'
expect 1 "$VITRO" regress demo -o kept
grep -q "^$id  still crashes" out || fail "a crash becomes a regression test: $(cat out)"
[ ! -e kept ] || fail "something was kept"
mv "$finding/input" input
printf 'harmless' >"$finding/input"
expect 0 "$VITRO" verify-fix -k 6.12 "$id"
grep -q "^$id  fixed  *0/3 " out || fail "verify-fix: $(cat out)"
expect 0 "$VITRO" regress demo "$id" -o kept
[ "$(cat kept/*demo_heap_read."$id")" = harmless ] || fail "no regression test: $(cat out)"
expect 0 "$VITRO" regress demo -o kept
grep -q "^$id  is there " out || fail "added again: $(cat out)"
mv input "$finding/input"

# Somewhere else.
mkdir "$scratch/elsewhere"
ln -s "$build" "$scratch/elsewhere/build"
export VITRO_DIR="$scratch/elsewhere"
expect 2 "$VITRO" repro "$id"
expect 1 "$VITRO" repro again.vitro.tar.zst
grep -q '^vitro: demo: .*demo_heap_read' out || fail "another report from the bundle"
! grep 'found ' err || fail "the same kernel is another"
[ -z "$(ls "$VITRO_DIR/tmp")" ] || fail "left behind: $(ls "$VITRO_DIR/tmp")"
mkdir other
tar --zstd -xf again.vitro.tar.zst -C other
sed -i 's/"version": "[^"]*"/"version": "6.0.0"/; s/"config": "../"config": "zz/' other/info.json
tar -C other --zstd -cf other.vitro.tar.zst info.json report input
expect 1 "$VITRO" repro other.vitro.tar.zst
grep -q '^vitro: found on 6.0.0, run on 6' err || fail "nothing of the other version"
grep -q '^vitro: found with another kernel configuration' err || fail "nothing of the other configuration"
head -c 100 again.vitro.tar.zst >cut.vitro.tar.zst
expect 2 "$VITRO" repro cut.vitro.tar.zst
finish
