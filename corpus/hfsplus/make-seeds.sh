#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes seeds/: the volume that xorriso puts a directory into, as a part of a disk and taken out of it. Those of ../hfsplus_rw have nothing
# in them but operations behind them.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
root=$(readlink -f ../..)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

mkdir -p "$tree/one/two"
echo text >"$tree/one/text"
seq 1 2000 >"$tree/one/two/numbers"
ln -s one/text "$tree/link"
find "$tree" -exec touch -h -d @0 {} +

mkdir -p seeds ../hfsplus_rw/seeds
xorriso -as mkisofs -quiet -hfsplus -apm-block-size 512 -hfsplus-block-size 512 -hfsplus-serial-no 0000000000000001 \
	-no-pad --modification-date=2020010100000000 -o "$tree.iso" "$tree"
python3 - "$tree.iso" seeds <<'END'
import struct
import sys

with open(sys.argv[1], "rb") as file:
    disk = file.read()
for entry in range(512, 5 * 512, 512):
    if disk[entry + 48:entry + 57] == b"Apple_HFS":
        start, count = struct.unpack_from(">II", disk, entry + 8)
        with open(sys.argv[2] + "/hfsplus-files", "wb") as file:
            file.write(disk[start * 512:(start + count) * 512])
END
rm "$tree.iso"

# NAME NUMBER BLOCK-SIZE [hfsx]
empty() {
	seed=../hfsplus_rw/seeds/$1 number=$2
	shift 2
	"$root/tests/fs-hfsplus-image.py" "$tree/image" 64 "$@"
	"$root/tests/fs-image.py" operations "$number" 60 "$tree/image" "$seed"
}
empty hfsplus-512 1 512
empty hfsplus-4k 1 4096
empty hfsx 2 512 hfsx
