# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Sourced by fs.sh: UDF by genisoimage, which puts a directory's contents in. Neither links nor permissions.

needs genisoimage

filter() {
	sed 's/^found mode:size [0-7]*:/found mode:size /'
}

check() { # IMAGE: there is no tool that does
	true
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree case big many
	made=udf
	genisoimage -quiet -udf -J -o "$made" tree >mkfs.log 2>&1 || fail "$made: $(cat mkfs.log)"
	"$how" "$made" tree
}
