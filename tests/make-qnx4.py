#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-qnx4.py DIRECTORY IMAGE
#
# An image of the filesystem of QNX 4 with what is in the directory. A file's inode is in its directory, or, when its name is
# long or it has more than one, in /.inodes; a file is in pieces, so that there are blocks of extents.
import os
import stat
import struct
import sys

BLOCK = 512
INODE = 64
PIECE = 7  # blocks
USED, LINK, IS_INODE = 1, 8, 16
EXTENTS = 60  # of a block of them
SYSTEM = stat.S_IFREG | 0o400


class Image:
    def __init__(self):
        self.blocks = [bytes(BLOCK), bytes(BLOCK)]
        self.inodes = []
        self.seen = {}

    def add(self, data):
        """Return the extent of data: blocks are counted from 1."""
        first = len(self.blocks) + 1
        count = (len(data) + BLOCK - 1) // BLOCK
        data = data.ljust(count * BLOCK, b"\0")
        self.blocks += [data[i:i + BLOCK] for i in range(0, len(data), BLOCK)]
        return first, count

    def add_file(self, data):
        """Return its extents and the block that has all but the first."""
        extents = [self.add(data[i:i + PIECE * BLOCK]) for i in range(0, len(data), PIECE * BLOCK)] or [(0, 0)]
        rest, following = extents[1:], 0
        for i in reversed(range(0, len(rest), EXTENTS)):
            some = rest[i:i + EXTENTS]
            packed = b"".join(struct.pack("<II", *extent) for extent in some).ljust(EXTENTS * 8, b"\0")
            blocks = sum(count for first, count in some)
            following, _ = self.add(struct.pack("<IIB3xI", following, 0, len(some), blocks) + packed + b"IamXblk\0" +
                                    struct.pack("<II", *some[0]))
        return extents, following

    def inode(self, name, info, size, extents, following=0, status=USED, mode=None):
        times = [int(info.st_mtime)] * 4
        return name.ljust(16, b"\0") + struct.pack("<I II I 4I HHHHH 4x BB", size, *extents[0], following, *times, len(extents),
                                                   mode or info.st_mode, info.st_uid, info.st_gid, info.st_nlink, 0, status)

    def node(self, name, path):
        info = os.lstat(path)
        if stat.S_ISDIR(info.st_mode):
            return self.inode(name, info, *self.directory(path))
        if stat.S_ISLNK(info.st_mode):
            data = os.readlink(path)
        else:
            with open(path, "rb") as file:
                data = file.read()
        return self.inode(name, info, len(data), *self.add_file(data))

    def entry(self, name, path):
        info = os.lstat(path)
        if len(name) <= 16 and (info.st_nlink == 1 or stat.S_ISDIR(info.st_mode)):
            return self.node(name, path)
        if info.st_ino not in self.seen:
            self.seen[info.st_ino] = len(self.inodes)
            self.inodes.append(b"")
            self.inodes[self.seen[info.st_ino]] = self.node(b"", path)[:-1] + bytes([USED | IS_INODE])
        index = self.seen[info.st_ino]
        return name.ljust(48, b"\0") + struct.pack("<IB10xB", self.first_inode + index // 8, index % 8, LINK)

    def directory(self, path, more=b""):
        entries = more + b"".join(self.entry(name, os.path.join(path, name)) for name in sorted(os.listdir(path)))
        size = max(BLOCK, (len(entries) + BLOCK - 1) // BLOCK * BLOCK)
        return size, [self.add(entries.ljust(size, b"\0"))]

    def write(self, root, path):
        count = sum(len(names) + len(files) for _, names, files in os.walk(root))
        room = (count + 7) // 8
        self.first_inode, _ = self.add(bytes(room * BLOCK))
        bitmap = self.add(bytes(4 * BLOCK))
        info = os.lstat(root)
        inodes = self.inode(b".inodes", info, room * BLOCK, [(self.first_inode, room)], mode=SYSTEM)
        size, extents = self.directory(root, self.inode(b".bitmap", info, 4 * BLOCK, [bitmap], mode=SYSTEM))
        used = len(self.blocks)
        self.blocks[bitmap[0] - 1] = ((1 << used) - 1).to_bytes(4 * BLOCK, "little")
        self.blocks[1] = (self.inode(b"/", info, size, extents) + inodes).ljust(BLOCK, b"\0")
        data = bytearray(b"".join(self.blocks[:bitmap[0] - 1]) + self.blocks[bitmap[0] - 1] + b"".join(self.blocks[bitmap[0] + 3:]))
        packed = b"".join(self.inodes)
        start = (self.first_inode - 1) * BLOCK
        data[start:start + len(packed)] = packed
        with open(path, "wb") as file:
            file.write(data)


Image().write(os.fsencode(sys.argv[1]), sys.argv[2])
