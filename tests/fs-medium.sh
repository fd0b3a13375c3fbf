#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   fs-medium.sh HARNESS [build options]
#
# The harness's seeds, and 120 operations on them where there is a HARNESS_rw, on disks that are not at their best. One that completes
# bios later leads to what one leads to that does so at once. Where all bios fail, nothing is mounted; where some do, fully or
# half, the run ends well, or in a bug of the kernel's that is known to come out of it.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

name=$1
shift
options=$*
walker=$(program "$name" "$@")
changer=
case $name in
affs | ufs) ;; # what is written to these leaks, whatever the disk does: docs/bugs
*) [ ! -e "$VITRO_ROOT/harnesses/${name}_rw.c" ] || changer=$(program "${name}_rw" "$@") ;;
esac
cd "$scratch"

# An expression for the titles that docs/bugs explains.
known() {
	case "$name $options" in
	'ext4 -k 6.1') echo 'objects, first of pages$' ;; # ext4-get-link-leak
	minix\ * | hfs\ * | udf\ *) echo 'in mark_buffer_dirty$' ;; # buffer-dirty-after-write-error
	jfs\ *) echo 'in jfs_flush_journal$\|in lmWriteRecord$' ;; # jfs-remount-after-error, jfs-remount-without-log
	qnx6\ *) echo 'in invalidate_bh_lru$' ;;        # qnx6-superblock-released-twice
	*) echo '^$' ;;
	esac
}

# PROGRAM INPUT LOG
run() {
	VITRO_SHOW=1 VITRO_PRINTK=1 timeout 60 "$1" -max_len=999999999 -detect_leaks=0 "$2" >"$3" 2>&1
}

found() { # LOG
	grep '^ *<6>found' "$1" || :
}

bytes() { # NUMBER...
	for number; do
		# shellcheck disable=SC2059 # which is an octal escape
		printf "\\$(printf %o "$number")"
	done
}

# PROGRAM LOG BYTE...: the image, what the disk is like, and operations
with() {
	program=$1 log=$2
	shift 2
	{ cat image; bytes "$@"; cat operations; } >input
	run "$program" input "$log" && return
	what=$(title "$log")
	echo "$what" | grep -q "$(known)" || fail "$seed, with $*: $what"
}

# PROGRAM
completed_later() {
	with "$1" at-once 0
	with "$1" later 2
	[ -n "$(found at-once)" ] || fail "$seed is not mounted"
	found at-once >expected
	found later | cmp -s expected - || fail "$seed: completed later, it has another end"
}

# PROGRAM
failing() {
	with "$1" none 8 1 255
	[ -z "$(found none)" ] || fail "$seed is mounted, but nothing can be read"
	for first in 3 9 25; do
		with "$1" later 10 $first 255
		with "$1" half 12 $first 2
	done
}

# HARNESS PROGRAM
seeds_of() {
	for seed in "$VITRO_ROOT/corpus/$1/seeds"/*; do
		"$VITRO" image unpack "$seed" --harness "$1" -o image >unpacked 2>&1 || { fail "$seed: $(cat unpacked)"; continue; }
		: >operations
		case $1 in
		*_rw)
			"$tests/fs-image.py" operations 1 120 image input
			tail -c 480 input >operations
			;;
		esac
		completed_later "$2"
		failing "$2"
	done
}

seeds_of "$name" "$walker"
[ -z "$changer" ] || seeds_of "${name}_rw" "$changer"
finish
