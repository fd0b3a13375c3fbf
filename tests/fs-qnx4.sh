# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: the filesystem of QNX 4 by make-qnx4.py, there is no other tool. It has names of up to 48 bytes.

filter() {
	grep -v ' /[.]bitmap$'
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case odd big many
	made=qnx4
	"$tests/make-qnx4.py" tree "$made" || fail "$made"
	"$how" "$made" tree
}
