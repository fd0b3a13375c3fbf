#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   replay.sh HARNESS [build options]
#
# Every committed seed and regression ends well, one after the other in one process.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

harness=$1
program=$(program "$@")
cd "$scratch"
list_seeds "$harness"
# shellcheck disable=SC2046 # names have no blanks
timeout 300 "$program" $(cat list) >log 2>&1 || {
	fail "$(sed -n 's/^Running: //p' log | tail -n 1): $(title log)"
	tail -n 60 log
}
ran=$(grep -c '^Executed ' log || :)
[ "$ran" = "$(wc -l <list)" ] || fail "$ran of $(wc -l <list) seeds ran to their end"
echo "$harness: $ran seeds"
finish
