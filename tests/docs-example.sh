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
(cd "$VITRO_ROOT" && git -c safe.directory='*' ls-files -z --cached --others --exclude-standard) >"$scratch/all"
(cd "$VITRO_ROOT" && xargs -0 sh -c 'for file; do [ ! -e "$file" ] || printf "%s\0" "$file"; done' sh) \
	<"$scratch/all" >"$scratch/files"
tar -C "$VITRO_ROOT" --null -T "$scratch/files" -cf - | tar -C "$copy" -xf -

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
