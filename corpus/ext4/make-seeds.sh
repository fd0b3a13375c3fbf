#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes seeds/ with mke2fs: the smallest images that have a directory, files, holes and links in them.
# Those of ../ext4_rw are these, with operations behind them.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
root=$(readlink -f ../..)
tree=$(mktemp -d)
trap 'rm -rf "$tree" "$tree".*' EXIT

export E2FSPROGS_FAKE_TIME=1700000000
mkdir -p "$tree/one/two"
echo text >"$tree/one/text"
head -c 3000 /dev/zero | tr '\0' x >"$tree/one/two/more"
truncate -s 20000 "$tree/hole"
echo end >>"$tree/hole"
ln -s one/text "$tree/fast"
ln -s "$(printf '%080d' 0)" "$tree/slow"
ln "$tree/one/text" "$tree/hard"

# NAME: what is written to is the same image, with operations behind it.
operations() {
	truncate -s 512 "$tree.sector"
	"$root/tests/fs-image.py" operations 1 60 "$tree.sector" "$tree.operations"
	tail -c +513 "$tree.operations" >"$tree.behind"
	"$root/vitro" image pack --harness ext4_rw "seeds/$1" --tail "$tree.behind" -o "../ext4_rw/seeds/$1"
}

# NAME: bios are completed later, and two tasks carry operations out, the filesystem's own ioctls among them.
two() {
	{ printf '\062'; tail -c +2 "$tree.behind"; } >"$tree.two"
	"$root/vitro" image pack --harness ext4_rw "seeds/$1" --tail "$tree.two" -o "../ext4_rw/seeds/$1-two"
}

image() { # NAME SIZE OPTIONS...
	name=$1 made=seeds/$1 size=$2
	shift 2
	rm -f "$made"
	mke2fs -q -F -d "$tree" -b 1024 -U 00000000-0000-0000-0000-000000000001 \
		-E hash_seed=00000000-0000-0000-0000-000000000002,root_owner=0:0 "$@" "$made" "$size"
	truncate -s "$size" "$made"
	operations "$name"
}

# NAME [COMMAND]...: with a journal, to which debugfs may write. It makes an image large, but most of it are zeros.
journal() {
	image "$1" 4m -t ext4 -N 32 -J size=1
	mv "$made" "$tree.image"
	shift
	printf '%s\n' "$@" >"$tree.commands"
	debugfs -w -f "$tree.commands" "$tree.image" >/dev/null 2>&1
	"$root/vitro" image pack --whole "$tree.image" -o "$made"
	operations "$name"
}

mkdir -p seeds ../ext4_rw/seeds
image ext2 64k -t ext2 -N 32
image ext4 128k -t ext4 -N 32
image ext4-inline 128k -t ext4 -N 32 -O inline_data -I 256
image ext4-unchecked 96k -t ext4 -N 32 -O ^metadata_csum,^64bit,uninit_bg
image ext4-indirect 96k -t ext4 -N 32 -O ^metadata_csum,^64bit,^extent,dir_index
journal ext4-journal
# When it is replayed, blocks that are free get other contents; one is revoked.
journal ext4-replay 'journal_open -c -v 3' "journal_write -b 3500,3501,3502 $tree/hole" 'journal_write -r 3500' journal_close
two ext4
two ext4-journal
