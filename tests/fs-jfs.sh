# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: JFS by mkfs.jfs. No tool puts files in: what the operations make is what there is.

needs mkfs.jfs jfs_fsck grub-fstest
grub=1

# IMAGE: a root directory whose owner has not all rights is no JFS to it; an operation may have taken them. The inode is where mkfs.jfs puts it.
check() {
	cp "$1" rooted
	printf '\355\101' | dd of=rooted bs=1 seek=$((0x1c434)) conv=notrunc status=none
	jfs_fsck -n -f rooted
}

# NAME [OPTIONS]: behind its first pages, which alone are read, the log has what mkfs.jfs happened to have in memory.
image() {
	made=$1
	shift
	truncate -s 16M "$made"
	mkfs.jfs -q "$@" "$made" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	dd if=/dev/zero of="$made" bs=4096 seek=3847 count=249 conv=notrunc status=none
	"$how" "$made" tree
}

images() {
	mkdir tree
	image jfs
	image jfs-any-case -O
}
