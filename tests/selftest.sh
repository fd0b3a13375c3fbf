#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the cases of the selftest harness (targets/selftest).
#
#   selftest.sh PIECE [build options]      PIECE is a file there without .c, or "all"
#
# Cases that end well run in one process, all of them twice: what the first run leaves behind must
# not show in the second. Each of the others has a process, and must end in the finding it names.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

piece=$1
[ "$piece" != all ] || piece=
shift
selftest=$(program selftest "$@")
cd "$scratch"

echo list >list
VITRO_PRINTK=1 timeout 60 "$selftest" list 2>&1 |
	sed -n "s/^ *<6>selftest: \(${piece}[._a-z0-9]*\) /\1 /p" | grep "^$piece${piece:+[.]}" >cases || :
[ -s cases ] || { echo "no case of '$piece'"; exit 1; }
while read -r name finding; do
	echo "$name" >"$name"
	if [ "$finding" = - ]; then echo "$name" >>good; else echo "$name $finding" >>bad; fi
done <cases

# FILE...: run them; when one ends the process, say so, and go on behind it.
run_good() {
	while [ $# -gt 0 ]; do
		if timeout 120 "$selftest" "$@" >log 2>&1; then return; fi
		last=$(sed -n 's/^Running: //p' log | tail -n 1)
		fail "$last: $(title log)"
		tail -n 40 log
		[ -n "$last" ] || return 0
		while [ $# -gt 0 ] && [ "$1" != "$last" ]; do shift; done
		[ $# -eq 0 ] || shift
	done
}

run_bad() { # NAME FINDING
	timeout 60 "$selftest" "$1" >log 2>&1 && { fail "$1: no finding, expected '$2'"; return; }
	case $(title log) in
	*"$2"*) echo "pass: $1: $2" ;;
	*) fail "$1: '$(title log)', expected '$2'"; tail -n 40 log ;;
	esac
}

if [ -e good ]; then
	# shellcheck disable=SC2046 # names have no blanks
	run_good $(cat good good)
	sed 's/^/ran twice: /' good
fi
[ ! -e bad ] || while read -r name finding; do run_bad "$name" "$finding"; done <bad
finish
