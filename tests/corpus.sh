#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A corpus on one machine: taken in, merged, made smaller, compared, moved to another layout.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

x509=$(program x509) demo=$(program demo) xarray=$(program xarray)
mkdir "$scratch/state"
ln -s "$VITRO_DIR/build" "$scratch/state/build"
export VITRO_DIR="$scratch/state" VITRO_CORPUS="$scratch/corpora"
cd "$scratch"

run() { # EXPECTED-STATUS ARGS...
	expected=$1 status=0
	shift
	"$VITRO" corpus "$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$expected" ] || { fail "$*: exit status $status, expected $expected"; cat out err; }
}

says() { # PATTERN: the last command did
	grep -qE -- "$1" out err || { fail "not '$1'"; cat out err; }
}

# PROGRAM DIRECTORY: what libFuzzer itself sees in it.
features() {
	"$1" -runs=0 "$2" 2>&1 | sed -n 's/^.*INITED cov: \([0-9]*\) ft: \([0-9]*\) .*$/\1 \2/p'
}

# NAME: the corpus has the names that its contents have.
named() {
	(cd "$VITRO_CORPUS/$1" && for file in *; do echo "$file  $file"; done | sha1sum -c --quiet) || fail "$1: wrong names"
}

# Inputs that are really different: what libFuzzer keeps in some runs, always the same.
mkdir raw
"$x509" -seed=1 -runs=60000 -reload=0 -use_value_profile=1 raw "$VITRO_ROOT/corpus/x509/seeds" >log 2>&1 || fail "no inputs"

add_and_prune() {
	run 0 add x509 raw
	says "^x509: [0-9]* inputs, [0-9]* of them new$"
	run 0 add x509 raw
	says " 0 of them new"
	cp "$(find raw -type f | head -n 1)" "$VITRO_CORPUS/x509/copy"
	echo odd >"$VITRO_CORPUS/x509/odd"
	mkdir "$VITRO_CORPUS/.new-999999999-x509"
	run 0 prune x509 --dry-run
	says '^1 copies removed, 1 inputs named'
	[ -e "$VITRO_CORPUS/x509/odd" ] || fail "a dry run does it"
	run 0 prune x509
	[ ! -e "$VITRO_CORPUS/.new-999999999-x509" ] || fail "a killed command's scratch stays"
	named x509
	run 1 diff x509 raw
	says '^< [0-9a-f]{40}$'
	says ' in both, 1 only here, 0 only there'
	run 0 pack x509 packed.tar.zst
	run 0 diff x509 packed.tar.zst
	run 0 stats --json
	says '"harness": "x509"'
}

merge_and_minimize() {
	rm -rf "$VITRO_CORPUS/x509"
	run 0 merge x509 raw --program "$x509" -j 1
	named x509
	cp -r "$VITRO_CORPUS/x509" first
	mkdir theirs
	"$x509" -merge=1 theirs raw >log 2>&1
	[ "$(features "$x509" first)" = "$(features "$x509" raw)" ] || fail "merge loses features: $(features "$x509" first), all: $(features "$x509" raw)"
	[ "$(find first -type f | wc -l)" -le "$(find theirs -type f | wc -l)" ] || fail "libFuzzer keeps fewer"

	# The same again: nothing runs, nothing is new.
	run 0 merge x509 raw --program "$x509"
	says ' 0 of [0-9]* inputs added'
	! grep -q 'new inputs' err || fail "what is known runs again"
	# Neither the number of processes nor what is known already, nor where inputs come from, makes a difference.
	rm -rf "$VITRO_CORPUS/x509" "$VITRO_DIR/features"
	mkdir halves halves/a halves/b
	for file in raw/*; do case $file in *[02468ace]) cp "$file" halves/a ;; *) cp "$file" "halves/b/$(basename "$file" | tr 0-9a-f g-v)" ;; esac; done
	run 0 merge x509 halves/b halves/a raw --program "$x509" -j 3
	diff -r first "$VITRO_CORPUS/x509" || fail "another order, another result"
	run 0 add x509 raw
	run 0 minimize x509 --program "$x509" -j 2
	diff -r first "$VITRO_CORPUS/x509" || fail "minimize keeps others than merge"
	echo broken >"$VITRO_DIR/features/x509.db"
	run 0 minimize x509 --program "$x509"
	diff -r first "$VITRO_CORPUS/x509" || fail "a broken cache changes the result"
}

# A schedule is a part of what an input does, and no chance is in it.
schedules() {
	run 0 merge xarray "$VITRO_ROOT/corpus/xarray/seeds" --program "$xarray" --json -j 1
	cp out once
	rm -rf "$VITRO_CORPUS/xarray" "$VITRO_DIR/features/xarray.db"
	run 0 merge xarray "$VITRO_ROOT/corpus/xarray/seeds" --program "$xarray" --json -j 2
	cmp once out || fail "schedules do not do the same twice"
	edges=$(features "$xarray" "$VITRO_CORPUS/xarray" | sed 's/.* //')
	[ "$(sed -n 's/.*"features": \([0-9]*\).*/\1/p' once)" -gt "$edges" ] || fail "no features of schedules"
}

