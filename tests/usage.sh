#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Bad input: one clear line on standard error, and exit status 2.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

# PATTERN COMMAND...: the one line matches it.
refuses() {
	pattern=$1 status=0
	shift
	timeout 120 "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
	sed -i '/^config /d' "$scratch/err"
	if [ "$status" != 2 ]; then
		fail "$*: exit status $status: $(tail -n 3 "$scratch/err")"
	elif [ "$(wc -l <"$scratch/err")" != 1 ]; then
		fail "$*: not one line: $(head -n 5 "$scratch/err")"
	elif ! grep -qE -- "^vitro: .*$pattern" "$scratch/err"; then
		fail "$*: '$(cat "$scratch/err")' does not match '$pattern'"
	else
		echo "pass: $(cat "$scratch/err")"
	fi
}

# A tree that has a version and nothing else.
make_tree() { # DIRECTORY VERSION PATCHLEVEL
	mkdir -p "$1"
	printf 'VERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = 0\n' "$2" "$3" >"$1/Makefile"
	: >"$1/Kconfig"
}

# A repository that is this one but for one more target.
make_root() { # DIRECTORY TARGET-LINE
	mkdir "$1"
	for entry in "$VITRO_ROOT"/*; do ln -sf "$entry" "$1/"; done
	rm "$1/targets"
	mkdir "$1/targets"
	ln -s "$VITRO_ROOT"/targets/* "$1/targets/"
	mkdir "$1/targets/wish"
	printf 'summary A wish\n%s\n' "$2" >"$1/targets/wish/target"
}

command_line() {
	refuses "no command 'fuz'; did you mean 'fuzz'" "$VITRO" fuz
	refuses "no harness 'x590'; did you mean 'x509'" "$VITRO" fuzz x590
	refuses "no harness 'x590'; did you mean 'x509'" "$VITRO" build x590
	refuses "no harness 'x590'; did you mean 'x509'" "$VITRO" coverage x590
	refuses "no harness 'x590'; did you mean 'x509'" "$VITRO" list --files x590
	refuses "wants a harness, --target or --all" "$VITRO" fuzz
	refuses "no target 'x590' with a harness; did you mean 'x509'" "$VITRO" fuzz --target x590
	refuses "no sanitizer 'adress'; there are: address," "$VITRO" fuzz x509 pkcs7 -s adress
	refuses "are for one harness in one flavour" "$VITRO" fuzz --all --engine afl++
	refuses "takes no names" "$VITRO" fuzz --resume x509
	refuses "no option '--tme'" "$VITRO" fuzz x509 --tme 5
	refuses "--time wants a time" "$VITRO" fuzz x509 -t soon
	refuses "no sanitizer 'adress'; there are: address," "$VITRO" build x509 -s adress
	refuses "cannot fuzz" "$VITRO" fuzz x509 -s coverage
	refuses "clang 14 is too old" "$VITRO" build x509 --llvm 14
	refuses "cannot read" "$VITRO" repro "$scratch/missing"
	refuses "is a directory, but not one of a finding" "$VITRO" repro "$scratch"
	refuses "which harness" "$VITRO" repro "$VITRO_ROOT/CMakeLists.txt"
}

trees() {
	mkdir "$scratch/empty"
	make_tree "$scratch/old" 4 19
	refuses "no kernel tree '9.9'; known:" "$VITRO" build x509 -k 9.9
	refuses "is not a kernel tree" "$VITRO" build x509 -k "$scratch/empty"
	refuses "is not a kernel tree" "$VITRO" kernel add "$scratch/empty"
	refuses "is Linux 4.19.0: 5.15 or later is needed" "$VITRO" build x509 -k "$scratch/old"
	refuses "is Linux 4.19.0: 5.15 or later is needed" "$VITRO" kernel add "$scratch/old"
	refuses "No such file" "$VITRO" build x509 -k "$scratch/none/here"
}

target_files() {
	export VITRO_DIR="$scratch/state"
	make_root "$scratch/odd" 'ned lib/sort.o'
	VITRO_ROOT=$scratch/odd refuses "targets/wish/target:2: " "$VITRO" build empty
	make_root "$scratch/unknown" 'config VITRO_NO_SUCH_SYMBOL'
	VITRO_ROOT=$scratch/unknown refuses "VITRO_NO_SUCH_SYMBOL.*no such symbol" "$VITRO" build empty
	make_root "$scratch/unmet" 'config BT_HIDP'
	VITRO_ROOT=$scratch/unmet refuses "BT_HIDP.*unmet dependency .*\bBT_BREDR" "$VITRO" build empty
}

places() {
	VITRO_DIR=/dev/null/state refuses "Not a directory" "$VITRO" build empty
	[ "$(id -u)" = 0 ] || return 0
	mkdir "$scratch/readonly" "$scratch/full"
	# Root may write anywhere but to a file system that is read-only or full.
	if ! unshare -m mount -t tmpfs -o ro none "$scratch/readonly" 2>/dev/null; then
		echo "no mounts here: read-only and full disks are left out"
		return 0
	fi
	# shellcheck disable=SC2016 # for the inner shell
	refuses "Read-only file system" unshare -m sh -c 'mount -t tmpfs -o ro none "$1" &&
		VITRO_DIR=$1 "$2" build empty' sh "$scratch/readonly" "$VITRO"
	# shellcheck disable=SC2016 # for the inner shell
	refuses "No space left" unshare -m sh -c 'mount -t tmpfs -o size=64k none "$1" &&
		VITRO_DIR=$1 "$2" build empty' sh "$scratch/full" "$VITRO"
}

command_line
trees
places
target_files
finish
