# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: BeFS by make-befs.py, there is no other tool.

needs grub-fstest

# NAME [BYTE-ORDER]
image() {
	made=$1
	shift
	"$tests/make-befs.py" tree "$made" "$@" || fail "$made"
	"$how" "$made" tree
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case long odd big many
	grub=1
	image befs
	grub=
	image befs-big-endian '>'
}
