#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   same-report.sh BUG [build options]
#
# A finding of a concurrent harness (a row of planted.table) is replayed 100 times: the same report with the same
# stacks, and the same timeline, each time. Only the host's numbers (process, addresses, build) are not compared.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

bug=$1
shift
read -r harness index flavour <<-end
	$(awk -v name="$bug" '$1 == name { print $2, $3, $5 }' "$tests/planted.table")
end
[ -n "$flavour" ] || { echo "no bug '$bug' in planted.table" >&2; exit 2; }
program=$(program "$harness" -s "$flavour" "$@")
export "VITRO_$(echo "$harness" | tr '[:lower:]' '[:upper:]')_BUG=$index"
cd "$scratch"
mkdir corpus

timeout 120 "$program" -max_total_time=60 -seed=1 corpus >found 2>&1 && fail "$bug is not found"
input=$(find . -name 'crash-*' | head -n 1)
[ -n "$input" ] || { fail "no input was saved"; tail -n 30 found; finish; }

replay() { # FILE: what is said, without the host's numbers
	VITRO_TIMELINE=1 "$program" "$input" 2>&1 |
		sed 's/==[0-9]*==/==/; s/0x[0-9a-f]*/0x/g; s/(pid=[0-9]*)//; s/([^ ]*+0x)//; s/[0-9]* ms$//; /^INFO: Seed/d; /^  [=0]/d; /Running: /d' >"$1"
}
for run in $(seq 100); do
	replay "run$run"
	cmp -s run1 "run$run" || { fail "run $run says something else"; diff run1 "run$run" | head -n 40; break; }
done
[ "$(title run1)" = "$(title found)" ] || fail "replayed it is '$(title run1)', found it was '$(title found)'"
[ "$(grep -c 'timeline [0-9]*: ' run1)" -gt 2 ] || fail "no timeline"
echo "$bug: $(title run1), $(grep -c 'timeline [0-9]*: ' run1) switches"
finish
