# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: NILFS2 by mkfs.nilfs2. No tool puts files in: what the operations make is what there is.

needs mkfs.nilfs2 grub-fstest
grub=1

check() { # IMAGE: there is no tool that does
	true
}

# NAME SIZE [OPTIONS]
image() {
	made=$1 size=$2
	shift 2
	truncate -s "$size" "$made"
	mkfs.nilfs2 -q "$@" "$made" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree
	image nilfs2-1k 8M -b 1024 -B 64
	image nilfs2-4k 16M -b 4096 -B 64
	image nilfs2-count 8M -b 2048 -B 64 -O block_count
}
