# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: disks of the Amiga by make-affs.py, there is no other tool. Names have up to 30 bytes and no case; what a
# link says is read as a path of the Amiga.

# NAME KIND [BLOCK-SIZE]
image() {
	made=$1
	shift
	"$tests/make-affs.py" tree "$made" "$@" || fail "$made"
	"$how" "$made" tree
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree odd big many
	ln -s one/two tree/fast
	image ofs 0
	image ffs 1
	image ofs-international 2
	image ffs-international 3
	image ffs-1k 1 1024
}
