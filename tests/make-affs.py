#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-affs.py DIRECTORY IMAGE [KIND [BLOCK-SIZE [KIB]]]
#
# A disk of the Amiga with what is in the directory. KIND is its last byte of "DOS": 0 is OFS, whose blocks of data have heads, 1 FFS,
# 2 and 3 are those with international names. Names have up to 30 bytes.
import os
import stat
import struct
import sys

RESERVED = 2
SHORT, LIST, DATA = 2, 16, 8
ROOT, DIRECTORY, SOFT_LINK, FILE = 1, 2, 3, -3
EPOCH = (8 * 365 + 2) * 86400
kind = int((sys.argv[3:4] + [1])[0])
block_size = int((sys.argv[4:5] + [512])[0])
count = (int((sys.argv[5:6] + [1024])[0]) << 10) // block_size
slots = block_size // 4 - 56
root = (RESERVED + count - 1) // 2
blocks, next_free = {}, RESERVED


def take():
    global next_free
    while next_free == root:
        next_free += 1
    if next_free >= count:
        sys.exit("the directory does not fit")
    next_free += 1
    return next_free - 1


def put(number, data, at=20):
    """With the checksum that makes the sum of all words zero."""
    words = struct.unpack(f">{block_size // 4}I", data)
    blocks[number] = data[:at] + struct.pack(">I", -sum(words) & 0xffffffff) + data[at + 4:]


def date(info):
    seconds = int(info.st_mtime) - EPOCH
    return struct.pack(">III", seconds // 86400, seconds // 60 % 1440, seconds % 60 * 50)


def protection(mode):
    """What is allowed to the owner is inverted."""
    bits = (0 if mode & 0o400 else 8) | (0 if mode & 0o200 else 4) | (0 if mode & 0o100 else 2)
    for shift, low in ((3, 8), (0, 12)):
        some = mode >> shift & 7
        bits |= ((some >> 2 & 1) << 3 | (some >> 1 & 1) << 2 | (some & 1) << 1) << low
    return bits


def header(number, table, name, info, parent, chain, what, size=0, extension=0, original=0, first=0, high=0, head=SHORT):
    front = struct.pack(">6I", head, number, high, 0, first, 0) + table
    tail = struct.pack(">IHHII92x", 0, 0, 0, protection(info.st_mode), size) + date(info)
    tail += bytes([len(name)]) + name.ljust(31, b"\0")
    tail += struct.pack(">III20xIIIi", 0, original, 0, chain, parent, extension, what)
    put(number, front + tail)


def pointers(some):
    return struct.pack(f">{slots}I", *reversed(some + [0] * (slots - len(some))))


def write_data(number, data):
    """Return the blocks of a file's data."""
    room = block_size if kind & 1 else block_size - 24
    pieces = [data[i:i + room] for i in range(0, len(data), room)]
    places = [take() for _ in pieces]
    for i, (place, piece) in enumerate(zip(places, pieces)):
        if kind & 1:
            blocks[place] = piece.ljust(block_size, b"\0")
        else:
            following = (places + [0])[i + 1]
            put(place, struct.pack(">6I", DATA, number, i + 1, len(piece), following, 0) + piece.ljust(room, b"\0"))
    return places


def write_file(number, path, name, info, parent, chain):
    with open(path, "rb") as file:
        data = file.read()
    places = write_data(number, data)
    lists = [places[i:i + slots] for i in range(0, len(places), slots)] or [[]]
    where = [number] + [take() for _ in lists[1:]] + [0]
    for i, some in enumerate(lists[1:], 1):
        header(where[i], pointers(some), b"", info, number, 0, FILE, extension=where[i + 1], high=len(some), head=LIST)
    header(number, pointers(lists[0]), name, info, parent, chain, FILE, len(data), where[1], 0, (places + [0])[0], len(lists[0]))


def write_entry(number, path, name, parent, chain):
    info = os.lstat(path)
    if stat.S_ISDIR(info.st_mode):
        table = directory(path, number)
        header(number, table, name, info, parent, chain, DIRECTORY)
    elif stat.S_ISLNK(info.st_mode):
        header(number, os.readlink(path).ljust(slots * 4, b"\0"), name, info, parent, chain, SOFT_LINK)
    else:
        write_file(number, path, name, info, parent, chain)


def upper(byte):
    if ord("a") <= byte <= ord("z") or (kind & 2 and 0xe0 <= byte <= 0xfe and byte != 0xf7):
        return byte - 32
    return byte


def bucket(name):
    value = len(name)
    for byte in name:
        value = (value * 13 + upper(byte)) & 0x7ff
    return value % slots


def directory(path, number):
    """Return its hash table."""
    table = [0] * slots
    for name in sorted(os.listdir(path)):
        place, slot = take(), bucket(name)
        write_entry(place, os.path.join(path, name), name, number, table[slot])
        table[slot] = place
    return struct.pack(f">{slots}I", *table)


source = os.fsencode(sys.argv[1])
bitmap = take()
now = date(os.lstat(source))
front = struct.pack(">6I", SHORT, 0, 0, slots, 0, 0) + directory(source, root)
tail = struct.pack(">I25II", 0xffffffff, bitmap, *[0] * 24, 0) + now + b"\5vitro".ljust(32, b"\0") + bytes(8)
put(root, front + tail + now + now + struct.pack(">IIIi", 0, 0, 0, ROOT))
bits = sum(1 << number - RESERVED for number in range(RESERVED, count) if number != root and number >= next_free)
words = bits.to_bytes(block_size - 4, "little")
put(bitmap, bytes(4) + b"".join(words[i:i + 4][::-1] for i in range(0, len(words), 4)), 0)
blocks[0] = (b"DOS" + bytes([kind])).ljust(block_size, b"\0")
with open(sys.argv[2], "wb") as image:
    image.write(b"".join(blocks.get(number, bytes(block_size)) for number in range(count)))
