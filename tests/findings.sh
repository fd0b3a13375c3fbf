#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What is known of findings, as `vitro findings` tells it; what a person decides holds, and a database that is gone
# is made again.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/findings-state.sh
. "$tests/findings-state.sh"
cd "$scratch"

same() { # WHAT GOT EXPECTED
	[ "$2" = "$3" ] || fail "$1: '$2', expected '$3'"
}

refuses() { # PATTERN COMMAND...
	pattern=$1 status=0
	shift
	"$@" >out 2>err </dev/null || status=$?
	same "$*: status" $status 2
	grep -q "^vitro: .*$pattern" err || fail "$*: '$(cat err)' does not match '$pattern'"
	same "$*: lines" "$(wc -l <err)" 1
}

"$VITRO" findings >list
same "nothing found" "$(wc -l <list)" 1
make_findings
make_finding again demo "$tests/reports/use-after-free.log" x
"$VITRO" findings >list
grep -q 'use_after_free$' list || fail "no use-after-free in $(cat list)"
use=$(id_of 'in use_after_free$') write=$(id_of 'in write_right_after_the_end$')
same "inputs of it" "$("$VITRO" findings --json | grep -A 8 "$use" | sed -n 's/.*"crashes": \([0-9]*\).*/\1/p')" 2

"$VITRO" findings show "$use" >shown
grep -q '1 bytes, address 6.12.117 .*/address-again$' shown || fail "show: not the smallest input first"
grep -q "^reproduce  ./vitro repro $use$" shown || fail "show: no command"
"$VITRO" findings show "$use" --json | grep -q "\"id\": \"$use\"" || fail "show --json: no id"
"$VITRO" findings explain "$use" "$write" >explained
grep -q "^filed as two: $use and $write$" explained || fail "explain: $(cat explained)"

# A person's word counts, and is taken back.
"$VITRO" findings mark same "$use" "$write" --reason 'one cause'
grep -qx "same $use $write # one cause" overrides || fail "mark: $(cat overrides)"
"$VITRO" findings explain "$use" "$write" | grep -q '^filed as one: ' || fail "mark same does not count"
"$VITRO" findings mark different "$use" "$write" --reason 'two causes'
"$VITRO" findings explain "$use" "$write" | grep -q '^filed as two: ' || fail "mark different does not count"
"$VITRO" findings mark ignore "$use" --reason 'by design'
"$VITRO" findings | grep -q "^$use .* ignored " || fail "mark ignore does not count"
"$VITRO" findings export | grep -q "\"id\": \"$use\"" && fail "what is ignored is exported"
"$VITRO" findings mark open "$use"
"$VITRO" findings | grep -q "^$use .* open " || fail "mark open does not count"
refuses 'no finding ffffffff' "$VITRO" findings mark fixed ffffffff
refuses 'mark same wants 2 IDs' "$VITRO" findings mark same "$use"
refuses "'well' is not same" "$VITRO" findings mark well "$use"
refuses "no format 'pdf'" "$VITRO" findings export --format pdf
refuses "cannot 'lst'" "$VITRO" findings lst
echo 'smae 01234567 89abcdef' >>overrides
refuses "overrides:[0-9]*: 'smae' is not" "$VITRO" findings
rm overrides

# The same again from the directories alone, and without what has gone.
"$VITRO" findings >before
rm "$VITRO_DIR"/findings.db*
"$VITRO" findings >after
cmp before after || fail "another list from the directories"
rm -r "$VITRO_DIR/findings/demo/address-again"
"$VITRO" findings rebuild >/dev/null
same "inputs left" "$("$VITRO" findings --json | grep -A 8 "$use" | sed -n 's/.*"crashes": \([0-9]*\).*/\1/p')" 1
echo garbage >"$VITRO_DIR/findings.db"
status=0
"$VITRO" findings >out 2>err || status=$?
same "a damaged database" "$status $(wc -l <err)" "1 1"
finish
