#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   ci-pr.sh kernel|own
#
# vitro ci pr, asked about changes of all kinds to a git tree of the kernel, or to a copy of vitro itself.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/edit.sh
. "$tests/edit.sh"
# shellcheck source=tests/git-tree.sh
. "$tests/git-tree.sh"

# STATUS OPTIONS...: what it says in "out", its reports in "results".
ask() {
	expected_status=$1 status=0
	shift
	rm -rf results summary
	export GITHUB_ACTIONS=true GITHUB_WORKSPACE="$scratch" GITHUB_STEP_SUMMARY="$scratch/summary"
	start=$(date +%s)
	timeout 900 "$VITRO" ci pr -o results "$@" >out 2>err </dev/null || status=$?
	echo "$* ($(git -C "$where" branch --show-current)): status $status, $(($(date +%s) - start)) s"
	[ "$status" = "$expected_status" ] || { fail "status $status, not $expected_status"; cat out err; }
	for file in vitro.sarif junit.xml gitlab.json summary.md result.json; do
		[ -s "results/$file" ] || fail "no $file"
	done
	! command -v xmllint >/dev/null || xmllint --noout --schema "$tests/schemas/junit.xsd" results/junit.xml 2>xml || fail "$(cat xml)"
	cmp results/summary.md summary || fail "the step's summary is another"
	[ "$(git -C "$where" worktree list | wc -l)" = 1 ] || fail "a worktree is left behind"
	[ -z "$(find "$VITRO_DIR/ci" "$VITRO_DIR/tmp" -mindepth 1 2>/dev/null)" ] || fail "something is left behind"
}

says() { # EXPRESSION...: lines of what was printed
	for expression; do
		grep -qE -- "$expression" out || { fail "no '$expression'"; cat out err; }
	done
}

results() { # PATTERN COUNT
	[ "$(grep -c -e "$1" results/vitro.sarif)" = "$2" ] || fail "SARIF does not have $2 results: $(cat results/vitro.sarif)"
}

branch() { # NAME FROM
	git -C "$where" checkout -q -b "$1" "$2"
}

commit() {
	git -C "$where" add -A
	git -C "$where" commit -q -m "$(git -C "$where" branch --show-current)"
}

kernel() {
	name=x509-month
	read_rule "$name"
	parser=crypto/asymmetric_keys/x509_cert_parser.c where=$scratch/linux
	make_git_tree "$where" "$parser" crypto/asymmetric_keys/Makefile include/linux/asn1.h lib/idr.c
	own_state
	cd "$scratch"

	branch nothing master
	echo words >"$where/README.new"
	commit
	ask 0 --base master -k linux
	says '^1 changed file since' '^no harness is made of what has changed$' '^nothing new$'
	results '"ruleId"' 0

	# Nothing is built yet: a header may be anybody's.
	branch header master
	echo '/* changed */' >>"$where/include/linux/asn1.h"
	commit
	ask 0 --base master -k linux -t 10s
	says '^[0-9]+ harnesses may be touched: built first' '^x509 +include/linux/asn1.h, read by ' '^pkcs7 +include/linux/asn1.h, read by '
	! grep -E '^(kfifo|pipe)' out || fail "those that do not read it are touched"

	# A library: those whose programs have it.
	branch library master
	echo '/* changed */' >>"$where/lib/idr.c"
	commit
	ask 0 x509 eventpoll --base master -k linux -t 2s -s address
	says '^eventpoll +lib/idr.c, read by lib/idr.o$'
	! grep '^x509' out || fail "an object that is not linked counts"

	branch makefile master
	echo '# changed' >>"$where/crypto/asymmetric_keys/Makefile"
	commit
	ask 0 --base master -k linux -t 2s -s address
	says '^x509 +crypto/asymmetric_keys/Makefile, beside its objects$'

	branch month master
	apply_edits "$parser" "$where/$parser" edited
	cp edited "$where/$parser"
	commit
	# Killed while the base is there; then once more, as if that had not been.
	"$VITRO" ci pr --base master -k linux -t 20s -o killed >/dev/null 2>&1 &
	pid=$!
	while kill -0 $pid 2>/dev/null && ! find "$VITRO_DIR/ci/" -maxdepth 1 -type d -name '????????????' 2>/dev/null | grep -q .; do sleep 0.2; done
	kill -KILL $pid 2>/dev/null || fail "it was through before it could be killed"
	wait $pid 2>/dev/null || :
	ask 1 --base master -k linux -t 20s
	says "^new +[0-9a-f]{8} +$expected \((x509|pkcs7) address\): its inputs end well on the base$" \
		"^::error file=linux/$parser,line=[0-9]+,title=vitro::$expected\. vitro repro [0-9a-f]{8} -k linux runs" '^1 new finding; vitro repro ID -k linux runs one again$'
	results '"ruleId"' 1
	results "\"uri\": \"$parser\"" "$(grep -c "\"uri\": \"$parser\"" results/vitro.sarif)"
	grep -q "^- \`$expected\`" results/summary.md || fail "the summary does not have it"
	grep -q "Reproduce with: vitro repro [0-9a-f]* -k linux\"" results/vitro.sarif || fail "SARIF says how to see it again otherwise"
	grep -q "<failure message=\"$expected\"" results/junit.xml || fail "JUnit does not have it"
	id=$(sed -n 's/^new  *\([0-9a-f]*\) .*/\1/p' out)

	# On a base that has it, it is nobody's fault; nor when a person says that it does not matter.
	branch late month
	echo '/* changed */' >>"$where/$parser"
	commit
	ask 0 --base month -k linux -t 20s
	says "^known +$id +$expected .*: the base has it, too$" '^nothing new$'
	results '"ruleId"' 0
	! grep '^::error' out || fail "what is known is an error"
	"$VITRO" findings mark ignore "$id" --reason 'a test'
	ask 0 --base master -k linux -t 10s
	says "^ignored +$id "
	"$VITRO" findings mark open "$id"

	# It is the change that does not build, unless the base does not either.
	branch broken master
	echo 'int broken(void) { return nothing; }' >>"$where/$parser"
	commit
	ask 1 --base master -k linux -t 5s
	line=$(wc -l <"$where/$parser")
	says "^broken +x509 address does not build: $parser:$line:[0-9]+: error: .*'nothing'$" '^the change breaks 2 of 2 programs$' \
		"^::error file=linux/$parser,line=$line,title=vitro::x509 address does not build"
	grep -q '<error type="does not build"' results/junit.xml || fail "JUnit does not have it"
	branch still-broken broken
	echo '/* changed */' >>"$where/$parser"
	commit
	ask 0 --base broken -k linux -t 5s
	says "^broken +x509 address does not build: .* \(nor does the base\)$"
	branch repaired broken
	git -C "$where" checkout -q master -- "$parser"
	commit
	ask 0 --base broken -k linux -t 5s
	says '^nothing new$'

	for options in '--base nowhere -k linux' '--base master -k nowhere' "--base master -k $tree" '-k linux' \
		'--base master -k linux -s adress' '--base master -k linux -s coverage' 'x590 --base master -k linux'; do
		status=0
		# shellcheck disable=SC2086 # words are wanted
		"$VITRO" ci pr $options >out 2>err || status=$?
		if [ "$status" != 2 ] || [ "$(wc -l <err)" != 1 ]; then fail "ci pr $options: $status, $(cat out err)"; fi
	done
	status=0
	"$VITRO" ci pr --base master -k linux -o /dev/null/x >out 2>err || status=$?
	grep -q 'cannot write to /dev/null/x' err || fail "no place for reports: $status, $(cat out err)"
}

