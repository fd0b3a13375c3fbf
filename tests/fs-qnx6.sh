# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: the filesystem of QNX 6 by make-qnx6.py, there is no other tool.

# NAME [BYTE-ORDER [BOOT-BLOCK]]
image() {
	made=$1
	shift
	"$tests/make-qnx6.py" tree "$made" "$@" || fail "$made"
	"$how" "$made" tree
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case long odd big many
	image qnx6
	image qnx6-big-endian '>'
	image qnx6-no-boot-block '<' 0
}
