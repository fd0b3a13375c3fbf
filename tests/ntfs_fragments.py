# SPDX-License-Identifier: GPL-2.0-only
"""A file of NTFS whose contents lie in single clusters, so many that their list is in several file records, which an attribute has a list of."""
import struct
import sys

from ntfs import BITMAP, DATA, END, LIST, Record, put, resident

BITMAP_FILE, MFT = 6, 0
RECORD_BITMAP, CLUSTER_BITMAP = (MFT, BITMAP), (BITMAP_FILE, DATA)
RUNS_PER_RECORD = 45


def set_bits(volume, which, bits, value):
    clusters = volume.record(which[0]).attribute(which[1]).clusters()
    for bit in bits:
        byte = volume.read(clusters, bit // 8, 1)[0]
        volume.write(clusters, bit // 8, [byte | 1 << bit % 8 if value else byte & ~(1 << bit % 8)])


def every_other_free(volume, count):
    clusters = volume.record(BITMAP_FILE).attribute(DATA).clusters()
    taken = int.from_bytes(volume.read(clusters, 0, volume.data_clusters // 8), "little")
    free = [bit for bit in range(volume.data_clusters - 8) if not taken >> bit & 1]
    if len(free) < 2 * count:
        sys.exit("there is no room")
    return free[-2 * count::2]


def encoded(clusters, last=0):
    """Runs of one cluster each."""
    data = b""
    for cluster in clusters:
        data += b"\x21\1" + struct.pack("<h", cluster - last)
        last = cluster
    return data + b"\0"


def move(volume, old):
    """Return: where the clusters are now."""
    new = every_other_free(volume, len(old))
    size = volume.cluster
    for a, b in zip(old, new):
        volume.write([b], 0, volume.read([a], 0, size))
        volume.write([a], 0, bytes(size))
    set_bits(volume, CLUSTER_BITMAP, old, 0)
    set_bits(volume, CLUSTER_BITMAP, new, 1)
    return new


def segment(volume, clusters, first, sizes):
    """An unnamed stream's attribute that has these clusters of it, from number @first on; @sizes is of all."""
    data = bytearray(struct.pack("<IIBBHHHQQHH4xQQQ", DATA, 0, 1, 0, 0x40, 0, 0, first, first + len(clusters) - 1, 0x40, 0, *sizes))
    data += encoded(clusters)
    data += bytes(-len(data) % 8)
    put("I", data, 4, len(data))
    return data


def extension(volume, base, number, attribute):
    """A record with an attribute of the file whose record is @base."""
    data = bytearray(base.data[:0x38])
    for form, offset, value in (("H", 0x10, 1), ("H", 0x12, 0), ("Q", 0x20, base.reference), ("H", 0x28, 1), ("I", 0x2c, number)):
        put(form, data, offset, value)
    data += attribute + struct.pack("<II", END, 0)
    put("I", data, 0x18, len(data))
    record = Record(number, data.ljust(volume.record_size, b"\0"))
    volume.write_record(record)
    return record


def listed(record, attribute):
    first = 0 if attribute.resident else attribute.get("Q", 0x10)
    return struct.pack("<IHBBQQH6x", attribute.kind, 0x20, 0, 0x1a, first, record.reference, attribute.get("H", 14))


def free_records(volume, count):
    return [number for number in range(63, 24, -1) if not volume.record(number).in_use][:count]


def fragment(volume, record):
    found = record.attribute(DATA)
    sizes = [found.get("Q", at) for at in (0x28, 0x30, 0x38)]
    now = move(volume, found.clusters())
    record.replace(found.offset, found.end, b"")
    entries = [listed(record, some) for some in record.attributes()]
    starts = range(0, len(now), RUNS_PER_RECORD)
    for start, number in zip(starts, free_records(volume, len(starts))):
        part = segment(volume, now[start:start + RUNS_PER_RECORD], start, sizes if not start else (0, 0, 0))
        other = extension(volume, record, number, part)
        set_bits(volume, RECORD_BITMAP, [number], 1)
        entries.append(listed(other, other.attributes()[0]))
    record.insert(resident(LIST, 0, b"".join(entries)))
