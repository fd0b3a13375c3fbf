# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: FAT as fs-vfat.sh makes it, with names that are short enough.

# shellcheck source=tests/fs-vfat.sh
. "$tests/fs-vfat.sh"

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree big
	image fat12 1440 -F 12
	image fat16 16384 -F 16
	image fat32 40000 -F 32 -s 1
}
