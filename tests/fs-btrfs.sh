# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: Btrfs by mkfs.btrfs, which puts a directory's contents in.

needs mkfs.btrfs btrfs

check() { # IMAGE
	btrfs check --check-data-csum "$1"
}

# NAME DIRECTORY SIZE [OPTIONS]
image() {
	made=$1 from=$2 size=$3
	shift 3
	truncate -s "$size" "$made"
	mkfs.btrfs -q -d single -s 4096 --rootdir "$from" "$@" "$made" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" "$from"
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case long odd big many
	image btrfs-mixed tree 16M -M -m single -n 4096
	image btrfs-16k tree 128M -m dup
	image btrfs-xxhash tree 128M -m single --csum xxhash -O no-holes -R free-space-tree
	[ "$how" = walk ] || return 0
	image btrfs-sha256 tree 128M -m single --csum sha256 -n 4096
	image btrfs-blake2 tree 128M -m single --csum blake2 -n 65536
	image btrfs-old tree 128M -m single -O ^extref,^skinny-metadata,^no-holes -R ^free-space-tree
	image btrfs-quota tree 128M -m single -R quota
}
