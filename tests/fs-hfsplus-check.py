#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   fs-hfsplus-check.py IMAGE
#
# Is the volume consistent: the nodes of its trees and what the tree's header says of them, a thread for each file and folder, and blocks,
# which each belong to one fork and are in the bitmap. Exits with 1 and says what is wrong. That it was unmounted is not asked: one that was
# mounted anew as read-only is never marked so again (docs/bugs/hfsplus-remount-unclean.md).
import struct
import sys

EXTENTS, CATALOG, ALLOCATION, ATTRIBUTES, STARTUP = 3, 4, 6, 8, 7
FOLDER, FILE = 1, 2
wrong = []


def expect(condition, text):
    if not condition:
        wrong.append(text)


class Fork:
    def __init__(self, data):
        self.size, _, self.blocks = struct.unpack_from(">QII", data)
        self.extents = extents_of(data[16:80])


def extents_of(data):
    pairs = [struct.unpack_from(">II", data, 8 * i) for i in range(8)]
    return [pair for pair in pairs if pair[1]]


class Tree:
    """All nodes are read; its leaves are followed from the first to the last."""

    def __init__(self, name, data):
        self.name, self.data = name, data
        (self.depth, self.root, self.count, self.head, self.tail, self.node_size, _, self.nodes,
         self.free) = struct.unpack_from(">HIIIIHHII", data, 14)
        expect(self.nodes * self.node_size == len(data), f"{name}: {self.nodes} nodes of {self.node_size}")
        self.used = self.map()
        self.seen = {0}
        self.leaves = list(self.walk_leaves())
        if self.root:
            self.descend(self.root, self.depth)
        expect(len(self.leaves) == self.count, f"{name}: {len(self.leaves)} records, not {self.count}")
        expect(self.nodes - len(self.used) == self.free, f"{name}: {self.free} nodes free")
        expect(self.seen == self.used, f"{name}: nodes in use: {sorted(self.seen)}, of the map: {sorted(self.used)}")

    def node(self, number):
        return self.data[number * self.node_size:(number + 1) * self.node_size]

    def records(self, node):
        count = struct.unpack_from(">H", node, 10)[0]
        offsets = [struct.unpack_from(">H", node, self.node_size - 2 * (i + 1))[0] for i in range(count + 1)]
        expect(offsets == sorted(offsets), f"{self.name}: offsets {offsets}")
        return [node[a:b] for a, b in zip(offsets, offsets[1:])]

    def map(self):
        bits = self.records(self.node(0))[2]
        number = struct.unpack_from(">I", self.node(0))[0]
        maps = {0}
        while number:
            maps.add(number)
            bits += self.records(self.node(number))[0]
            number = struct.unpack_from(">I", self.node(number))[0]
        self.maps = maps
        return {i for i in range(self.nodes) if bits[i // 8] & 0x80 >> i % 8}

    def walk_leaves(self):
        number, before = self.head, 0
        while number:
            after, back, kind = struct.unpack_from(">IIb", self.node(number))
            expect(kind == -1 and back == before, f"{self.name}: leaf {number}")
            yield from self.records(self.node(number))
            before, number = number, after
        expect(before == self.tail, f"{self.name}: last leaf {self.tail}")

    def descend(self, number, height):
        self.seen |= self.maps
        self.seen.add(number)
        node = self.node(number)
        expect(node[9] == height, f"{self.name}: node {number} is of height {node[9]}, not {height}")
        for record in self.records(node) if height > 1 else []:
            length = struct.unpack_from(">H", record)[0]
            child = struct.unpack_from(">I", record, 2 + length)[0]
            first = self.records(self.node(child))[0]
            expect(first.startswith(record[:2 + length]), f"{self.name}: key of node {child}")
            self.descend(child, height - 1)


class Volume:
    def __init__(self, image):
        self.image = image
        header = image[1024:1536]
        other = image[len(image) - 1024:][:512]
        expect(header[:4] == other[:4], "the other header")
        self.files, self.folders, self.block, self.total, self.free = struct.unpack_from(">IIIII", header, 32)
        self.owner = {}
        self.claim("headers", [(0, -(-1536 // self.block))])
        first = (len(image) - 1024) // self.block
        self.claim("headers", [(first, self.total - first)])
        self.forks = {number: Fork(header[112 + 80 * i:192 + 80 * i])
                      for i, number in enumerate((ALLOCATION, EXTENTS, CATALOG, ATTRIBUTES, STARTUP))}
        self.overflow = {}
        self.overflow = self.read_overflow(self.tree(EXTENTS, "extents"))

    def claim(self, name, extents):
        for start, count in extents:
            for block in range(start, start + count):
                expect(block < self.total, f"{name}: block {block} of {self.total}")
                expect(block not in self.owner, f"{name}: block {block} is of {self.owner.get(block)}")
                self.owner[block] = name

    def read_overflow(self, tree):
        found = {}
        for record in tree.leaves if tree else []:
            _, kind, _, number, start = struct.unpack_from(">HBBII", record)
            found.setdefault((number, kind), []).append((start, extents_of(record[12:])))
        return found

    def extents(self, name, number, kind, fork):
        extents = list(fork.extents)
        for start, more in sorted(self.overflow.get((number, kind), [])):
            expect(start == sum(count for _, count in extents), f"{name}: extents from {start} on")
            extents += more
        have = sum(count for _, count in extents)
        expect(have == fork.blocks, f"{name}: {have} blocks, not {fork.blocks}")
        expect(fork.size <= have * self.block, f"{name}: {fork.size} bytes in {have} blocks")
        self.claim(name, extents)
        return extents

    def contents(self, number, name):
        fork = self.forks[number]
        pieces = [self.image[start * self.block:(start + count) * self.block]
                  for start, count in self.extents(name, number, 0, fork)]
        return b"".join(pieces)[:fork.size]

    def tree(self, number, name):
        data = self.contents(number, name)
        return Tree(name, data) if data else None

    def check(self):
        bits = self.contents(ALLOCATION, "bitmap")
        self.check_catalog(self.tree(CATALOG, "catalog"))
        self.tree(ATTRIBUTES, "attributes")
        used = {block for block in range(self.total) if bits[block // 8] & 0x80 >> block % 8}
        owned = set(self.owner)
        expect(used == owned, f"blocks: {sorted(used - owned)} of nobody, {sorted(owned - used)} free")
        expect(self.total - len(used) == self.free, f"{self.total - len(used)} blocks free, not {self.free}")

    def check_catalog(self, tree):
        threads, entries, children, counts = set(), {}, {}, {FOLDER: 0, FILE: 0}
        for record in tree.leaves:
            length, parent = struct.unpack_from(">HI", record)
            body = record[2 + length:]
            kind, _, valence, number = struct.unpack_from(">HHII", body)
            if kind not in counts:
                up, size = struct.unpack_from(">IH", body, 4)
                threads.add((parent, up, body[10:10 + 2 * size]))
                continue
            entries[number] = (number, parent, record[8:2 + length], valence if kind == FOLDER else None)
            children[parent] = children.get(parent, 0) + 1
            counts[kind] += 1
            if kind == FILE:
                self.extents(f"file {number}", number, 0, Fork(body[88:168]))
                self.extents(f"resources of file {number}", number, 0xFF, Fork(body[168:248]))
        self.check_entries(entries, threads, children)
        expect(counts[FILE] == self.files, f"{counts[FILE]} files, not {self.files}")
        expect(counts[FOLDER] - 1 == self.folders, f"{counts[FOLDER] - 1} folders, not {self.folders}")

    @staticmethod
    def check_entries(entries, threads, children):
        for number, parent, name, valence in entries.values():
            expect((number, parent, name) in threads, f"no thread of {number} {name.decode('utf-16-be', 'replace')}")
            if valence is not None:
                expect(valence == children.get(number, 0), f"{valence} in folder {number}, not {children.get(number, 0)}")


with open(sys.argv[1], "rb") as file:
    volume = Volume(file.read())
volume.check()
print("\n".join(wrong) or f"clean: {volume.files} files, {volume.folders} folders")
sys.exit(bool(wrong))
