#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Archives that somebody made with care: each is refused with one clear line, and nothing is written.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

export VITRO_CORPUS="$scratch/corpora"
mkdir "$VITRO_CORPUS" "$scratch/inputs"
cd "$scratch"
for i in 1 2 3; do printf 'input %s' "$i" >"inputs/$i"; done
"$VITRO" corpus add x509 inputs >/dev/null
"$VITRO" corpus pack x509 good.tar.zst >/dev/null

cp good.tar.zst again.tar.zst
touch -d '2001-01-01' "$VITRO_CORPUS"/x509/*
"$VITRO" corpus pack x509 good.tar.zst >/dev/null
cmp good.tar.zst again.tar.zst || fail "the same corpus makes another archive"

"$tests/hostile.py" good.tar.zst bad || exit 1

# FILE PATTERN [ARGS...]
refuses() {
	file=$1 pattern=$2 status=0
	shift 2
	rm -rf "$VITRO_CORPUS"
	"$VITRO" corpus unpack "$file" "$@" >out 2>err || status=$?
	if [ "$status" != 2 ] || [ "$(wc -l <err)" != 1 ]; then
		fail "$file: exit status $status: $(head -n 3 err)"
	elif ! grep -qE -- "^vitro: .*$pattern" err; then
		fail "$file: '$(cat err)' does not match '$pattern'"
	elif [ -n "$(find "$VITRO_CORPUS" -type f 2>/dev/null)" ] || [ -e escaped ]; then
		fail "$file: something was written"
	else
		echo "pass: $(cat err)"
	fi
}

while read -r name pattern; do
	[ -e "bad/$name" ] || { fail "no archive $name"; continue; }
	refuses "bad/$name" "$pattern"
done <<end
parent         a name that no input has
absolute       a name that no input has
subdirectory   a name that no input has
wrong-name     a name that no input has
symlink        is not a file
hardlink       is not a file
directory      is not a file
device         is not a file
fifo           is not a file
twice          is there twice
not-listed     is not in the manifest
missing        is in the manifest only
content        is not what its hash says
size           is not as large as the manifest says
no-manifest    does not begin with a manifest
second         has a second manifest
not-json       is not JSON
bad-hash       is not what its hash says
listed-twice   an input twice
negative       larger than inputs can be
huge-input     larger than inputs can be
huge-manifest  manifest is too large
bomb           more than it can be worth
deep           is not JSON
harness        for which harness
layout-text    of which layout
other-layout   are of layout 7, x509 reads layout 1
sparse         .
cut            .
cut-manifest   .
gzip           .
empty          .
garbage        .
foreign        no harness
end
refuses good.tar.zst "is of x509, not of demo" demo
refuses missing.tar.zst "No such file"
refuses "$scratch" "is not a file"
refuses good.tar.zst "not the one you trust" --hash 0000

rm -rf "$VITRO_CORPUS"
"$VITRO" corpus unpack good.tar.zst >out || fail "the good one is refused"
grep -q '3 inputs, 3 of them new' out || { fail "the good one brings something else"; cat out; }
hash=$(sed -n 's/^sha256 of all: //p' out)
"$VITRO" corpus unpack good.tar.zst --hash "$hash" >/dev/null || fail "its own hash is refused"

# The hash is over lines that anybody can make, and an archive is signed as every file is.
mkdir unpacked
zstd -dc good.tar.zst | tar -xC unpacked
"$tests/hostile.py" --hash unpacked/manifest.json >computed
[ "$(cat computed)" = "$hash" ] || fail "the hash is not over what docs/corpus.md says"
if command -v minisign >/dev/null; then
	minisign -GWf -p key.pub -s key >/dev/null
	minisign -Sm good.tar.zst -s key >/dev/null
	minisign -Vm good.tar.zst -p key.pub >/dev/null || fail "minisign"
fi
finish
