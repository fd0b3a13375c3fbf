#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-befs.py DIRECTORY IMAGE [ORDER]
#
# An image of BeFS with what is in the directory, in the byte order "<" or ">". A file is in short runs, so that there are indirect
# ones; a directory is a B+tree of up to two levels.
import os
import stat
import struct
import sys

BLOCK = 1024
RUN = 4  # blocks
DIRECT = 12
NONE = (1 << 64) - 1
USED, LONG_LINK = 1, 0x40
order = (sys.argv[3:4] + ["<"])[0]
blocks = [bytes(BLOCK)]


def pack(layout, *values):
    return struct.pack(order + layout, *values)


def put(data):
    """Return where it is: a run, in the one allocation group that there is."""
    first = len(blocks)
    blocks.extend(data[i:i + BLOCK].ljust(BLOCK, b"\0") for i in range(0, len(data), BLOCK))
    return pack("IHH", 0, first, len(blocks) - first)


def blocks_of(size):
    return (size + BLOCK - 1) // BLOCK * BLOCK


def stream(data):
    runs = [put(data[i:i + RUN * BLOCK]) for i in range(0, len(data), RUN * BLOCK)]
    direct, rest = b"".join(runs[:DIRECT]), b"".join(runs[DIRECT:])
    size = blocks_of(len(data))
    inner = min(size, DIRECT * RUN * BLOCK)
    indirect = put(rest) if rest else bytes(8)
    return direct.ljust(DIRECT * 8, b"\0") + pack("Q8sQ8sQQ", inner, indirect, size if rest else 0, bytes(8), 0, len(data))


def node(entries, left, right, overflow):
    keys = b"".join(key for key, value in entries)
    head = pack("QQQHH", left, right, overflow, len(entries), len(keys)) + keys
    head = head.ljust((len(head) + 7) // 8 * 8, b"\0")
    end = 0
    for key, value in entries:
        end += len(key)
        head += pack("H", end)
    return head + b"".join(pack("Q", value) for key, value in entries)


def leaves_of(entries):
    leaves = [[]]
    for entry in entries:
        if len(node(leaves[-1] + [entry], 0, 0, 0)) > BLOCK:
            leaves.append([])
        leaves[-1].append(entry)
    return leaves


def tree(entries):
    leaves = leaves_of(sorted(entries))
    places = [BLOCK * (i + 1) for i in range(len(leaves))]
    nodes = [node(leaf, left, right, NONE)
             for leaf, left, right in zip(leaves, [NONE] + places, places[1:] + [NONE])]
    root, depth = BLOCK, 1
    if len(leaves) > 1:
        upper = [(leaf[-1][0], place) for leaf, place in zip(leaves[:-1], places)]
        root, depth = BLOCK * (len(leaves) + 1), 2
        nodes.append(node(upper, NONE, NONE, places[-1]))
    size = BLOCK * (len(nodes) + 1)
    head = pack("IIIIQQQ", 0x69f6c2e8, BLOCK, depth, 0, root, NONE, size)
    return b"".join(part.ljust(BLOCK, b"\0") for part in [head] + nodes)


def write_inode(number, parent, info, what, flags=USED):
    where, time = pack("IHH", 0, number, 1), int(info.st_mtime) << 16
    blocks[number] = (pack("I8sIIIIQQ8s8sIII", 0x3bbe0ad9, where, info.st_uid, info.st_gid, info.st_mode, flags, time, time,
                           pack("IHH", 0, parent, 1), bytes(8), 0, BLOCK, 0) + what).ljust(BLOCK, b"\0")


def add(path, parent):
    """Return the number of its inode, which is that of its block."""
    info, number = os.lstat(path), len(blocks)
    blocks.append(b"")
    if stat.S_ISDIR(info.st_mode):
        entries = [(b".", number), (b"..", parent or number)]
        entries += [(name, add(os.path.join(path, name), number)) for name in sorted(os.listdir(path))]
        write_inode(number, parent or number, info, stream(tree(entries)))
    elif stat.S_ISLNK(info.st_mode):
        target = os.readlink(path)
        if len(target) < 144:
            write_inode(number, parent, info, target.ljust(144, b"\0"))
        else:
            write_inode(number, parent, info, stream(target), USED | LONG_LINK)
    else:
        with open(path, "rb") as file:
            write_inode(number, parent, info, stream(file.read()))
    return number


root = pack("IHH", 0, add(os.fsencode(sys.argv[1]), 0), 1)
count = len(blocks)
head = pack("32sIIIIQQIIIIII8sQQI8s8s", b"vitro", 0x42465331, 0x42494745, BLOCK, 10, count, count, BLOCK, 0xdd121031, 8192, 13, 1,
            0x434c454e, bytes(8), 0, 0, 0x15b6830e, root, bytes(8))
blocks[0] = (bytes(512) + head).ljust(BLOCK, b"\0")
with open(sys.argv[2], "wb") as image:
    image.write(b"".join(blocks))
