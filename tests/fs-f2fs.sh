# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: F2FS by mkfs.f2fs, with files that sload.f2fs puts in.

needs mkfs.f2fs sload.f2fs fsck.f2fs

check() { # IMAGE
	fsck.f2fs --dry-run "$1" >fsck.log || return 1
	cat fsck.log
	! grep -q 'Fail\|ASSERT' fsck.log
}

# NAME [OPTIONS]
image() {
	made=$1
	shift
	truncate -s 64M "$made"
	mkfs.f2fs -q "$@" "$made" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	sload.f2fs -P -f tree "$made" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case long odd big
	image f2fs
	image f2fs-extra -O extra_attr,inode_crtime
}
