#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-ntfs-more.py IMAGE DIRECTORY [small]
#
# Adds what ntfscp does not put into a volume by itself, and to the directory what is to be found of it: files whose attributes are in several
# records, by many streams and by many fragments, directories, reparse points, extended attributes, a deep index. small: less
# of it.
import os
import struct
import subprocess
import sys
import tempfile

from ntfs import BLOCK_ENTRIES, DATA, INDEX, INDEX_ROOT, NAME, REPARSE, Volume, entries, fix, get, put, resident, unfix
from ntfs_fragments import fragment

ROOT, BLOCK, IS_DIRECTORY = 5, 4096, 0x10000000
EA_INFO, EA = 0xd0, 0xe0
SYMLINK, MOUNT_POINT, CLOUD, OTHER = 0xa000000c, 0xa0000003, 0x9000001a, 0x20000017
small = sys.argv[3:] == ["small"]
image, directory = sys.argv[1:3]


def copy(data, name, *options):
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        subprocess.run(["ntfscp", "-q", *options, image, file.name, name], check=True, stdout=subprocess.DEVNULL)


def add(name, data):
    """To both."""
    copy(data, name)
    with open(os.path.join(directory, name), "wb") as file:
        file.write(data)


def find(volume, name):
    return next(record for record in volume.files() if record.name == name)


def change(name, function):
    """The record of a file."""
    volume = Volume(image)
    record = find(volume, name)
    function(record)
    volume.write_record(record)
    volume.save()


# ---- attributes that are in several records ----


def streams():
    add("streams", b"unnamed\n")
    for i in range(12 if small else 60):
        copy(b"%d" % i * 60, "streams", "-N", f"stream {i:02}")


def fragments():
    cluster = Volume(image).cluster
    add("fragments", b"".join(b"%07d\n" % i + bytes(cluster - 8) for i in range(100)))
    volume = Volume(image)
    record = find(volume, "fragments")
    fragment(volume, record)
    volume.write_record(record)
    volume.save()


# ---- directories ----


def set_kind(volume, number):
    """In its entry in the root directory, too."""
    clusters = volume.record(ROOT).attribute(INDEX, "$I30").clusters()
    for place in range(0, len(clusters) * volume.cluster, BLOCK):
        block = unfix(volume.read(clusters, place, BLOCK))
        for at in entries(block, BLOCK_ENTRIES)[:-1]:
            if get("I", block, at) == number:
                put("I", block, at + 0x48, IS_DIRECTORY)
        volume.write(clusters, place, fix(block))


def to_directory(volume, record):
    """Of an empty file."""
    found = record.attribute(DATA)
    root = struct.pack("<IIIBxxx", NAME, 1, BLOCK, max(BLOCK // volume.cluster, 1)) + struct.pack("<IIII", 0x10, 0x20, 0x20, 0)
    record.replace(found.offset, found.end, resident(INDEX_ROOT, found.get("H", 14), root + struct.pack("<QHHI", 0, 16, 0, 2), "$I30"))
    put("H", record.data, 0x16, 3)
    name = record.attribute(NAME)
    put("I", record.data, name.offset + name.value_offset + 0x38, IS_DIRECTORY)


def directories():
    """First in the root, as far as names go."""
    for name in ("!a", "!b", "!c", "!d"):
        copy(b"", name)
        os.mkdir(os.path.join(directory, name))
        volume = Volume(image)
        record = find(volume, name)
        to_directory(volume, record)
        volume.write_record(record)
        set_kind(volume, record.number)
        volume.save()


# ---- reparse points ----


def names(form, target, printed):
    substitute, shown = target.encode("utf-16-le"), printed.encode("utf-16-le")
    return struct.pack(form, 0, len(substitute), len(substitute), len(shown), *([1] if form.endswith("I") else [])) + substitute + shown


def link(name, tag, data, target):
    copy(b"", name)
    value = struct.pack("<IHH", tag, len(data), 0) + data
    change(name, lambda record: record.insert(resident(REPARSE, 0, value)))
    if target:
        os.symlink(target, os.path.join(directory, name))


def links():
    link("symlink", SYMLINK, names("<4HI", "one\\two", "one\\two"), "one/two")
    link("junction", MOUNT_POINT, names("<4H", "\\??\\C:\\one\\two", "C:\\one\\two"), "./one/two")
    link("elsewhere", OTHER, bytes(16) + "far\\away".encode("utf-16-le") + bytes(24), "far/away")
    link("cloud", CLOUD, bytes(20), None)
    open(os.path.join(directory, "cloud"), "wb").close()


# ---- extended attributes ----


def packed(some):
    data = b""
    for name, value in some.items():
        entry = struct.pack("<BBH", 0, len(name), len(value)) + name.encode() + b"\0" + value
        size = len(entry) + 4 + 3 & ~3
        data += struct.pack("<I", size) + entry.ljust(size - 4, b"\0")
    return data


def set_attributes(name, some):
    data = packed(some)
    info = struct.pack("<HHI", sum(5 + len(n) + len(v) for n, v in some.items()), 0, len(data))
    change(name, lambda record: (record.insert(resident(EA_INFO, 0, info)), record.insert(resident(EA, 0, data))))


def attributes():
    add("attributes", b"two of them\n")
    set_attributes("attributes", {"USER.FIRST": b"one", "USER.SECOND": b"two" * 30})
    copy(b"", "pipe")
    set_attributes("pipe", {"$LXUID": struct.pack("<I", 0), "$LXGID": struct.pack("<I", 0), "$LXMOD": struct.pack("<I", 0o10644)})
    os.mkfifo(os.path.join(directory, "pipe"))


def long_names():
    for i in range(12 if small else 60):
        add(f"{i * 7 % 60:02}" + " a long name" * (9 if small else 18), b"")


for step in (directories, streams, fragments, links, attributes, long_names):
    step()
