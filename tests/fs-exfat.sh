# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: exFAT by mkfs.exfat. No tool puts files in: what the operations make is what there is.

needs mkfs.exfat fsck.exfat grub-fstest
grub=1

check() { # IMAGE
	fsck.exfat -n "$1"
}

# NAME SIZE [OPTIONS]
image() {
	made=$1 size=$2
	shift 2
	truncate -s "$size" "$made"
	mkfs.exfat "$@" "$made" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree
	image exfat-4k 4M -c 4096
	image exfat-32k 16M -c 32768
}
