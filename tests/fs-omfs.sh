# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: OMFS by make-omfs.py, there is no other tool. It has neither links nor permissions. Without a bitmap, because of
# docs/bugs/omfs-bitmap-leak.md.

filter() {
	sed 's/^found mode:size [0-7]*:/found mode:size /'
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree big
	made=omfs
	"$tests/make-omfs.py" tree "$made" || fail "$made"
	"$how" "$made" tree
}
