#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   fs-programs.py PROGRAM RESULT
#
# What may stand behind an image for a harness that changes it (docs/filesystems.md): operations that belong together, for what random ones seldom
# come to. The image has directories as the fourth to seventh of all that is found in it.
import sys

READ, WRITE, DIRECT, TRUNCATE, FSYNC, FALLOCATE, FIEMAP, SEEK, _, COPY = range(10)  # targets/fs/operate_file.c
RENAME, LINK, SYMLINK, UNLINK, MKDIR, RMDIR, _, _, _, SETXATTR, GETXATTR, REMOVEXATTR = range(10, 22)  # operate_name.c
PUNCH_HOLE, ZERO, COLLAPSE, INSERT = 0x40, 0x60, 0xa0, 0xc0
known = range(128, 176)
few, names = range(4), range(8)


def new(where, name):
    """In the root, 0, or one of the directories."""
    return (where + 2 if where else 0) * 8 + name


def fill():
    """Directories, with links to one file and attributes of it, too, and empty them again."""
    yield from ((LINK, 200, new(where, name), 0) for where in (1, 2) for name in names)
    yield from ((WRITE, new(3, name), name, 3) for name in names)
    yield from ((MKDIR, new(4, name), 0, 0) for name in names)
    yield from ((SETXATTR, 200, 16 * i + 4 + i % 3, 100 + i) for i in range(12))
    yield GETXATTR, 200, 4, 60
    yield from ((SETXATTR, new(3, name), 1, 3) for name in few)
    yield from ((SYMLINK, new(0, name), 0, 9) for name in few)
    yield from ((RENAME, new(1, name), new(4, name), 0) for name in few)
    yield from ((REMOVEXATTR, 200, 16 * i + 4 + i % 3, 0) for i in names)
    yield from ((RMDIR, new(4, name), 0, 0) for name in names)
    yield from ((UNLINK, new(where, name), 0, 0) for where in (1, 2, 3) for name in names)


def empty():
    yield from ((UNLINK, file, 0, 0) for file in known)


def holes():
    """In new files, and what can be done with them."""
    full, other = new(1, 0), new(1, 1)
    yield from ((WRITE, full, i * 8, 8) for i in range(28))
    yield from ((FALLOCATE, full, i * 20, PUNCH_HOLE | 9) for i in range(8))
    yield from ((WRITE, other, i * 5, 10) for i in range(30))
    yield from ((FALLOCATE, full, 9, kind | 9) for kind in (ZERO, ZERO | 0x20))
    yield from ((FIEMAP, full, 1, 0), (SEEK, full, 3, 64 + 8), (TRUNCATE, other, 40, 9), (FSYNC, other, 0, 0))
    yield from ((FALLOCATE, full, 16, kind | 15) for kind in (COLLAPSE, INSERT))
    yield from ((TRUNCATE, full, size, 9) for size in (100, 50, 10, 0))
    yield from ((FALLOCATE, new(1, 2), 0, kind << 5 | 9) for kind in range(8))
    yield from ((DIRECT, new(1, 3), block, 5) for block in range(0, 40, 6))


def shift():
    """What is in files, to the back and to the front; then they are cut off."""
    yield from ((FALLOCATE, file, 0, INSERT | 7) for file in known)
    yield from ((FALLOCATE, file, 0, COLLAPSE | 7) for file in known)
    yield from ((TRUNCATE, file, 3, 9) for file in known[:30])


def write():
    yield from ((WRITE, file, 3, 7) for file in known)
    yield from ((READ, file, 3, 7) for file in known)
    yield from ((COPY, file, new(1, file % 8), 100) for file in known[:30])


some = list({"fill": fill, "empty": empty, "holes": holes, "shift": shift, "write": write}[sys.argv[1]]())
if len(some) * 4 + 1 >= 512:
    sys.exit("what stands behind an image is less than a sector")
with open(sys.argv[2], "wb") as result:
    result.write(bytes([0]) + b"".join(bytes(one) for one in some))
