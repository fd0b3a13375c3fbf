#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-qnx6.py DIRECTORY IMAGE [ORDER [BOOT]]
#
# An image of the filesystem of QNX 6 with what is in the directory, in the byte order "<" or ">", behind that many bytes of a boot
# block, none or 8192. Names of more than 27 bytes are in a file of their own.
import os
import stat
import struct
import sys

BLOCK = 1024
AREA = 4096  # of a superblock
POINTERS = 16
UNUSED = 0xffffffff
order, boot = "<", 8192
blocks, inodes, numbers, longs = [], [], {}, []


def pack(layout, *values):
    return struct.pack(order + layout, *values)


def put(data):
    first = len(blocks)
    blocks.extend(data[i:i + BLOCK].ljust(BLOCK, b"\0") for i in range(0, len(data), BLOCK))
    return list(range(first, len(blocks)))


def tree(data):
    """Return the pointers, all of them, and the levels between them and the data."""
    pointers, levels = put(data), 0
    while len(pointers) > POINTERS:
        per = BLOCK // 4
        pointers += [UNUSED] * (-len(pointers) % per)
        pointers, levels = put(pack(f"{len(pointers)}I", *pointers)), levels + 1
    return pointers + [UNUSED] * (POINTERS - len(pointers)), levels


def crc(data):
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04c11db7 if value >> 31 else 0)) & UNUSED
    return value


def name_check(name):
    value = 0
    for byte in name:
        value = ((value >> 1) + byte & UNUSED) ^ (0x80000000 if value & 1 else 0)
    return value


def entry(number, name):
    if len(name) <= 27:
        return pack("IB27s", number, len(name), name)
    longs.append(pack("H", len(name)) + name)
    return pack("IB3xII16x", number, 0xff, len(longs) - 1, name_check(name))


def contents(path, info, number, parent):
    if stat.S_ISLNK(info.st_mode):
        return os.readlink(path)
    if not stat.S_ISDIR(info.st_mode):
        with open(path, "rb") as file:
            return file.read()
    entries = entry(number, b".") + entry(parent, b"..")
    for name in sorted(os.listdir(path)):
        entries += entry(inode(os.path.join(path, name), number), name)
    return entries


def inode(path, parent):
    """Return its number, counted from 1."""
    info = os.lstat(path)
    if info.st_ino in numbers:
        return numbers[info.st_ino]
    inodes.append(b"")
    number = numbers[info.st_ino] = len(inodes)
    data = contents(path, info, number, parent or number)
    pointers, levels = tree(data)
    times = [int(info.st_mtime)] * 4
    kind = 1 if stat.S_ISDIR(info.st_mode) else 3
    inodes[number - 1] = pack("QII4IHH16IBB26x", len(data), info.st_uid, info.st_gid, *times, info.st_mode, 0, *pointers, levels, kind)
    return number


def root_node(data):
    pointers, levels = tree(data)
    return pack("Q16IBB6x", len(data), *pointers, levels, 0)


def superblock():
    roots = root_node(b"".join(inodes))
    names = b"".join(name.ljust(BLOCK, b"\0") for name in longs)
    used, bits = len(blocks), root_node(bytes(BLOCK))
    roots += bits + root_node(names) + root_node(b"")
    blocks[used] = ((1 << len(blocks)) - 1).to_bytes(BLOCK, "little")
    body = pack("QIIIHH16x6I", 1, 0, 0, 0, 4, 0, BLOCK, len(inodes), 0, len(blocks), 0, 0) + roots
    body = body.ljust(504, b"\0")
    return (pack("II", 0x68191122, crc(body)) + body).ljust(AREA, b"\0")


order, boot = (sys.argv[3:4] + [order])[0], int((sys.argv[4:5] + [boot])[0])
inode(os.fsencode(sys.argv[1]), 0)
block = superblock()
with open(sys.argv[2], "wb") as image:
    image.write(bytes(boot) + block + b"".join(blocks) + block)
