# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: Minix by mkfs.minix. No tool puts files in: what the operations make is what there is.

needs mkfs.minix fsck.minix grub-fstest
grub=1

check() { # IMAGE
	fsck.minix -f "$1"
}

# NAME [OPTIONS]
image() {
	made=$1
	shift
	truncate -s 1M "$made"
	mkfs.minix "$@" "$made" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree
	image minix-1-14 -1 -n 14
	image minix-1-30 -1 -n 30
	image minix-2 -2
	image minix-3 -3
}