# FILE EXPRESSION...: edited in place, and not as it was
edit_own() {
	cp "$where/$1" before
	sed -i "$2" "$where/$1"
	! cmp -s "$where/$1" before || { fail "nothing changes in $1"; finish; }
}

own() {
	where=$scratch/own
	mkdir "$where"
	cd "$VITRO_ROOT"
	git -c safe.directory='*' ls-files --cached --others --exclude-standard | while read -r file; do
		[ ! -e "$file" ] || echo "$file"
	done | tar -T - -cf - | tar -C "$where" -xf -
	own_state
	git -C "$where" -c init.defaultBranch=master init -q
	git -C "$where" add -A
	git -C "$where" commit -q -m vitro
	cd "$scratch"
	# What is built here is everybody's: not for another vitro.
	rm "$VITRO_DIR/build"
	export VITRO_ROOT="$where"

	echo words >>"$where/README.md"
	ask 0 --base HEAD
	says '^no harness is made of what has changed$'

	# A race of the harness, which only one sanitizer sees.
	git -C "$where" checkout -q -- .
	edit_own harnesses/ptr_ring.c 's/^static u32 consumed;.*/&\nstatic u32 calls;/; s/^	switch (variant % 4) {/	calls++;\n&/'
	ask 1 --base HEAD -t 20s
	says '^ptr_ring +harnesses/ptr_ring.c, read by arch/vitro/harnesses/ptr_ring.o$' \
		'^new +[0-9a-f]{8} +KCSAN-like: data-race in .* \(ptr_ring thread\): its inputs end well on the base$'
	! grep -E '^(known|flaky|broken)' out || fail "more than that"

	# What does not come up is broken, too.
	git -C "$where" checkout -q -- .
	edit_own harnesses/pkcs7.c 's/^	key_ref_t root;$/&\n\n	if (!trusted)\n		return -EINVAL;/'
	ask 1 --base HEAD -t 5s
	says '^broken +pkcs7 address does not run: '

	# An endless loop; and a tool that builds otherwise, for which the base has its own.
	git -C "$where" checkout -q -- .
	edit_own harnesses/kfuzztest.c 's/^	if (!datalen)$/	while (datalen > 2 \&\& data[0] == 0x39)\n		barrier();\n&/'
	echo '/* changed */' >>"$where/tools/link.c"
	ask 1 kfuzztest --base HEAD -t 15s
	says '^kfuzztest +tools/link.c, which all are built with$' '^new +[0-9a-f]{8} +timeout.* \(kfuzztest address\): its inputs end well on the base$'

	# The same on a base that has it.
	git -C "$where" checkout -q -b loop
	commit
	echo '/* changed */' >>"$where/harnesses/kfuzztest.c"
	ask 0 kfuzztest --base HEAD -t 15s
	says '^known +[0-9a-f]{8} +timeout.*: the base has it, too$'
}

case $1 in
kernel) kernel ;;
own) own ;;
esac
finish
