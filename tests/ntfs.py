# SPDX-License-Identifier: GPL-2.0-only
"""An image of NTFS that is changed in place: file records, their attributes, and the entries of indexes."""
import struct

STANDARD, LIST, NAME, DATA, INDEX_ROOT, INDEX, BITMAP, REPARSE, END = 0x10, 0x20, 0x30, 0x80, 0x90, 0xa0, 0xb0, 0xc0, 0xffffffff
IN_USE = 1
LAST_ENTRY = 2
ROOT_ENTRIES, BLOCK_ENTRIES = 0x10, 0x18  # where the header of entries is, in the value of a root and in a block


def get(form, data, offset):
    return struct.unpack_from("<" + form, data, offset)[0]


def put(form, data, offset, value):
    struct.pack_into("<" + form, data, offset, value)


def aligned(number, to=8):
    return (number + to - 1) // to * to


def padded(data):
    return data.ljust(aligned(len(data)), b"\0")


def unfix(data):
    """Put the ends of sectors back that the update sequence stands in for."""
    offset, count = struct.unpack_from("<HH", data, 4)
    for i in range(1, count):
        data[i * 512 - 2:i * 512] = data[offset + i * 2:offset + i * 2 + 2]
    return data


def fix(data):
    offset, count = struct.unpack_from("<HH", data, 4)
    for i in range(1, count):
        data[offset + i * 2:offset + i * 2 + 2] = data[i * 512 - 2:i * 512]
        data[i * 512 - 2:i * 512] = data[offset:offset + 2]
    return data


def resident(kind, number, value, name=""):
    """An attribute with its value in the record."""
    head = struct.pack("<IIBBHHHIHBB", kind, 0, 0, len(name), 0x18, 0, number, len(value), 0x18 + aligned(len(name) * 2), 0, 0)
    data = bytearray(padded(head + padded(name.encode("utf-16-le")) + value))
    put("I", data, 4, len(data))
    return data


class Attribute:
    """That at an offset of a record; what it says it reads from there."""

    def __init__(self, record, offset):
        self.record, self.offset = record, offset

    def get(self, form, offset):
        return get(form, self.record.data, self.offset + offset)

    def put(self, form, offset, value):
        put(form, self.record.data, self.offset + offset, value)

    kind = property(lambda self: self.get("I", 0))
    size = property(lambda self: self.get("I", 4))
    resident = property(lambda self: not self.get("B", 8))
    end = property(lambda self: self.offset + self.size)
    value_offset = property(lambda self: self.get("H", 0x14))
    runs_offset = property(lambda self: self.get("H", 0x20))

    @property
    def name(self):
        start = self.offset + self.get("H", 10)
        return self.record.data[start:start + 2 * self.get("B", 9)].decode("utf-16-le")

    @property
    def bytes(self):
        return bytes(self.record.data[self.offset:self.end])

    @property
    def value(self):
        return self.bytes[self.value_offset:self.value_offset + self.get("I", 0x10)]

    @property
    def runs(self):
        """A list of (first cluster, count)."""
        data, at, last, found = self.bytes, self.runs_offset, 0, []
        while data[at]:
            lengths, offsets = data[at] & 15, data[at] >> 4
            count = int.from_bytes(data[at + 1:at + 1 + lengths], "little")
            at += 1 + lengths
            last += int.from_bytes(data[at:at + offsets], "little", signed=True)
            at += offsets
            found.append((last if offsets else None, count))
        return found

    def clusters(self):
        return [None if first is None else first + i for first, count in self.runs for i in range(count)]


class Record:
    def __init__(self, number, data):
        self.number, self.data = number, data

    used = property(lambda self: get("I", self.data, 0x18))
    in_use = property(lambda self: self.data[:4] == b"FILE" and get("H", self.data, 0x16) & IN_USE)
    reference = property(lambda self: self.number | get("H", self.data, 0x10) << 48)

    def attributes(self):
        offset, found = get("H", self.data, 0x14), []
        while get("I", self.data, offset) != END:
            found.append(Attribute(self, offset))
            offset = found[-1].end
        return found

    def attribute(self, kind, name=""):
        return next((some for some in self.attributes() if some.kind == kind and some.name == name), None)

    @property
    def name(self):
        found = self.attribute(NAME)
        return found.value[0x42:].decode("utf-16-le") if found else None

    def replace(self, start, end, data):
        """What is from @start to @end becomes @data; what is behind it moves."""
        used, size = self.used, len(self.data)
        self.data[start:used] = data + self.data[end:used]
        put("I", self.data, 0x18, used + len(data) - (end - start))
        self.data = self.data[:self.used].ljust(size, b"\0")

    def insert(self, data):
        """An attribute, where its kind and name have it. Return: its offset."""
        key = get("I", data, 0), get("B", data, 9)
        after = [some.end for some in self.attributes() if (some.kind, len(some.name)) <= key]
        at = max(after + [get("H", self.data, 0x14)])
        put("H", data, 14, get("H", self.data, 0x28))
        put("H", self.data, 0x28, get("H", self.data, 0x28) + 1)
        self.replace(at, at, data)
        return at


def entries(data, header):
    """Offsets of those whose header is at @header of @data; the last is the one that ends them."""
    found = [header + get("I", data, header)]
    while not get("H", data, found[-1] + 12) & LAST_ENTRY:
        found.append(found[-1] + get("H", data, found[-1] + 8))
    return found


class Volume:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = bytearray(file.read())
        self.path = path
        self.cluster = get("H", self.data, 11) * self.data[13]
        size = get("b", self.data, 0x40)
        self.record_size = size * self.cluster if size > 0 else 1 << -size
        start = get("Q", self.data, 0x30) * self.cluster
        first = Record(0, unfix(self.data[start:start + self.record_size]))
        self.mft = first.attribute(DATA).clusters()
        self.records = get("Q", first.attribute(DATA).bytes, 0x30) // self.record_size
        self.data_clusters = get("Q", self.data, 0x28) * get("H", self.data, 11) // self.cluster

    def save(self):
        with open(self.path, "wb") as file:
            file.write(self.data)

    def read(self, clusters, offset, size):
        """Of what lies in @clusters."""
        end = offset + size
        all_of = b"".join(self.data[c * self.cluster:(c + 1) * self.cluster] for c in clusters[:-(-end // self.cluster)])
        return bytearray(all_of[offset:end])

    def write(self, clusters, offset, data):
        for i, byte in enumerate(data, offset):
            self.data[clusters[i // self.cluster] * self.cluster + i % self.cluster] = byte

    def record(self, number):
        data = self.read(self.mft, number * self.record_size, self.record_size)
        return Record(number, unfix(data) if data[:4] == b"FILE" else data)

    def write_record(self, record):
        self.write(self.mft, record.number * self.record_size, fix(bytearray(record.data)))

    def files(self):
        """The records of all that has a name and came after mkntfs."""
        some = (self.record(number) for number in range(64, self.records))
        return [record for record in some if record.in_use]
