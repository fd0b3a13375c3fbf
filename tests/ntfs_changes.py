# SPDX-License-Identifier: GPL-2.0-only
"""
Changes that a $LogFile of NTFS can have. Each is made backwards: the volume becomes what it was before the change. What is returned says
how it is done again, and undone.
"""
import struct
from typing import NamedTuple

from ntfs import BLOCK_ENTRIES, DATA, END, INDEX, INDEX_ROOT, ROOT_ENTRIES, entries, fix, get, put, resident, unfix

INIT_RECORD, FREE_RECORD, END_OF_RECORD, CREATE, DELETE, VALUE, CONTENTS, MAPPING = 2, 3, 4, 5, 6, 7, 8, 9
SIZES, ADD_ROOT, DELETE_ROOT, ADD, DELETE_ENTRY, END_OF_BLOCK, VCN_ROOT, VCN = 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12
NAME_ROOT, NAME, SET_BITS, CLEAR_BITS, VIEW_ROOT, VIEW, ZERO_END = 0x13, 0x14, 0x15, 0x16, 0x21, 0x22, 0x25
MFT, BITMAP_FILE, ROOT, SECURE, EXTEND, QUOTA = 0, 6, 5, 9, 11, 24
BLOCK = 4096
NO_ENTRIES = struct.pack("<QHHI", 0, 16, 0, 2)


class Change(NamedTuple):
    target: tuple  # record, kind and name of an attribute
    place: int  # in it, of what is read and written
    length: int
    good: tuple  # operation and data
    bad: tuple
    record_offset: int = 0
    attribute_offset: int = 0


def inverted(data):
    return bytes(byte ^ 0xff for byte in data)


