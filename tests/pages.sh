#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What `vitro check pages` says of a documentation that is not as it should be.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# WHAT PATTERN COMMAND...: after the command, in a copy of the documentation, a line says what is wrong.
refuses() {
	what=$1 pattern=$2 copy=$scratch/copy
	shift 2
	rm -rf "$copy"
	mkdir "$copy"
	cp -r "$VITRO_ROOT/docs" "$VITRO_ROOT/README.md" "$copy"
	(cd "$copy" && "$@")
	if VITRO_ROOT=$copy "$VITRO" check pages >"$scratch/out" 2>&1; then
		fail "$what is taken"
	elif ! grep -q -- "^$pattern" "$scratch/out"; then
		fail "$what: $(cat "$scratch/out")"
	else
		echo "pass: $(head -n 1 "$scratch/out")"
	fi
}

page=docs/bugs/omfs-bitmap-leak.md
list=docs/bugs/README.md
"$VITRO" check pages || fail "the documentation as it is"
refuses "a page that is not in the list" "$list: has no row that begins with | \[OMFS leaks.*\](omfs-new.md) |" cp $page docs/bugs/omfs-new.md
refuses "a page that is gone" "$list: links to $page, which is not there" rm $page
refuses "a page that is called otherwise" "$list: has no row .*\[Another title\]" sed -i '1s/.*/# Another title/' $page
refuses "a page without a part" "$page: has no \*\*Upstream" sed -i '/^..Upstream/d' $page
refuses "a link to nothing" 'README.md: links to docs/nothing.md' sed -i '1i [x](docs/nothing.md)' README.md
finish
