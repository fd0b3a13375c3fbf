# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: EROFS by mkfs.erofs, with each compressor that it has.

needs mkfs.erofs

# NAME [OPTIONS]
image() {
	made=$1
	shift
	mkfs.erofs --quiet "$@" "$made" tree >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree links holes case odd big many
	image uncompressed
	image lz4 -zlz4
	image lz4hc -zlz4hc -Eztailpacking
	image lz4-big -zlz4 -C65536
	image lz4-legacy -zlz4 -Elegacy-compress
	image chunks --chunksize=4096
	image fragments -zlz4 -Efragments
}
