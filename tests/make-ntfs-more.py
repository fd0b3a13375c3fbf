#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-ntfs-more.py IMAGE DIRECTORY [small]
#
# Adds what ntfscp does not put into a volume by itself, and to the directory what is to be found of it: files whose attributes are in several
# records, by many streams and by many fragments, reparse points, extended attributes, a directory whose index has three levels. small: less
# of it.
import os
import struct
import subprocess
import sys
import tempfile

from ntfs import REPARSE, Volume, resident
from ntfs_fragments import fragment

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
        add(f"{i * 7 % 60:02}" + " a long name" * 18, b"")


for step in (streams, fragments, links, attributes, long_names):
    step()
