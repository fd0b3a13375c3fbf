#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Programs without an engine and without a sanitizer run under valgrind, which finds in the kernel's heap what ASan would.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

command -v valgrind >/dev/null || { echo "no valgrind here"; exit 77; }
program demo x509 kfifo -s none --engine standalone >"$scratch/programs"
bin=$(sed -n '1s,/[^/]*$,,p' "$scratch/programs")
cd "$scratch"

check() { # EXPECTED-STATUS PROGRAM FILE...
	expected=$1 status=0
	shift
	valgrind -q --error-exitcode=9 "$@" >log 2>&1 || status=$?
	[ "$status" = "$expected" ] || { fail "$*: exit status $status, expected $expected"; cat log; }
}

for harness in x509 kfifo; do
	check 0 "$bin/$harness.standalone" "$VITRO_ROOT/corpus/$harness/seeds"
done
printf BUGAUG >heap-read
check 9 "$bin/demo.standalone" heap-read
grep -q 'Invalid read' log || { fail "no invalid read"; cat log; }
grep -q demo_heap_read log || { fail "demo_heap_read is not named"; cat log; }
finish
