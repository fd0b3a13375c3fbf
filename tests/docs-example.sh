#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# docs/writing-a-harness.md works as written: its blocks, in their order, in a copy of this working tree.
# A block whose first line names a file is its content, a block of sh is run.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

document=$VITRO_ROOT/docs/writing-a-harness.md
copy=$scratch/vitro
mkdir "$copy"
cd "$VITRO_ROOT"
git -c safe.directory='*' ls-files --cached --others --exclude-standard | while read -r file; do
	[ ! -e "$file" ] || echo "$file"
done | tar -T - -cf - | tar -C "$copy" -xf -

awk -v end=end-of-block '
	/^```/ && inside { if (file) print end; inside = file = 0; next }
	/^```/ {
		inside = 1
		runs = $1 == "```sh"
		file = !runs && NF > 1
		if (file) printf "mkdir -p $(dirname %s)\ncat >%s <<\"%s\"\n", $2, $2, end
		next
	}
	inside && (file || runs)' "$document" >"$scratch/blocks"

runs=$(grep -c '^\./vitro fuzz' "$scratch/blocks" || :)
[ "$runs" -ge 2 ] || fail "$document fuzzes $runs times"
unset VITRO_ROOT VITRO_DIR VITRO TITLE
cd "$copy"
sh -eux "$scratch/blocks" </dev/null || fail "a block ended with exit status $?"
finish