class Changes:
    def __init__(self, volume):
        self.volume = volume
        self.place = 0  # of the block of the root directory that is changed

    # ---- file records ----

    def of_record(self, record, offset, good, bad, attribute_offset=0):
        """To be called with the record as it was."""
        self.volume.write_record(record)
        size = self.volume.record_size
        return Change((MFT, DATA, ""), record.number * size, size, good, bad, offset, attribute_offset)

    def file(self, number):
        record = self.volume.record(number)
        data = bytes(record.data[:record.used])
        record.data[0x16] &= 0xfe
        return self.of_record(record, 0, (INIT_RECORD, data), (FREE_RECORD, b""))

    def no_file(self, number, like):
        record = self.volume.record(like)
        record.number = number
        put("I", record.data, 0x2c, number)
        return self.of_record(record, 0, (FREE_RECORD, b""), (INIT_RECORD, bytes(record.data[:record.used])))

    def attribute(self, number, kind=DATA, name=""):
        record = self.volume.record(number)
        found = record.attribute(kind, name)
        offset, data = found.offset, found.bytes
        record.replace(offset, found.end, b"")
        return self.of_record(record, offset, (CREATE, data), (DELETE, b""))

    def no_attribute(self, number):
        record, data = self.volume.record(number), resident(DATA, 0, b"of no file", "stray")
        offset = record.insert(data)
        return self.of_record(record, offset, (DELETE, b""), (CREATE, bytes(data)))

    def end_of_record(self, number):
        record = self.volume.record(number)
        offset, end = record.attribute(DATA).offset, struct.pack("<II", END, 0)
        data = bytes(record.data[offset:record.used])
        record.replace(offset, record.used, end)
        return self.of_record(record, offset, (END_OF_RECORD, data), (END_OF_RECORD, end))

    def zero_end(self, number):
        record = self.volume.record(number)
        count = len(record.data) - record.used - 8
        offset = record.used + 6 & ~7
        record.data[offset:offset + count] = b"\xaa" * count
        return self.of_record(record, offset, (ZERO_END, bytes(count)), (ZERO_END, bytes(count)))

    def value(self, number):
        record = self.volume.record(number)
        found = record.attribute(DATA)
        value, start = found.value, found.offset + found.value_offset
        record.data[start:start + len(value)] = inverted(value)
        return self.of_record(record, found.offset, (VALUE, value), (VALUE, inverted(value)), found.value_offset)

    def shorter(self, number, by):
        """Before it was longer."""
        record = self.volume.record(number)
        found = record.attribute(DATA)
        value, offset, start = found.value, found.offset, found.value_offset
        longer = resident(DATA, found.get("H", 14), value + b"x" * by)
        record.replace(offset, found.end, longer)
        return self.of_record(record, offset, (VALUE, value), (VALUE, value + b"x" * by), start)

    def mapping(self, number):
        """Before its last run was shorter by one cluster."""
        record = self.volume.record(number)
        found, start = record.attribute(DATA), record.attribute(DATA).runs_offset
        runs, at = bytearray(found.bytes[start:]), 0
        good = bytes(runs)
        while runs[at + 1 + (runs[at] & 15) + (runs[at] >> 4)]:
            at += 1 + (runs[at] & 15) + (runs[at] >> 4)
        runs[at + 1] -= 1
        record.data[found.offset + start:found.end] = runs
        found.put("Q", 0x18, found.get("Q", 0x18) - 1)
        return self.of_record(record, found.offset, (MAPPING, good), (MAPPING, bytes(runs)), start)

    def sizes(self, number):
        record = self.volume.record(number)
        found = record.attribute(DATA)
        allocated, size, valid = (found.get("Q", at) for at in (0x28, 0x30, 0x38))
        less = allocated - self.volume.cluster
        for at, number_was in ((0x28, less), (0x30, min(size, less)), (0x38, min(valid, less))):
            found.put("Q", at, number_was)
        good = struct.pack("<QQQ", allocated, valid, size)
        bad = struct.pack("<QQQ", less, min(valid, less), min(size, less))
        return self.of_record(record, found.offset, (SIZES, good), (SIZES, bad))

    # ---- indexes in file records ----

    def in_root(self, number, name, which, form):
        """@form(value, offset of the entry): operations, and the value as it was."""
        record = self.volume.record(number)
        found = record.attribute(INDEX_ROOT, name)
        value, start = bytearray(found.value), found.value_offset
        at = entries(value, ROOT_ENTRIES)[which]
        good, bad, was = form(value, at)
        data = bytearray(found.bytes[:start]) + was
        put("I", data, 4, len(data))
        put("I", data, 0x10, len(was))
        offset = found.offset
        record.replace(offset, found.end, data)
        return self.of_record(record, offset, good, bad, start + at)

    def entry_in_root(self, number, name):
        def form(value, at):
            data = bytes(value[at:at + get("H", value, at + 8)])
            del value[at:at + len(data)]
            for size in (4, 8):
                put("I", value, ROOT_ENTRIES + size, get("I", value, ROOT_ENTRIES + size) - len(data))
            return (ADD_ROOT, data), (DELETE_ROOT, b""), value
        return self.in_root(number, name, 1, form)

    def name_in_root(self, number):
        def form(value, at):
            good = bytes(value[at + 0x18:at + 0x50])
            value[at + 0x18:at + 0x38] = inverted(value[at + 0x18:at + 0x38])
            return (NAME_ROOT, good), (NAME_ROOT, bytes(value[at + 0x18:at + 0x50])), value
        return self.in_root(number, "$I30", 0, form)

    def vcn_in_root(self, number):
        def form(value, at):
            end = at + get("H", value, at + 8)
            good, bad = bytes(value[end - 8:end]), struct.pack("<Q", 8)
            value[end - 8:end] = bad
            return (VCN_ROOT, good), (VCN_ROOT, bad), value
        return self.in_root(number, "$I30", -1, form)

    def view_in_root(self, number, name):
        def form(value, at):
            start, size = struct.unpack_from("<HH", value, at)
            good = bytes(value[at + start:at + start + size])
            value[at + start:at + start + size] = inverted(good)
            return (VIEW_ROOT, good), (VIEW_ROOT, inverted(good)), value
        return self.in_root(number, name, 0, form)

    # ---- one block of the root directory ----

    def root_block(self, place):
        """Return: clusters and bytes."""
        clusters = self.volume.record(ROOT).attribute(INDEX, "$I30").clusters()
        return clusters, unfix(self.volume.read(clusters, place, BLOCK))

    def listed(self, place):
        """The files that have entries there."""
        _, block = self.root_block(place)
        return {get("I", block, at) for at in entries(block, BLOCK_ENTRIES)[:-1]}

    def choose_block(self, files):
        """That which has entries of most of the @files. Return: these."""
        size = self.volume.record(ROOT).attribute(INDEX, "$I30").get("Q", 0x30)
        self.place = max(range(0, size, BLOCK), key=lambda place: len(self.listed(place) & set(files)))
        return sorted(self.listed(self.place) & set(files))

    def in_block(self, form, of=None):
        """@form(block, offset of the entry): operations, and the block as it was. @of: whose entry."""
        clusters, block = self.root_block(self.place)
        some = entries(block, BLOCK_ENTRIES)
        at = next((at for at in some if get("I", block, at) == of), some[-1])
        good, bad = form(block, at)
        self.volume.write(clusters, self.place, fix(block))
        return Change((ROOT, INDEX, "$I30"), self.place, BLOCK, good, bad, 0, at)

    @staticmethod
    def resize(block, by):
        put("I", block, BLOCK_ENTRIES + 4, get("I", block, BLOCK_ENTRIES + 4) + by)

    def entry(self, number):
        def form(block, at):
            data = bytes(block[at:at + get("H", block, at + 8)])
            block[at:] = block[at + len(data):] + bytes(len(data))
            self.resize(block, -len(data))
            return (ADD, data), (DELETE_ENTRY, b"")
        return self.in_block(form, number)

    def no_entry(self, number):
        """Before it was there twice."""
        def form(block, at):
            data = bytes(block[at:at + get("H", block, at + 8)])
            block[at:] = data + block[at:-len(data)]
            self.resize(block, len(data))
            return (DELETE_ENTRY, b""), (ADD, data)
        return self.in_block(form, number)

    def end_of_block(self, number):
        def form(block, at):
            end = BLOCK_ENTRIES + get("I", block, BLOCK_ENTRIES + 4)
            data = bytes(block[at:end])
            block[at:at + 16] = NO_ENTRIES
            self.resize(block, 16 - len(data))
            return (END_OF_BLOCK, data), (END_OF_BLOCK, NO_ENTRIES)
        return self.in_block(form, number)

    def name(self, number):
        def form(block, at):
            good = bytes(block[at + 0x18:at + 0x50])
            block[at + 0x18:at + 0x38] = inverted(block[at + 0x18:at + 0x38])
            return (NAME, good), (NAME, bytes(block[at + 0x18:at + 0x50]))
        return self.in_block(form, number)

    def same_vcn(self, number):
        def form(block, at):
            end = at + get("H", block, at + 8)
            return ((VCN, bytes(block[end - 8:end])),) * 2
        return self.in_block(form, number)

    def same_view(self):
        """Of the entry that ends them, whose data is at its beginning for want of any."""
        return self.in_block(lambda block, at: ((VIEW, bytes(block[at:at + 4])),) * 2)

    def same_block(self):
        return self.in_block(lambda block, at: ((CONTENTS, bytes(block)),) * 2)

    # ---- contents ----

    def contents(self, number, name="", place=0):
        """Of the cluster at @place, some bytes."""
        size, skip = self.volume.cluster, 8
        clusters = self.volume.record(number).attribute(DATA, name).clusters()
        data = bytes(self.volume.read(clusters, place + skip, 100))
        self.volume.write(clusters, place + skip, inverted(data))
        return Change((number, DATA, name), place, size, (CONTENTS, data), (CONTENTS, inverted(data)), skip)

    def bits(self, target, first, count, value=1):
        """Become @value; before they were not."""
        number, kind, _ = target
        clusters = self.volume.record(number).attribute(kind).clusters()
        per_cluster = self.volume.cluster * 8
        for bit in range(first, first + count):
            byte = self.volume.read(clusters, bit // 8, 1)[0]
            self.volume.write(clusters, bit // 8, [byte & ~(1 << bit % 8) if value else byte | 1 << bit % 8])
        which = struct.pack("<II", first % per_cluster, count)
        both = (SET_BITS, which), (CLEAR_BITS, which)
        return Change(target, first // per_cluster * self.volume.cluster, self.volume.cluster, *(both if value else both[::-1]))
