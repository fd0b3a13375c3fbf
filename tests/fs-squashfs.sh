# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: SquashFS by mksquashfs, with each compressor.

needs mksquashfs

# NAME [OPTIONS]
image() {
	made=$1
	shift
	mksquashfs tree "$made" -quiet -no-progress -noappend "$@" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case long odd big many
	for compressor in gzip lz4 lzo xz zstd; do
		image $compressor -comp $compressor
	done
	image uncompressed -noI -noD -noF
	image no-fragments -no-fragments -b 4096
	image no-exports -no-exports -no-xattrs -always-use-fragments
}
