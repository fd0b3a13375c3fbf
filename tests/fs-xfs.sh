# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: XFS by mkfs.xfs, which puts files in by a prototype. For small images it wants to be told that this is a test.

needs mkfs.xfs xfs_repair
export TEST_DIR="$scratch" TEST_DEV="$scratch" QA_CHECK_FS=1

check() { # IMAGE
	xfs_repair -f -n -o force_geometry "$1" # with one group of blocks there is nothing to compare with
}

# DIRECTORY INDENT: its entries, as xfs_protofile would print them
entries() {
	for entry in "$1"/*; do
		name=$(basename "$entry")
		if [ -L "$entry" ]; then
			echo "$2$name l--777 0 0 $(readlink "$entry")"
		elif [ -d "$entry" ]; then
			echo "$2$name d--755 0 0"
			(entries "$entry" "$2 ")
			echo "$2\$"
		elif [ -e "$entry" ]; then
			echo "$2$name ---$(stat -c %a "$entry") 0 0 $entry"
		fi
	done
}

# NAME SIZE [OPTIONS]
image() {
	made=$1 size=$2
	shift 2
	truncate -s "$size" "$made"
	mkfs.xfs --unsupported -q -p prototype "$@" "$made" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree case big many
	ln -s one/two tree/fast
	{ printf '/\n0 0\nd--755 0 0\n'; entries tree ''; echo '$'; } >prototype
	image xfs 16M
	image xfs-1k 32M -b size=1024 -d agcount=2 -m rmapbt=1
	image xfs-v4 16M -m crc=0
	[ "$how" = walk ] || return 0
	image xfs-512 16M -b size=512 -m crc=0 -n size=4096
	image xfs-inodes 16M -i size=2048 -n size=65536
}
