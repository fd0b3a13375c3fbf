#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A bug that was published, put back into a private copy of the tree: a certificate shows it that is whole but for its key, of no
# length. No part of it can go unless seven lengths become less, which `vitro minimize` does because the harness says that it is DER.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/edit.sh
. "$tests/edit.sh"

name=x509-bit-string
read_rule "$name"
edit_tree
program "$harness" -k "$copy" -s "$flavour" >/dev/null
mended=$(program "$harness" -k "$tree" -s "$flavour")

mkdir "$scratch/state"
ln -s "$VITRO_DIR/build" "$scratch/state/build"
export VITRO_DIR="$scratch/state"
cd "$scratch"
cp "$VITRO_ROOT/corpus/$harness/regressions/empty-public-key" whole

timeout 60 "$mended" whole >log 2>&1 || { fail "the tree as it is shows '$(title log)'"; tail log; }
"$VITRO" minimize --harness "$harness" -k "$copy" -s "$flavour" whole >out 2>err || { fail "minimize: $(cat out err)"; finish; }
grep -qF "$expected" out || fail "another bug: $(cat out)"
left=$(wc -c <"$(find state/findings -name minimized)")
echo "$(wc -c <whole) to $left bytes"
[ "$left" -le 100 ] || { fail "$left bytes are left"; cat out; }
finish
