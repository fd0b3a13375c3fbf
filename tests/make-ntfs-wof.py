#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-ntfs-wof.py IMAGE DIRECTORY
#
# Adds files that are compressed as Windows' overlay filter does, one in each of its formats: to a volume that mkntfs made, and, as they are, to
# the directory. Their chunks are those of a WIM, whose resources are laid out like the stream WofCompressedData.
import os
import random
import struct
import subprocess
import sys
import tempfile

from ntfs import DATA, INDEX_ROOT, REPARSE, ROOT_ENTRIES, Volume, aligned, entries, get, put, resident

BITMAP_FILE, REPARSE_FILE = 6, 26
STREAM, TAG = "WofCompressedData", 0x80000017
SPARSE = 0x8000
COMPRESSED, METADATA = 4, 2  # flags of a WIM's resource
FORMATS = {  # name: number, algorithm, size of a chunk, size of the file
    "xpress4k": (0, "XPRESS", 4096, 9001),
    "xpress8k": (2, "XPRESS", 8192, 16384),
    "xpress16k": (3, "XPRESS", 16384, 17000),
    "lzx": (1, "LZX", 32768, 40001),
    "resident": (0, "XPRESS", 4096, 9000),
}


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def words(some, size):
    """Text that can be compressed, with calls as in a program, noise and a gap."""
    known = [some.randbytes(some.randint(2, 12)) for _ in range(30)] + [b"\xe8\x10\x02\0\0", b"\xe8\xf0\xff\xff\xff"]
    text = b"".join(some.choices(known, k=size // 3))
    return text[:size // 4] + some.randbytes(300) + bytes(size // 8) + text[size // 4:]


def contents(name, size):
    return b"ab" * (size // 2) if name == "resident" else words(random.Random(name), size)[:size]


def resource(wim, size):
    """Of the only file: chunks behind a table of where they begin, but for the first."""
    at, table_size = get("Q", wim, 56), get("Q", wim, 64)
    for entry in range(at, at + table_size, 50):
        flags, start = wim[entry + 7], get("Q", wim, entry + 8)
        if not flags & METADATA and get("Q", wim, entry + 16) == size:
            assert flags & COMPRESSED
            return wim[start:start + int.from_bytes(wim[entry:entry + 7], "little")]
    sys.exit("the WIM has not what was put in")


def compressed(data, algorithm, chunk):
    with tempfile.TemporaryDirectory() as scratch:
        os.mkdir(scratch + "/in")
        with open(scratch + "/in/file", "wb") as file:
            file.write(data)
        run("wimcapture", scratch + "/in", scratch + "/wim", f"--compress={algorithm}", f"--chunk-size={chunk}")
        with open(scratch + "/wim", "rb") as file:
            return resource(file.read(), len(data))


def copy(image, data, name, *options):
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        run("ntfscp", "-q", *options, image, file.name, name)


def free(volume, clusters):
    bitmap = volume.record(BITMAP_FILE).attribute(DATA).clusters()
    for cluster in clusters:
        byte = volume.read(bitmap, cluster // 8, 1)[0]
        volume.write(bitmap, cluster // 8, [byte & ~(1 << cluster % 8)])
        volume.write([cluster], 0, bytes(volume.cluster))


def make_hole(volume, record, size):
    """Of the unnamed stream, as what is in it is elsewhere."""
    found = record.attribute(DATA)
    free(volume, found.clusters())
    count = -(-size // volume.cluster)
    runs = b"\2" + struct.pack("<H", count) + b"\0"
    data = bytearray(struct.pack("<IIBBHHHQQHH4xQQQQ", DATA, 0x50, 1, 0, 0x48, SPARSE, found.get("H", 14), 0, count - 1, 0x48, 0,
                                 count * volume.cluster, size, size, 0) + runs).ljust(0x50, b"\0")
    record.replace(found.offset, found.end, data)


def list_reparse(volume, record):
    """In the index of all that have one; those that are added come last."""
    index = volume.record(REPARSE_FILE)
    found = index.attribute(INDEX_ROOT, "$R")
    value = bytearray(found.value)
    entry = struct.pack("<HHIHHHHIQI", 0x1c, 0, 0, 0x20, 12, 0, 0, TAG, record.reference, 0)
    end = entries(value, ROOT_ENTRIES)[-1]
    value[end:end] = entry
    for at in (4, 8):
        put("I", value, ROOT_ENTRIES + at, get("I", value, ROOT_ENTRIES + at) + len(entry))
    data = bytearray(found.bytes[:found.value_offset]) + value
    put("I", data, 4, aligned(len(data)))
    put("I", data, 0x10, len(value))
    index.replace(found.offset, found.end, data.ljust(aligned(len(data)), b"\0"))
    volume.write_record(index)


def set_reparse(image, name, number, size):
    volume = Volume(image)
    record = next(record for record in volume.files() if record.name == name)
    make_hole(volume, record, size)
    record.insert(resident(REPARSE, 0, struct.pack("<IHHIIII", TAG, 16, 0, 1, 2, 1, number)))
    volume.write_record(record)
    list_reparse(volume, record)
    volume.save()


def add(image, directory, name):
    number, algorithm, chunk, size = FORMATS[name]
    data = contents(name, size)
    copy(image, data, name)
    copy(image, compressed(data, algorithm, chunk), name, "-N", STREAM)
    set_reparse(image, name, number, size)
    with open(os.path.join(directory, name), "wb") as file:
        file.write(data)


for which in FORMATS:
    add(sys.argv[1], sys.argv[2], which)
