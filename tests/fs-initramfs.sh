# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: archives by cpio, and compressed by each tool whose format the kernel knows, but bzip2:
# docs/bugs/bunzip2-index-minus-one.md.

needs cpio gzip xz lzop lz4 zstd

# What the kernel's own archive has.
filter() {
	grep -v ' /dev$\| /dev/console$\| /ro[o]t$'
}

# NAME COMMAND...: it compresses standard input.
image() {
	made=$1
	shift
	"$@" <archive >"$made" 2>mkfs.log || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

archive() { # FORMAT
	(cd tree && find . -mindepth 1 | LC_ALL=C sort | cpio --quiet -o -H "$1") >archive
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case long odd big many
	archive newc
	image newc cat
	image gzip gzip -9
	image lzma xz --format=lzma
	image xz xz --check=crc32
	image lzo lzop
	image lz4 lz4 -l
	image zstd zstd
	archive crc
	image crc cat
	two
}

# Archives of both kinds behind one another: as a boot loader puts microcode before the rest.
two() {
	made=two
	(cd tree && find one -print | LC_ALL=C sort | cpio --quiet -o -H newc) >first
	archive newc
	gzip <archive | cat first - >"$made"
	"$how" "$made" tree
}
