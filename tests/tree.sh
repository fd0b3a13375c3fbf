#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   tree.sh TREE
#
# After all that was built from it, the tree is what its Debian package put there: every byte,
# every time stamp, and nothing besides.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

name=$1
package=/usr/src/linux-source-$name.tar.xz
tree=$("$VITRO" kernel list --json | awk -F '"' -v name="$name" '
	$2 == "name" { current = $4 }
	$2 == "path" && current == name { print $4 }')
[ -e "$package" ] || { echo "linux-source-$name is not installed"; exit 77; }
[ -d "$tree" ] || { echo "linux-source-$name is not extracted"; exit 77; }

cd "$scratch"
xz -dc -T0 "$package" | tar --compare -v -f - -C "$tree" --strip-components=1 >compared 2>errors || :
grep '^linux-source' compared | sed 's|^[^/]*/||; s|/$||' | LC_ALL=C sort >expected
find "$tree" -printf '%P\n' | LC_ALL=C sort >found
[ "$(wc -l <expected)" -gt 10000 ] || fail "the package could not be read: $(tail -n 1 errors)"
comm -3 expected found >names
[ ! -s names ] || fail "names differ: $(head -n 20 names)"
# Extraction may drop the right to write; the archive's own first entry has no name left to look up.
grep -v '^linux-source' compared | grep -vE ': (Mode|Uid|Gid) differs$' >differ || :
grep -v '^tar: : Warning: Cannot stat' errors >>differ || :
[ ! -s differ ] || fail "not as in the package: $(head -n 20 differ)"
echo "$(wc -l <expected) files of $name as in the package"
finish
