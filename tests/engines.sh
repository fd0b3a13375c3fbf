#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The same objects without an engine, under AFL++, and under what LIB_FUZZING_ENGINE names.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# Programs are shared with everybody, corpora and findings are our own.
for harness in x509 demo; do
	program $harness >/dev/null
	program $harness --engine standalone >/dev/null
done
libfuzzer=$(program x509) alone=$(program x509 --engine standalone) demo=$(program demo --engine standalone)
mkdir "$scratch/state"
ln -s "$VITRO_DIR/build" "$scratch/state/build"
export VITRO_DIR="$scratch/state"
cd "$scratch"
seeds=$VITRO_ROOT/corpus/x509/seeds

run() { # EXPECTED-STATUS COMMAND...
	expected=$1 status=0
	shift
	"$@" >out 2>err </dev/null || status=$?
	[ "$status" = "$expected" ] || { fail "$*: exit status $status, expected $expected"; cat out err; }
}

said() { # REGEX WHAT
	cat out err >both
	grep -Eq "$1" both || { fail "$2"; cat both; }
}

# ---- without an engine ----

run 0 "$alone" "$seeds" "$seeds/no-name.der"
said "^vitro: $(($(find "$seeds" -type f | wc -l) + 1)) inputs run, 0 files not readable" "not every file is run"
run 0 sh -c "cat $seeds/no-name.der | $alone -"
said '^vitro: running standard input, [1-9][0-9]* bytes' "standard input is not run"
run 2 "$alone"
run 1 "$alone" /nonexistent "$seeds"
said 'cannot read /nonexistent' "no word of a file that is not there"
for seed in no-name.der rsa-pss.der; do
	for program in "$libfuzzer" "$alone"; do
		VITRO_TRACE=1 "$program" "$seeds/$seed" 2>&1 | grep 'vitro: trace' >"trace-${program##*/}"
	done
	cmp -s trace-x509 trace-x509.standalone || fail "$seed: another run than under libFuzzer"
done

# A finding: the report, and which input it was.
printf BUGAUG >heap-read
printf BUGFUG >leak
run 1 "$demo" "$seeds/no-name.der" heap-read leak
said 'AddressSanitizer: heap-buffer-overflow' "no report"
[ "$(tail -n 1 err)" = 'vitro: it was heap-read' ] || { fail "which input it was is not said"; cat err; }
run 77 "$demo" leak
[ "$(title err)" = 'leak: memory leak of N bytes in N objects, first of kmalloc' ] || { fail "a leak is told otherwise"; cat err; }

# In a debugger, stopped where the shim reports.
if command -v gdb >/dev/null; then
	run 0 gdb -batch -ex 'break report_begin' -ex run -ex backtrace -ex kill --args "$demo" leak
	said 'LLVMFuzzerTestOneInput' "gdb shows no stack of the input"
fi

# ---- what LIB_FUZZING_ENGINE names ----

engine() { # ARGUMENTS: x509 with that engine
	LIB_FUZZING_ENGINE=$1 "$VITRO" build x509 >out 2>err
}

archive=$("clang-${version#-}" -print-file-name=libclang_rt.fuzzer-x86_64.a)
if engine "$archive"; then
	run 0 "$(cat out)" -runs=100 -seed=1
	said '^Done 100 runs' "libFuzzer's archive does not fuzz"
else
	fail "libFuzzer's archive cannot be linked"
