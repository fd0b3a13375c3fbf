# SPDX-License-Identifier: GPL-2.0-only
"""The pages of a $LogFile: records with their headers, tables of a checkpoint, and restart pages that say where it is."""
import struct

from ntfs import aligned, fix, padded, put

PAGE = 4096
FIRST_DATA = 0x40
HEADER = 0x30
RECORD, RESTART = 1, 2
MULTI_PAGE = 1
RECORD_ENDS = 1
ALLOCATED = 0xffffffff
TABLE_HEADER = 0x18
NOBODY = 0xffff


def header(sign, fixups):
    data = bytearray(PAGE)
    data[:4] = sign
    put("H", data, 4, fixups)
    put("H", data, 6, PAGE // 512 + 1)
    put("H", data, fixups, 1)
    return data


class Log:
    """Of version 1.1, or 2.0, which has room for more copies of its last pages. With @wrap it begins near the end of the file."""

    def __init__(self, size, version, wrap):
        self.size, self.version = size, version
        self.number_bits = size.bit_length() - 3  # of a place in a log sequence number
        self.first_page = (0x22 if version == 2 else 4) * PAGE
        self.sequence = 2
        self.pages = {}
        self.open_page(size - 2 * PAGE if wrap else self.first_page)

    def open_page(self, offset):
        if offset >= self.size:
            offset, self.sequence = self.first_page, self.sequence + 1
        page = header(b"RCRD", 0x28)
        put("H", page, 0x14, 1)
        put("H", page, 0x16, 1)
        self.pages[offset] = page
        self.page, self.at = offset, FIRST_DATA

    def begin(self):
        """Where there is room for a record. Return: the number it gets."""
        if PAGE - self.at < HEADER:
            self.open_page(self.page + PAGE)
        return (self.page + self.at) // 8 + (self.sequence << self.number_bits)

    def write(self, number, data):
        while data:
            if self.at == PAGE:
                self.open_page(self.page + PAGE)
            page, piece = self.pages[self.page], data[:PAGE - self.at]
            page[self.at:self.at + len(piece)] = piece
            self.at += len(piece)
            data = data[len(piece):]
            put("Q", page, 8, number)
        put("I", page, 0x10, RECORD_ENDS)
        put("H", page, 0x18, self.at)
        put("Q", page, 0x20, number)

    def add(self, data, transaction, previous=0, undo_next=0, kind=RECORD):
        """Return: its number."""
        number, data = self.begin(), padded(data)
        flags = MULTI_PAGE if len(data) > PAGE - self.at - HEADER else 0
        front = struct.pack("<QQQIHHIIH6x", number, previous, undo_next, len(data), 0, 0, kind, transaction, flags)
        self.write(number, front + data)
        self.last, self.last_length = number, len(data)
        return number

    def restart_page(self, last, last_length, client):
        page = header(b"RSTR", 0x1e)
        area = struct.pack("<QHHHHIHHQIHHI20x", last, 1, NOBODY, 0, 0, 64 - self.number_bits, 0xa0, 0x40, self.size, last_length,
                           HEADER, FIRST_DATA, 1)
        name = "NTFS".encode("utf-16-le")
        area += struct.pack("<QQHHH6xI64s", *client, NOBODY, NOBODY, 0, len(name), name)
        struct.pack_into("<IIHhh", page, 0x10, PAGE, PAGE, 0x30, *((1, 1) if self.version == 1 else (0, 2)))
        page[0x30:0x30 + len(area)] = area
        return page

    def move_tail(self):
        """The last page is only where copies of last pages are."""
        page = self.pages.pop(self.page)
        put(*("Q", page, 8) if self.version == 1 else ("I", page, 0x3c), self.page)
        for place in (2, 3 if self.version == 1 else 0x12):
            self.pages[place * PAGE] = bytearray(page)

    def finish(self, checkpoint, oldest, tail):
        """Return: the file. @checkpoint: number and length of the restart record."""
        if tail:
            self.move_tail()
        for place in (0, PAGE):
            self.pages[place] = self.restart_page(*checkpoint, (oldest, checkpoint[0]))
        places = range(0, self.size, PAGE)
        return b"".join(fix(self.pages[at]) if at in self.pages else b"\xff" * PAGE for at in places)


def table(entries, entry_size, free=2):
    """A restart table: entries that are allocated, and then some that are not, in a list."""
    used = len(entries) + free
    offset = [TABLE_HEADER + i * entry_size for i in range(used)] + [0]
    first, last = (offset[len(entries)], offset[used - 1]) if free else (0, 0)
    data = struct.pack("<HHH6xIII", entry_size, used, len(entries), ALLOCATED, first, last)
    for entry in entries:
        data += (struct.pack("<I", ALLOCATED) + entry).ljust(entry_size, b"\0")
    for i in range(len(entries), used):
        data += struct.pack("<I", offset[i + 1]).ljust(entry_size, b"\0")
    return data


def operation(redo, undo, target=0, clusters=(), first=0, record_offset=0, attribute_offset=0, sector=0):
    """The bytes of a record. @redo, @undo: an operation and its data. @clusters of what it is about; @first: the first's number."""
    redo_at = 0x20 + 8 * max(1, len(clusters))
    undo_at = aligned(redo_at + len(redo[1]))
    front = struct.pack("<12HQ", redo[0], undo[0], redo_at, len(redo[1]), undo_at, len(undo[1]), target, len(clusters), record_offset,
                        attribute_offset, sector, 0, first)
    lcns = struct.pack(f"<{len(clusters)}Q", *clusters).ljust(redo_at - 0x20, b"\0")
    return front + lcns + padded(redo[1]) + padded(undo[1])
