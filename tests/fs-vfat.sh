# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: FAT12, FAT16 and FAT32 by mkfs.vfat, with files that mtools puts in.

needs mkfs.vfat mcopy fsck.vfat

check() { # IMAGE
	fsck.vfat -n "$1"
}

filter() {
	sed 's/^found mode:size [0-7]*:/found mode:size /'
}

# NAME SIZE-IN-KIB [OPTIONS]
image() {
	made=$1 size=$2
	shift 2
	mkfs.vfat -C "$@" "$made" "$size" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	mcopy -i "$made" -s tree/* :: >mcopy.log 2>&1 || { fail "$made: $(cat mcopy.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree big many
	image fat12 1440 -F 12
	image fat16 16384 -F 16
	image fat32 40000 -F 32 -s 1
	image fat16-4k 65536 -F 16 -S 4096
}
