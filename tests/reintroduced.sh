#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   reintroduced.sh NAME
#
# A race that was published and mended is put back into a private copy of the tree, as edits/NAME.edit says, and found
# again by fuzzing from the harness's seeds. The tree as it is does not have it: the input that finds it there shows nothing.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/edit.sh
. "$tests/edit.sh"

name=$1
read_rule "$name"

cd "$scratch"
edit_tree
edited=$(program "$harness" -k "$copy" -s "$flavour")
mended=$(program "$harness" -k "$tree" -s "$flavour")

is_expected() { # LOG
	case $(title "$1") in
	"$expected"*) return 0 ;;
	esac
	return 1
}

# Where the rule names a seed its operations stay, and only schedules are tried.
[ -z "$operations" ] ||
	export VITRO_SCHEDULE_ONLY="$VITRO_ROOT/corpus/$harness/seeds/$operations"

# Something else may come first: on with another seed.
mkdir corpus
start=$(date +%s) seed=1 found=
while [ -z "$found" ]; do
	left=$((limit - $(date +%s) + start))
	[ "$left" -gt 0 ] || { fail "$name: '$expected' is not found within $limit s"; finish; }
	timeout $((left + 60)) "$edited" -seed=$seed -max_total_time=$left -artifact_prefix=found- \
		corpus "$VITRO_ROOT/corpus/$harness/seeds" >log 2>&1 || :
	if is_expected log; then
		found=$(sed -n 's/.*Test unit written to \(.*\)$/\1/p' log | tail -n 1)
	else
		echo "passed over: $(title log)"
		seed=$((seed + 1))
	fi
done
echo "$name: found with $flavour after $(($(date +%s) - start)) s: $(title log)"
grep -o 'exec/s: [0-9]*' log | tail -n 1

VITRO_TIMELINE=1 timeout 60 "$edited" "$found" >replay 2>&1 || :
is_expected replay || { fail "$name: its replay shows '$(title replay)'"; tail -n 40 replay; }
grep -o 'timeline [0-9]*: .*' replay || fail "$name: no timeline"
timeout 60 "$mended" "$found" >unedited 2>&1 || :
! is_expected unedited || fail "$name: the tree without the edit shows it, too"
finish