fi
"clang-${version#-}" -O1 -c "$tests/engine.c" -o engine.o
"llvm-ar-${version#-}" rcs engine.a engine.o
if engine "$scratch/engine.a"; then
	run 0 "$(cat out)" "$seeds"/*
	[ "$(grep -Ec '^[1-9][0-9]+ edges, [1-9][0-9]+ in a child, of [1-9][0-9]{2,}: ' out)" = "$(find "$seeds" -type f | wc -l)" ] ||
		{ fail "an engine of its own reaches nothing"; cat out; }
else
	fail "an engine of its own cannot be linked"
	cat err
fi
engine -fsanitize=fuzzer || cat err
[ "$(basename "$(cat out)")" = x509 ] || fail "-fsanitize=fuzzer is not libFuzzer"
run 2 env LIB_FUZZING_ENGINE=/nonexistent.a "$VITRO" build x509
said 'there is no /nonexistent.a' "an archive that is not there is not named"
run 2 "$VITRO" build x509 --engine none
run 2 "$VITRO" fuzz x509 -t 1s --engine standalone

# ---- AFL++ ----

command -v afl-fuzz >/dev/null || { echo "no afl-fuzz here"; finish; }

left_behind() {
	[ -z "$(find "$VITRO_DIR/tmp" "$VITRO_DIR/afl" -mindepth 1 2>/dev/null)" ] || fail "$1 leaves $(ls "$VITRO_DIR/tmp" "$VITRO_DIR/afl")"
	! pgrep -f "$VITRO_DIR/afl" >/dev/null || fail "$1 leaves processes"
}

run 0 "$VITRO" fuzz x509 -t 6s -j 1 --engine afl++
said 'x509 address .*execs in [1-9].* cov [1-9][0-9]+, corpus [1-9].*findings 0$' "no summary"
left_behind "a session"
corpus=$VITRO_DIR/corpus/x509
[ "$(find "$corpus" -type f | wc -l)" -gt 10 ] || fail "no corpus"
for input in "$corpus"/*; do
	echo "$(sha1sum <"$input" | cut -d ' ' -f 1) ${input##*/}"
done | awk '$1 != $2 { print "FAIL: " $2 " is not named by its content"; bad = 1 } END { exit bad }' || failures=$((failures + 1))

# Killed, it leaves no process behind.
"$VITRO" fuzz x509 -t 60s -j 2 --engine afl++ >out 2>err </dev/null &
session=$!
for _ in $(seq 600); do
	! grep -q 'fuzzing in 2 processes' err || break
	sleep 0.1
done
kill -KILL $session
wait $session 2>/dev/null || :
sleep 1
! pgrep -f "^$VITRO_DIR/build/.*afl[+]" || fail "a session that was killed leaves processes"
run 0 "$VITRO" fuzz x509 -t 3s -j 1 --engine afl++
left_behind "a session after one that was killed"

# What a session that was killed has left is taken by the next. The demo is there to be found out; one of its inputs is a finding itself.
left=$VITRO_DIR/afl/demo-address-99999999/0
mkdir -p "$left/crashes" "$left/queue" "$VITRO_DIR/corpus/demo"
cp leak "$left/crashes/id:000000,sig:06,src:000000"
printf ADD >"$left/queue/id:000001,src:000000"
cp heap-read "$VITRO_DIR/corpus/demo/$(sha1sum <heap-read | cut -d ' ' -f 1)"
run 1 "$VITRO" fuzz demo -t 6s -j 1 --engine afl++
left_behind "a session with findings"
[ -e "$VITRO_DIR/findings/demo/address-$(sha1sum <leak | cut -d ' ' -f 1)/log" ] || fail "the crash that was left behind is lost"
[ -e "$VITRO_DIR/corpus/demo/$(printf ADD | sha1sum | cut -d ' ' -f 1)" ] || fail "the input that was left behind is lost"
finding=$VITRO_DIR/findings/demo/address-$(sha1sum <heap-read | cut -d ' ' -f 1)
[ -e "$finding/log" ] || { fail "an input of the corpus that crashes is not told"; ls "$VITRO_DIR/findings/demo"; }
[ ! -e "$VITRO_DIR/corpus/demo/$(sha1sum <heap-read | cut -d ' ' -f 1)" ] || fail "it stays in the corpus"
[ "$("$VITRO" findings --json | grep -c '"id": ')" -ge 2 ] || { fail "findings are not filed"; "$VITRO" findings; }
run 1 "$VITRO" repro "$finding"
said '^vitro: demo: KASAN-like: slab-out-of-bounds read in demo_heap_read' "repro says something else"

# Tasks: the mutator knows operations and schedules, and every input that AFL++ keeps is made of them.
program race >/dev/null
"$VITRO" fuzz race -t 8s -j 1 --engine afl++ >out 2>err || [ $? = 1 ] || { fail "race: it ends with $?"; cat err; }
said 'race address .*execs in' "race: no summary"
left_behind "a concurrent harness"
finish
