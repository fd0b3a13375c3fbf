#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Findings tried on other trees. The planted bugs of demo are in every tree; VITRO_DEMO_BUG takes them out, as a fix would.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# Programs are shared with everybody, findings are our own.
program demo -k 6.12 >/dev/null
mkdir "$scratch/state"
build=$VITRO_DIR/build
ln -s "$build" "$scratch/state/build"
trap 'rm -rf "$build"/vitro-bare-* "$scratch"' EXIT
export VITRO_DIR="$scratch/state" VITRO_OVERRIDES="$scratch/overrides"
cd "$scratch"

# STATUS COMMAND...: output in "out", errors in "err".
run() {
	expected=$1 status=0
	shift
	timeout 200 "$VITRO" "$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$expected" ] || { fail "$*: exit status $status, expected $expected"; cat out err; }
}

shows() { # PATTERN
	grep -qE -- "$1" out || { fail "no '$1'"; cat out err; }
}

make_tree() { # DIRECTORY VERSION PATCHLEVEL: what has a version and nothing else
	mkdir -p "$1"
	printf 'VERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = 0\n' "$2" "$3" >"$1/Makefile"
	: >"$1/Kconfig"
}
make_tree vitro-bare-old 5 4
make_tree vitro-bare-new 6 12

run 2 verify-fix -k 6.12
grep -q 'no finding is open' err || fail "nothing to do: $(cat err)"

# A command that reads behind the end of what it allocated, and one that writes there.
printf 'BUGA\100aaaa' >'read'
printf 'BUGB\100aaaa' >'write'
run 1 triage --harness demo -k 6.12 read write
run 0 findings list
read_bug=$(sed -n 's/^\([0-9a-f]*\) .* in demo_heap_read$/\1/p' out)
write_bug=$(sed -n 's/^\([0-9a-f]*\) .* in demo_heap_write$/\1/p' out)
if [ -z "$read_bug" ] || [ -z "$write_bug" ]; then
	fail "planted bugs not found: $(cat out)"
	finish
fi
finding=$(dirname "$(grep -l BUGA "$VITRO_DIR"/findings/demo/*/input)")

run 1 verify-fix -k 6.12
shows "^$read_bug  still there +3/3  .* in demo_heap_read$"
shows "^$write_bug  still there +3/3 "
run 1 verify-fix -k 6.12 "$finding" -n 5
shows "^$read_bug  still there +5/5 "

# An input that once showed the one and now shows the other.
mkdir turned
cp "$finding"/* turned/
cp write turned/input
run 1 verify-fix -k 6.12 ./turned
shows "^$read_bug  changed +3/3  .* in demo_heap_read$"
shows "^ +now: .* in demo_heap_write$"
run 0 findings list
grep -qE "^$write_bug .* open +2 " out || { fail "what has changed is not filed"; cat out; }

export VITRO_DEMO_BUG=1000
run 0 verify-fix -k 6.12 "$read_bug" --json
shows '"verdict": "fixed"'
run 0 verify-fix -k 6.12 "$finding" --mark
shows "^$read_bug  fixed +0/3 "
grep -qE "^fixed $read_bug # " overrides || { fail "nothing marked"; cat overrides; }
run 0 findings list
shows "^$read_bug .* fixed "
shows "^$write_bug .* open "
unset VITRO_DEMO_BUG

# A tree that is too old, and one that does not build, are answers; what is no tree is a mistake.
run 1 verify-fix -k "$scratch/vitro-bare-old" "$write_bug"
shows "^$write_bug  not applicable +0/0 "
shows '^ +.* is Linux 5.4.0: 5.15 or later is needed$'
run 1 verify-fix -k "$scratch/vitro-bare-new" "$write_bug"
shows "^$write_bug  not applicable +0/0 "
run 1 affected "$write_bug" -k 6.12 -k "$scratch/vitro-bare-old"
shows "^$write_bug  yes +unknown "
shows "^$write_bug on .*: unknown: .* is Linux 5.4.0"
VITRO_DEMO_BUG=0 run 0 affected "$write_bug" -k 6.12 --json
shows '"verdict": "fixed"'
for command in "verify-fix -k $scratch $write_bug" "affected -k nowhere $write_bug" "affected $write_bug" \
	"verify-fix $write_bug" "verify-fix -k 6.12 ffffffff" "verify-fix -k 6.12 $scratch" \
	"verify-fix -k 6.12 -s adress $write_bug" "verify-fix -k 6.12 -n 0 $write_bug" \
	"bisect $write_bug --good HEAD --bad HEAD -k $scratch" "bisect $write_bug --good HEAD -k $scratch"; do
	# shellcheck disable=SC2086 # words are wanted
	run 2 $command
	if [ "$(wc -l <err)" != 1 ] || ! grep -q '^vitro: ' err; then fail "$command: '$(cat err)'"; fi
done
[ -z "$(find "$VITRO_DIR/tmp" "$VITRO_DIR/bisect" -mindepth 1 2>/dev/null)" ] || fail "something is left behind"
finish