# Inputs that end the process, or never end, become findings; the others are not touched by it.
bad_inputs() {
	mkdir bad
	printf 'BUGD\005aaaaa' >bad/D
	for tag in K P Q R S; do printf 'BUG%s\310aaaaa' "$tag" >"bad/$tag"; done
	printf 'BUGO\000aaaaa' >bad/hang
	printf 'ADD:\001xDEL:\001x' >bad/good
	run 1 merge demo bad --program "$demo" --timeout 1
	found=$(find "$VITRO_DIR/findings/demo" -name input | wc -l)
	[ "$found" = 7 ] || { fail "only $found findings"; cat err; }
	says 'bad/hang crashes: .*(timeout|hang)'
	[ "$(find "$VITRO_CORPUS/demo" -type f | wc -l)" -ge 1 ] || fail "the good one is lost"
	run 0 merge demo bad --program "$demo" -j 1
	! grep -q crashes err || fail "what is a finding already runs again"
	run 0 add demo bad
	run 0 minimize demo --program "$demo"
	[ "$(find "$VITRO_CORPUS/demo" -type f | wc -l)" -lt 4 ] || fail "bad inputs stay in the corpus"
	named demo
}

# A repository whose harness reads another layout.
layouts() {
	run 0 pack x509 old.tar.zst
	mkdir root root/corpus root/corpus/x509 root/harnesses store
	for entry in "$VITRO_ROOT"/*; do [ -e "root/$(basename "$entry")" ] || ln -s "$entry" root/; done
	ln -s "$VITRO_ROOT"/harnesses/* root/harnesses/
	rm root/harnesses/x509.c
	sed 's/VITRO_HARNESS(x509, /&.layout = 2, /' "$VITRO_ROOT/harnesses/x509.c" >root/harnesses/x509.c
	grep -q 'layout = 2' root/harnesses/x509.c || fail "the harness looks different"
	before=$(find "$VITRO_CORPUS/x509" -type f | wc -l)
	run 0 push x509 store
	export VITRO_ROOT="$scratch/root"
	run 2 unpack old.tar.zst
	says 'are of layout 1, x509 reads layout 2'
	run 2 pull x509 store
	says 'are of layout 1, x509 reads layout 2'
	run 2 pack x509 none.tar.zst
	says 'the corpus of x509 is of layout 1, x509 reads layout 2: it is not used'
	[ "$(find "$VITRO_CORPUS/x509" -type f | wc -l)" = "$before" ] || fail "the old corpus is not what it was"
	printf '#!/bin/sh\nprintf 2; exec cat\n' >root/corpus/x509/convert-1-2
	chmod +x root/corpus/x509/convert-1-2
	run 0 pull x509 store
	[ "$(find "$VITRO_CORPUS/x509.layout-2" -type f | wc -l)" = "$before" ] || fail "not all are converted"
	[ "$(cut -c 1 "$VITRO_CORPUS"/x509.layout-2/* 2>/dev/null | head -n 1)" = 2 ] || fail "nothing is converted"
	rm -rf "$VITRO_CORPUS/x509.layout-2"
	run 0 stats x509
	run 0 pack x509 new.tar.zst
	says 'layout 2'
	sed -i 's/\.layout = 2/.layout = LAYOUT/' root/harnesses/x509.c
	run 2 stats x509
	says 'has to be a plain number'
	VITRO_ROOT=$(dirname "$tests")
}

run 2 minimise x509
says "did you mean 'minimize'"
run 2 merge x509
run 2 merge x509 raw --program "$scratch/none"
says 'there is no program'
add_and_prune
merge_and_minimize
schedules
bad_inputs
layouts
finish
