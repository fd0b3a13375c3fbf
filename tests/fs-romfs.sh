# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: romfs by genromfs. It keeps no permissions.

needs genromfs

filter() {
	sed 's/^found mode:size [0-7]*:/found mode:size /'
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case odd big many
	for alignment in 16 512; do
		made=romfs-$alignment
		genromfs -f "$made" -d tree -a "$alignment" >mkfs.log 2>&1 || fail "$made: $(cat mkfs.log)"
		truncate -s %512 "$made"
		"$how" "$made" tree
	done
}
