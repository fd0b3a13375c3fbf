#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes seeds/ with mke2fs: the smallest images that have a directory, files, holes and links in them.
# Those of ../ext4_rw have operations behind them.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
root=$(readlink -f ../..)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

mkdir -p "$tree/one/two"
echo text >"$tree/one/text"
head -c 3000 /dev/zero | tr '\0' x >"$tree/one/two/more"
truncate -s 20000 "$tree/hole"
echo end >>"$tree/hole"
ln -s one/text "$tree/fast"
ln -s "$(printf '%080d' 0)" "$tree/slow"
ln "$tree/one/text" "$tree/hard"

image() { # NAME SIZE OPTIONS...
	made=seeds/$1 size=$2
	shift 2
	rm -f "$made"
	mke2fs -q -F -d "$tree" -b 1024 -U 00000000-0000-0000-0000-000000000001 \
		-E hash_seed=00000000-0000-0000-0000-000000000002,root_owner=0:0 "$@" "$made" "$size"
	truncate -s "$size" "$made"
	rm -f "../ext4_rw/$made"
	"$root/tests/fs-image.py" operations 1 60 "$made" "../ext4_rw/$made"
}

mkdir -p seeds ../ext4_rw/seeds
image ext2 64k -t ext2 -N 32
image ext4 128k -t ext4 -N 32
image ext4-inline 128k -t ext4 -N 32 -O inline_data -I 256
image ext4-unchecked 96k -t ext4 -N 32 -O ^metadata_csum,^64bit,uninit_bg
image ext4-indirect 96k -t ext4 -N 32 -O ^metadata_csum,^64bit,^extent,dir_index
