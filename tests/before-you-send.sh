#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# docs/before-you-send.md works as written, its blocks in their order, beside a git tree of the kernel that is made for it. What it
# prints is what the document says: a bug that the change brings, and nothing once it is mended.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/edit.sh
. "$tests/edit.sh"
# shellcheck source=tests/git-tree.sh
. "$tests/git-tree.sh"

document=$VITRO_ROOT/docs/before-you-send.md
read_rule x509-month
make_git_tree "$scratch/linux" crypto/asymmetric_keys/x509_cert_parser.c
own_state
ln -s "$VITRO_ROOT" "$scratch/vitro"

awk -v end=end-of-block '
	/^```/ && inside { if (file) print end; inside = file = 0; next }
	/^```/ {
		inside = 1
		runs = $1 == "```sh"
		file = !runs && NF > 1
		if (file) printf "cat >%s <<\"%s\"\n", $2, end
		next
	}
	inside && (file || runs)' "$document" >"$scratch/blocks"
[ "$(grep -c 'vitro ci pr' "$scratch/blocks")" = 2 ] || fail "$document does not ask twice"

cd "$scratch"
unset VITRO TITLE
sh -eu blocks >out 2>err </dev/null || { fail "a block ended with exit status $?"; cat out err; finish; }
cat out
says() { # EXPRESSION: a line of what was printed
	grep -qE -- "$1" out || { fail "no '$1'"; cat err; }
}
says '^crypto/asymmetric_keys/x509_cert_parser.c$'
says '^1 changed file since [0-9a-f]{12}$'
says '^x509 +crypto/asymmetric_keys/x509_cert_parser.c, read by crypto/asymmetric_keys/x509_cert_parser.o$'
says '^new +[0-9a-f]{8} +UBSAN-like: array-index-out-of-bounds in x509_decode_time \((x509|pkcs7) address\): its inputs end well on the base$'
says '^exit status 1$'
says '^nothing new$'
says '^[0-9a-f]{8}  fixed '
[ "$(git -C linux worktree list | wc -l)" = 1 ] || fail "a worktree is left behind"
[ -z "$(git -C linux status --porcelain 2>/dev/null)" ] || fail "the tree is written to"
finish
