#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-omfs.py DIRECTORY IMAGE [BLOCKS [bitmap]]
#
# An image of OMFS with what is in the directory: each file and each directory has a block and its mirror, a directory is a hash
# table in its block. A Rio Karma has a bitmap of the blocks that are in use, a ReplayTV has none.
import os
import struct
import sys

BLOCK = 2048
MIRRORS = 2
COUNT = int((sys.argv[3:4] + [512])[0])
CLUSTER = 1
NONE = (1 << 64) - 1
DIRECTORY, EXTENTS = 0x1b8, 0x1d0
PIECE = 4 * BLOCK
blocks = {}
free = 2


def take(count):
    global free
    free += count
    if free > COUNT:
        sys.exit("the directory does not fit")
    return free - count


def crc(data):
    value = 0
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ (0x1021 if value & 0x8000 else 0)) & 0xffff
    return value


def put(number, kind, body):
    """A block of the system, in each of its places."""
    body = body.ljust(BLOCK - 24, b"\0")
    head = struct.pack(">QIH2xBcB", number, len(body), crc(body), 1, kind, 0xd2)
    check = 0
    for byte in head:
        check ^= byte
    for mirror in range(MIRRORS):
        blocks[number + mirror] = head + bytes([check]) + bytes(4) + body


def node(name, parent, sibling, kind, size, what, offset):
    body = struct.pack(">QQQ35xc4x64x256sQ", parent, sibling, 0, kind, name, size)
    return body.ljust(offset - 24, b"\0") + what


def hash_of(name, count):
    value = 0
    for i, byte in enumerate(name.lower()):
        value ^= byte << i % 24
    return value % count


def table(extents, following):
    """The last entry has the number of all blocks, inverted."""
    entries = b"".join(struct.pack(">QQ", *extent) for extent in extents)
    total = sum(count for start, count in extents)
    return struct.pack(">QII", following, len(extents) + 1, 0x22) + entries + struct.pack(">QQ", NONE, NONE - total)


def write_file(number, name, parent, sibling, data):
    extents = []
    for i in range(0, len(data), PIECE):
        piece = data[i:i + PIECE]
        count = (len(piece) + BLOCK - 1) // BLOCK
        start = take(count)
        take(1)  # or it would be one extent
        for j in range(count):
            blocks[start + j] = piece[j * BLOCK:][:BLOCK].ljust(BLOCK, b"\0")
        extents.append((start, count))
    put(number, b"e", node(name, parent, sibling, b"F", len(data), table(extents, NONE), EXTENTS))


def write_directory(number, name, parent, sibling, path):
    buckets = [NONE] * ((BLOCK - DIRECTORY) // 8)
    for entry in sorted(os.listdir(path)):
        where, full = take(MIRRORS), os.path.join(path, entry)
        bucket = hash_of(entry, len(buckets))
        if os.path.isdir(full):
            write_directory(where, entry, number, buckets[bucket], full)
        else:
            with open(full, "rb") as file:
                write_file(where, entry, number, buckets[bucket], file.read())
        buckets[bucket] = where
    what = b"".join(struct.pack(">Q", bucket) for bucket in buckets)
    put(number, b"e", node(name, parent, sibling, b"D", BLOCK, what, DIRECTORY))


root_block, root = take(MIRRORS), take(MIRRORS)
bitmap = take(1) if "bitmap" in sys.argv[4:] else NONE
write_directory(root, b"", NONE, NONE, os.fsencode(sys.argv[1]))
put(root_block, b"s", struct.pack(">QQQQIIQ256s", 0, COUNT, root, bitmap, BLOCK, CLUSTER, MIRRORS, b"vitro"))
if bitmap != NONE:
    blocks[bitmap] = ((1 << free) - 1).to_bytes((COUNT + 7) // 8, "little").ljust(BLOCK, b"\0")
blocks[0] = (bytes(256) + struct.pack(">QQIIII", root_block, COUNT, 0xC2993D87, BLOCK, MIRRORS, BLOCK)).ljust(BLOCK, b"\0")
with open(sys.argv[2], "wb") as image:
    image.write(b"".join(blocks.get(number, bytes(BLOCK)) for number in range(COUNT)))
