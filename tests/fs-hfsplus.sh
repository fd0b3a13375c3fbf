# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: HFS+. xorriso puts a directory's contents into a volume that is part of an ISO 9660 image, and has no room for more;
# what is written to is made by fs-hfsplus-image.py.

needs xorriso grub-fstest
grub=1

# Each file has a type and a creator, which are not listed by their name (hfsplus-listxattr-short.md), on 6.1 they are.
filter() {
	sed '/^found hfs\./d; /^found error osx\.com\.apple\.FinderInf:-95 /d; /^found osx\.com\.apple\.FinderInfo /d'
}

check() { # IMAGE
	"$tests/fs-hfsplus-check.py" "$1"
}

# NAME [OPTIONS]
files() {
	made=$1
	shift
	xorriso -as mkisofs -quiet -hfsplus "$@" -o "$made" tree >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

# NAME BLOCK-SIZE [hfsx]
empty() {
	made=$1
	shift
	"$tests/fs-hfsplus-image.py" "$made" 1024 "$@"
	operate "$made"
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links odd big many
	if [ "$how" = operate ]; then
		empty hfsplus-512 512
		empty hfsplus-4k 4096
		empty hfsx 1024 hfsx
		return
	fi
	files hfsplus-2k -apm-block-size 512
	files hfsplus-512 -apm-block-size 512 -hfsplus-block-size 512
}
