# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: cramfs by mkfs.cramfs.

needs mkfs.cramfs

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case odd big many
	made=cramfs
	mkfs.cramfs tree "$made" >mkfs.log 2>&1 || fail "$made: $(cat mkfs.log)"
	"$how" "$made" tree
}
