# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: UFS1 by makefs, which puts a directory's contents in. Its UFS2 has the superblock where UFS1 has it, and
# cannot be mounted.

needs makefs

check() { # IMAGE: there is no tool that does
	true
}

# NAME [OPTIONS]
image() {
	made=$1
	shift
	makefs -t ffs -M 512k -b 30% -f 200 "$@" "$made" tree >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case long odd big many
	# Blocks of 8 KiB are not mounted: docs/bugs/ufs-triple-indirect-shift.md.
	image ufs-4k -o bsize=4096,fsize=512
	image ufs-fragment-4k -o bsize=4096,fsize=4096
	image ufs-big-endian -B big -o bsize=4096,fsize=1024
}
