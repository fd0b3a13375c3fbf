#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A published race comes in with commit 5 of a history of the tree, of which commit 2 does not compile and commit 4 has
# another bug, and is mended by commit 11. Both are found, the first by two calls: one is killed on the way. What nothing
# is changed in is a link to the tree.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/edit.sh
. "$tests/edit.sh"

name=CVE-2025-21893
read_rule "$name"
cd "$scratch"
repository=$scratch/vitro-bisected-$$
build=$VITRO_DIR/build
trap 'rm -rf "$build/vitro-bisected-$$"-* "$scratch"' EXIT
mkdir "$scratch/state"
ln -s "$VITRO_DIR/build" "$scratch/state/build"

# PATH: a directory of its own in place of the link to the tree's, its entries links again.
open_directory() {
	[ "$1" = . ] || { open_directory "$(dirname "$1")"; [ ! -L "$1" ] || rm "$1"; }
	[ -d "$1" ] || { mkdir "$1"; link_entries "$1"; }
}

link_entries() { # PATH
	find "$source/$1" -mindepth 1 -maxdepth 1 ! -name '.git*' -exec ln -s {} "$1/" \;
}

say() { # MESSAGE: commit all that there is
	git add -A
	git -c user.name=Tester -c user.email=tester@example.org commit -q -m "$1"
	git tag "$2"
}

harmless() { # NUMBER
	echo "/* $1 */" >>"$first"
	say "commit $1" "c$1"
}

mkdir "$repository"
cd "$repository"
git init -q
link_entries .
for file in $files; do
	open_directory "$(dirname "$file")"
	rm "$file"
	cp "$source/$file" "$file"
done
first=${files%%[[:space:]]*}
say 'the tree' c0
harmless 1
echo '#error not ready' >>"$first"
say 'commit 2' c2
sed -i '$d' "$first"
harmless 3
sed -i 's/^			ret = -EDQUOT;$/			BUG();/' security/keys/key.c
say 'commit 4' c4
sed -i 's/^			BUG();$/			ret = -EDQUOT;/' security/keys/key.c
for file in $files; do
	apply_edits "$file" "$file" "$scratch/edited"
	cp "$scratch/edited" "$file"
done
say 'commit 5' c5
for number in 6 7 8 9 10; do harmless $number; done
for file in $files; do cp "$source/$file" "$file"; done
say 'commit 11' c11
harmless 12
git checkout -q c10

export VITRO_DIR="$scratch/state"
"$VITRO" fuzz "$harness" -k "$repository" -s "$flavour" --schedule-only "$VITRO_ROOT/corpus/$harness/seeds/$operations" \
	-t 20s -j 1 >"$scratch/fuzz" 2>&1 || :
id=$("$VITRO" findings list | grep -F "$expected" | head -n 1 | cut -c 1-8)
[ -n "$id" ] || { fail "'$expected' is not found"; cat "$scratch/fuzz"; finish; }
grep -F "$id" "$scratch/fuzz" || :
git status --porcelain >"$scratch/before"

search() { # [OPTIONS]
	"$VITRO" bisect "$id" -k "$repository" -s "$flavour" "$@" 2>"$scratch/err"
}

# The lines of a call that is killed are in "first"; the next one has only the commits that were not judged by then.
mkfifo "$scratch/lines"
start=$(date +%s)
"$VITRO" bisect "$id" -k "$repository" -s "$flavour" --good c0 --bad c10 >"$scratch/lines" 2>/dev/null &
head -n 3 "$scratch/lines" | tee "$scratch/first"
kill -KILL $! 2>/dev/null || fail "it was through before it could be killed"
wait $! || :
search --good c0 --bad c10 | tee "$scratch/out" || fail "bisect: $(cat "$scratch/err")"
echo "$(($(date +%s) - start)) s"
grep -q '^go on after [23] commits$' "$scratch/err" || fail "it began anew: $(cat "$scratch/err")"
grep -qE '^[0-9a-f]{12}  commit 2 .* skip: .*error: ' "$scratch/first" "$scratch/out" || fail "commit 2 was not skipped"
grep -qE '^[0-9a-f]{12}  commit 4 .* good: other: .*BUG' "$scratch/first" "$scratch/out" || fail "commit 4 has no other bug"
grep -qx 'first bad commit: [0-9a-f]* ("commit 5")' "$scratch/out" || fail "not commit 5"
! grep -q ' c0 .* bad$' "$scratch/out" || fail "the beginning is bad"

start=$(date +%s)
search --bad c9 --good c12 | tee "$scratch/out" || fail "bisect: $(cat "$scratch/err")"
echo "$(($(date +%s) - start)) s"
grep -qx 'fixed by: [0-9a-f]* ("commit 11")' "$scratch/out" || fail "not commit 11"

status=0
search --good c6 --bad c10 >"$scratch/out" || status=$?
[ "$status" = 1 ] || fail "a good end that is bad: $status"
grep -q '^vitro: c6 is not good: it has the bug$' "$scratch/err" || fail "a good end that is bad: $(cat "$scratch/err")"

# Nothing is left behind, and the user's checkout is as it was.
[ -z "$(ls "$VITRO_DIR/bisect")" ] || fail "left behind: $(ls "$VITRO_DIR/bisect")"
[ "$(git worktree list | wc -l)" = 1 ] || fail "worktrees are left behind"
[ -z "$(git for-each-ref refs/bisect)" ] || fail "references are left behind"
git status --porcelain | cmp -s - "$scratch/before" || fail "the checkout has changed"
[ "$(git rev-parse HEAD)" = "$(git rev-parse c10)" ] || fail "another commit is checked out"
! find "$VITRO_DIR"/build/ -maxdepth 1 -name 'bisect-*' | grep . || fail "builds are left behind"

# The same finding on the tree as it is, and on this one.
"$VITRO" verify-fix "$id" -k "$tree" || fail "the tree without the edit is not fixed"
status=0
"$VITRO" verify-fix "$id" -k "$repository" >"$scratch/out" || status=$?
cat "$scratch/out"
[ "$status" = 1 ] || fail "the edited tree: status $status"
grep -q "^$id  still there " "$scratch/out" || fail "the edited tree: not still there"
finish
