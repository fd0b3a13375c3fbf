#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes seeds/ with mkfs.erofs: small images that have a directory, files that are compressed well and not at all, holes and links.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

mkdir -p "$tree/one/two"
echo text >"$tree/one/text"
seq 1 3000 >"$tree/one/two/numbers"
seq 1 3000 | gzip -n >"$tree/one/noise"
truncate -s 9000 "$tree/hole"
echo end >>"$tree/hole"
ln -s one/text "$tree/fast"
ln -s "$(printf '%080d' 0)" "$tree/slow"
ln "$tree/one/text" "$tree/hard"

image() { # NAME OPTIONS...
	made=seeds/$1
	shift
	rm -f "$made"
	mkfs.erofs --quiet --all-root -T0 -U 00000000-0000-0000-0000-000000000001 "$@" "$made" "$tree"
}

mkdir -p seeds
image plain
image chunks --chunksize=4096
image lz4 -zlz4
image lz4hc -zlz4hc -Eztailpacking -C8192
image lz4-legacy -zlz4 -Elegacy-compress
