# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: images of ext4, ext3 and ext2 by mke2fs, which puts a directory's contents in.

needs mke2fs e2fsck
uuid=01234567-89ab-cdef-0123-456789abcdef # the order of names in directories depends on it

check() { # IMAGE
	e2fsck -fn "$1"
}

# NAME DIRECTORY SIZE [OPTIONS]
image() {
	made=$1 from=$2 size=$3
	shift 3
	mke2fs -q -F -U "$uuid" -E "hash_seed=$uuid" -d "$from" "$@" "$made" "$size" >mke2fs.log 2>&1 || { fail "$made: $(cat mke2fs.log)"; return; }
	"$how" "$made" "$from"
}

images() {
	mkdir tree small full
	"$tests/fs-tree.sh" tree links holes case long odd big many
	"$tests/fs-tree.sh" small links
	# mke2fs itself gives a file with a hole at its end another size where data may be inline.
	"$tests/fs-tree.sh" full links case long odd big many
	image ext4-1k tree 4M -t ext4 -b 1024
	image ext4-4k tree 8M -t ext4 -b 4096
	image ext4-256k small 256k -t ext4 -b 1024
	image ext4-bigalloc tree 16M -t ext4 -O bigalloc -C 16384
	image ext3 tree 8M -t ext3
	image ext2 tree 4M -t ext2
	# Changing files with inline data does not go well: docs/bugs/ext4-inline-truncate.md, ext4-inline-stale-page.md.
	[ "$how" = walk ] || return 0
	image ext4-inline full 4M -t ext4 -O inline_data -I 256
	image ext4-2k tree 4M -t ext4 -b 2048
	image ext4-unchecked tree 4M -t ext4 -O ^metadata_csum,uninit_bg
	image ext4-csum-seed tree 4M -t ext4 -O metadata_csum_seed,64bit,^flex_bg
	image ext4-indirect tree 4M -t ext4 -O ^extent,^64bit
	image ext4-meta-bg tree 4M -t ext4 -O meta_bg,^resize_inode,sparse_super2
	image ext3-128 tree 8M -t ext3 -I 128
	image ext2-rev0 tree 4M -t ext2 -r 0
}
