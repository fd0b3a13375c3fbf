#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   fs-hfsplus-image.py IMAGE KIB BLOCK-SIZE [hfsx]
#
# An empty HFS+ volume, as Apple's Technote 1150 describes it; with hfsx an HFSX one, whose names differ in case.
import struct
import sys

ROOT = 2  # parent of what is in the root directory; its own parent is 1
EXTENTS_NODE, CATALOG_NODE = 512, 4096
NAME = "vitro"


def fork(size, clump, start, blocks):
    return struct.pack(">QIIII", size, clump, blocks, start, blocks) + bytes(56)


def node(size, kind, height, records):
    data = struct.pack(">IIbBHH", 0, 0, kind, height, len(records), 0)
    offsets = []
    for record in records:
        offsets.append(len(data))
        data += record
    offsets.append(len(data))
    table = b"".join(struct.pack(">H", offset) for offset in reversed(offsets))
    return data + bytes(size - len(data) - len(table)) + table


def tree(nodes, node_size, leaves, key_length, attributes, compare):
    """Its header node, with a map that has all nodes, and at most one leaf, the root."""
    used = 1 + len(leaves)
    root = 1 if leaves else 0
    records = 2 if leaves else 0
    header = struct.pack(">HIIIIHHIIHIBBI", root, root, records, root, root, node_size, key_length, nodes,
                         nodes - used, 0, node_size * nodes, 0, compare, attributes) + bytes(64)
    bitmap = bytes([0xC0 if leaves else 0x80]) + bytes(node_size - 257)
    data = node(node_size, 1, 0, [header, bytes(128), bitmap]) + b"".join(leaves)
    return data + bytes(node_size * nodes - len(data))


def name_key(parent, name):
    text = name.encode("utf-16-be")
    return struct.pack(">HIH", 6 + len(text), parent, len(text) // 2) + text


def root_directory():
    permissions = struct.pack(">IIBBHI", 0, 0, 0, 0, 0o40755, 0)
    folder = struct.pack(">HHIIIIIII", 1, 0, 0, ROOT, 0, 0, 0, 0, 0) + permissions + bytes(40)
    thread = struct.pack(">HhI", 3, 0, 1) + struct.pack(">H", len(NAME)) + NAME.encode("utf-16-be")
    return node(CATALOG_NODE, -1, 1, [name_key(1, NAME) + folder, name_key(ROOT, "") + thread])


def bitmap(total, used):
    bits = bytearray((total + 7) // 8)
    for block in used:
        bits[block // 8] |= 0x80 >> block % 8
    return bytes(bits)


class Volume:
    def __init__(self, size, block, sensitive):
        self.size, self.block, self.sensitive = size, block, sensitive
        self.total = size // block
        self.image = bytearray(size)
        self.next = (1536 + block - 1) // block

    def put(self, data):
        """As a file of its own. Return: its fork."""
        start, blocks = self.next, (len(data) + self.block - 1) // self.block
        self.image[start * self.block:start * self.block + len(data)] = data
        self.next += blocks
        return fork(blocks * self.block, blocks * self.block, start, blocks)

    def make(self):
        compare = 0xBC if self.sensitive else 0
        catalog_nodes = max(4, self.size // 16 // CATALOG_NODE)
        extents = self.put(tree(8 * self.block // EXTENTS_NODE, EXTENTS_NODE, [], 10, 2, 0))
        catalog = self.put(tree(catalog_nodes, CATALOG_NODE, [root_directory()], 516, 6, compare))
        at = self.next * self.block
        allocation = self.put(bytes((self.total + 7) // 8))
        last = (self.size - 1024) // self.block
        used = list(range(self.next)) + list(range(last, self.total))
        bits = bitmap(self.total, used)
        self.image[at:at + len(bits)] = bits
        self.headers(allocation + extents + catalog + 2 * bytes(80), self.total - len(used))

    def headers(self, forks, free):
        signature = b"HX\0\5" if self.sensitive else b"H+\0\4"
        header = signature + struct.pack(">I4s9I", 0x100, b"10.0", 0, 0, 0, 0, 0, 0, 0, self.block, self.total)
        header += struct.pack(">IIIIIIQ", free, self.next, self.block, self.block, 16, 1, 1) + bytes(32) + forks
        self.image[1024:1024 + len(header)] = header
        self.image[self.size - 1024:self.size - 1024 + len(header)] = header


volume = Volume(int(sys.argv[2]) * 1024, int(sys.argv[3]), sys.argv[4:] == ["hfsx"])
volume.make()
with open(sys.argv[1], "wb") as file:
    file.write(volume.image)
