#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes the seeds whose format no tool of Debian 12 can write: make-tables.py DIRECTORY"""

import os
import struct
import sys

SECTOR = 512


class Disk:
    """A disk image; sectors past its end wrap around to its start."""

    def __init__(self, kib):
        self.data = bytearray(kib * 1024)

    def put(self, sector, offset, fmt, *values):
        raw = struct.pack(fmt, *values)
        at = (sector * SECTOR + offset) % len(self.data)
        self.data[at:at + len(raw)] = raw

    def mbr(self, *entries, sector=0):
        """entries: (type, start, length)"""
        for i, (kind, start, length) in enumerate(entries):
            self.put(sector, 0x1be + 16 * i, "<B3xB3xII", 0, kind, start, length)
        self.put(sector, 510, "<H", 0xaa55)


def solaris_x86():
    d = Disk(16)
    d.mbr((0xbf, 1, 30))
    d.put(2, 12, "<II8sHH", 0x600ddeee, 1, b"vitro", 512, 16)
    for i, (tag, start, length) in enumerate([(2, 4, 8), (3, 12, 4), (5, 0, 30), (8, 16, 8)]):
        d.put(2, 72 + 12 * i, "<HHII", tag, 0, start, length)
    d.put(2, 328, "16s", b"vitro x86")
    return d


def unixware():
    d = Disk(24)
    d.mbr((0x63, 1, 46))
    d.put(30, 0, "<III12sIIIII", 4, 0xca5e600d, 1, b"VITRO0001", 1, 2, 24, 512, 1)
    d.put(30, 156, "<II8sH", 0x600ddeee, 1, b"vitro", 16)
    for i, (label, start, length) in enumerate([(5, 1, 46), (2, 34, 8), (3, 42, 4)]):
        d.put(30, 216 + 12 * i, "<HHII", label, 0x201, start, length)
    return d


def extended_loop():
    """A logical partition whose link leads back to its own table."""
    d = Disk(16)
    d.mbr((0x05, 8, 20))
    d.mbr((0x83, 1, 4), (0x05, 0, 20), sector=8)
    return d


def extended_odd():
    """The link comes first, four entries used, as DR-DOS and OS/2 write them."""
    d = Disk(16)
    d.mbr((0x0c, 1, 3), (0x0f, 4, 28))
    d.mbr((0x85, 8, 12), (0x07, 1, 3), (0xfd, 4, 2), (0x06, 200, 2), sector=4)
    d.mbr((0x06, 1, 3), sector=12)
    return d


def fat_boot_sector():
    d = Disk(16)
    d.put(0, 0, "<3s8s", b"\xeb\x3c\x90", b"mkfs.fat")
    d.put(0, 11, "<HBHBHHBHHH", 512, 1, 1, 2, 16, 32, 0xf8, 1, 32, 2)
    d.put(0, 0x1be, "<16s", b"Not a system dis")
    d.put(0, 510, "<H", 0xaa55)
    return d


def aix():
    d = Disk(64)
    d.put(0, 0, ">I", 0xc9c2d4c1)
    vgda, names, pvd = 8, 90, 25
    d.put(7, 0, ">4s16xIIII10xH12xH", b"_LVM", 200, names - vgda + 33, vgda, 0, 11, 1)
    d.put(vgda, 24, ">HHHHHH", 3, 256, 11, 1, 2, 115)
    for i, (count, name) in enumerate([(2, b"hd5"), (3, b"hd6"), (2, b"scattered")]):
        d.put(vgda + 1, 32 * i, ">HHHHHHHH", i + 1, 0, 0, count, 1, 1, 0, count)
        d.put(names, 64 * i, "64s", name)
    d.put(pvd, 16, ">HHI", 9, 0, 100)
    order = [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (0, 0), (3, 1), (0, 0), (3, 2)]
    for i, (lv, lp) in enumerate(order):
        d.put(pvd, 32 + 32 * i, ">HHHH", lv, 0, 0, lp)
    return d


def atari_icd():
    """Four primaries and ICD's further table, which is read when none of them is XGM."""
    d = Disk(16)
    d.put(0, 0x1c2, ">I", 32)
    for i, (flag, kind, start, length) in enumerate([(0x81, b"GEM", 1, 6), (1, b"RAW", 7, 4),
                                                    (1, b"LNX", 11, 4), (0, b"", 0, 0)]):
        d.put(0, 0x1c6 + 12 * i, ">B3sII", flag, kind, start, length)
    for i, (kind, start) in enumerate([(b"BGM", 15), (b"SWP", 19), (b"MIX", 23), (b"GEM", 25)]):
        d.put(0, 0x156 + 12 * i, ">B3sII", 1, kind, start, 4)
    return d


def adfs_boot_block(d, sector, kind, cylinder, big=0):
    d.put(sector, 0x1c0, "<BBBBBBBBBBHIIH10sII", 9, 4, 2, 0, 15, 10, 0, 0, 0, 1,
          0, 0x203, 16384, 0x1234, b"vitro", 0, big)
    d.put(sector, 0x1fc, "<BH", kind, cylinder)
    block = d.data[sector * SECTOR:(sector + 1) * SECTOR]
    total = 0
    for byte in reversed(block[:511]):
        total = (total & 0xff) + (total >> 8) + byte
    d.put(sector, 511, "B", total & 0xff)


def acorn_linux(d, sector):
    d.put(sector, 0, "<IIIIII", 0xdeafa1de, 1, 2, 0xdeafab1e, 3, 1)


def acorn_riscix(d, sector):
    d.put(sector, 0, "<II", 0x4a657320, 0)
    for i, (start, length, name) in enumerate([(0, 8, b"All"), (1, 2, b"root"), (3, 2, b"swap")]):
        d.put(sector, 8 + 28 * i, "<III16s", start, length, 1, name)


def acorn_adfs():
    d = Disk(16)
    adfs_boot_block(d, 6, 0, 0)
    return d


def acorn_adfs_linux():
    """The Cumana probe, which comes first, runs off the end of the disk."""
    d = Disk(16)
    adfs_boot_block(d, 6, 9, 3)
    acorn_linux(d, 24)
    del d.data[30 * SECTOR:]
    return d


def acorn_adfs_riscix():
    d = Disk(16)
    adfs_boot_block(d, 6, 2, 3)
    acorn_riscix(d, 24)
    del d.data[30 * SECTOR:]
    return d


def acorn_cumana():
    d = Disk(24)
    adfs_boot_block(d, 6, 9, 2)
    acorn_linux(d, 16)
    adfs_boot_block(d, 22, 2, 1)
    acorn_riscix(d, 24)
    return d


def acorn_ics():
    d = Disk(8)
    for i, (start, size) in enumerate([(1, 4), (5, -4), (9, -6)]):
        d.put(0, 8 * i, "<Ii", start, size)
    d.put(5, 0, "9s", b"LinuxPart")
    d.put(0, 508, "<I", 0x50617274 + sum(d.data[:508]))
    return d


def acorn_powertec():
    d = Disk(8)
    for i, (start, size, kind) in enumerate([(1, 4, b"ADFS"), (5, 6, b"Linux"), (11, 4, b"Swap")]):
        d.put(0, 28 * i, "<IIIII8s", 0, 0, start, size, 0, kind)
    d.put(0, 511, "B", (0x2a + sum(d.data[:511])) & 0xff)
    return d


def acorn_eesox():
    d = Disk(8)
    for i, start in enumerate([8, 10, 12]):
        d.put(7, 32 * i, "<6s10sI", b"Eesox", b"vitro%d" % i, start)
    name = b"Neil Critchell  "
    for i in range(256):
        d.data[7 * SECTOR + i] ^= name[i & 15]
    return d


def ultrix():
    d = Disk(16)
    d.put(31, SECTOR - 72, "<II", 0x032957, 1)
    for i, (length, start) in enumerate([(8, 0), (8, 8), (32, 0), (0, 0), (4, 20)]):
        d.put(31, SECTOR - 64 + 8 * i, "<II", length, start)
    return d


def karma():
    d = Disk(16)
    for i, (start, length) in enumerate([(2, 10), (12, 18)]):
        d.put(0, 270 + 16 * i, "<IB3xII", 0, 0x4d, start, length)
    d.put(0, 510, "<H", 0xab56)
    return d


def sysv68():
    d = Disk(16)
    d.put(0, 248, "8s", b"MOTOROLA")
    d.put(0, 384, ">IH", 2, 5)
    for i, (length, start) in enumerate([(8, 4), (0, 0), (6, 12), (10, 18), (32, 0)]):
        d.put(2, 8 * i, ">II", length, start)
    return d


def ebcdic(text):
    return text.encode("cp037")


def ibm_lnx1():
    """512-byte blocks: the label is in block 1; one that knows its own size."""
    d = Disk(8)
    d.put(1, 0, "4s6s69sBQ", ebcdic("LNX1"), ebcdic("0X0150"), b"", 0xf2, 0)
    d.put(1, 80, ">Q", 14)
    return d


def ibm_cms1():
    """A reserved minidisk: it begins at block 8."""
    d = Disk(8)
    d.put(1, 0, ">4s6s2sIIIIIIII6s2xII", ebcdic("CMS1"), ebcdic("VITRO1"), ebcdic("01"),
          512, 5, 16, 16, 16, 4, 64, 8, b"\x20\x24\x01\x01\x00\x00", 8, 0)
    return d


def ibm_vol1():
    """512-byte blocks, a 3390 of 15 heads of 12 blocks: label in block 2, VTOC from block 13."""
    d = Disk(16)
    d.put(2, 0, ">4s4s6sBHHB", ebcdic("VOL1"), ebcdic("VOL1"), ebcdic("0X0150"), 0x40, 0, 1, 1)
    for i, (kind, low, high) in enumerate([("4", 0, 0), ("1", 2, 7), ("8", 8, 14)]):
        d.put(13 + i, 0, "44sc", ebcdic("LINUX.V0X0150.PART%04d.NATIVE" % i), ebcdic(kind))
        d.put(13 + i, 105, ">BBHHHH", 1, 0, 0, low, 0, high)
    return d


DISK_GUID = "1f00b9c4-7a9c-4d6e-8b3b-3e5b8a1c0d01"
GROUP_GUID = "2f00b9c4-7a9c-4d6e-8b3b-3e5b8a1c0d02"


def vnum(n):
    raw = n.to_bytes(max(1, (n.bit_length() + 7) // 8), "big")
    return bytes([len(raw)]) + raw


def vstr(text):
    return bytes([len(text)]) + text.encode()


def vblk(kind, flags, body):
    """The record behind the 16 bytes that number it."""
    return struct.pack(">HBBI", 0, flags, kind, len(body)) + body


def ldm_records(minor):
    """Disk group, disk, volume, component and two partitions; ids 1 to 6."""
    tail = struct.pack(">IQ", 0, 1)
    if minor == 11:
        group = vblk(0x35, 0, vnum(1) + vstr("VitroDg0") + vstr(GROUP_GUID) + tail)
        disk = vblk(0x34, 0, vnum(2) + vstr("Disk1") + vstr(DISK_GUID) +
                    vstr("Harddisk0" * 6) + tail)
    else:
        guids = [bytes.fromhex(g.replace("-", "")) for g in (GROUP_GUID, DISK_GUID)]
        group = vblk(0x45, 0, vnum(1) + vstr("VitroDg0") + guids[0] + guids[0] + tail)
        disk = vblk(0x44, 0, vnum(2) + vstr("Disk1") + guids[1] + guids[1] + b"\0" + tail)
    volume = vblk(0x51, 0x02, vnum(3) + vstr("Volume1") + vstr("gen") + vstr("") +
                  b"ACTIVE".ljust(14, b"\0") + struct.pack(">BBB3xB", 3, 0, 1, 0) + vnum(1) +
                  struct.pack(">QQ", 1, 0) + vnum(24) + bytes(4) + b"\x07" + bytes(16) + vstr("D:"))
    component = vblk(0x32, 0x10, vnum(4) + vstr("Volume1-01") + vstr("ACTIVE") + b"\x01" +
                     bytes(4) + vnum(2) + struct.pack(">QQ", 1, 0) + vnum(3) + b"\0" +
                     vnum(8) + vnum(2))
    parts = [vblk(0x33, 0x08, vnum(5 + i) + vstr("Disk1-%02d" % (i + 1)) + bytes(4) +
                  struct.pack(">QQQ", 1, 12 * i, 12 * i) + vnum(12) + vnum(4) + vnum(2) + vnum(i))
             for i in range(2)]
    return [group, disk, volume, component] + parts


def ldm_write_records(d, at, records):
    """128 bytes each, 16 of them the header; a longer record is split."""
    blocks = []
    for group, record in enumerate(records, 1):
        parts = [record[i:i + 112] for i in range(0, len(record), 112)]
        blocks += [(group, i, len(parts), p) for i, p in enumerate(parts)]
    blocks += [(0, 0, 0, b"")] * (-len(blocks) % 4)
    for i, (group, rec, count, body) in enumerate(blocks):
        d.put(at + 1 + i // 4, i % 4 * 128, ">4sIIHH112s", b"VBLK", i + 4, group, rec, count, body)
    return len(blocks) + 4


def ldm(minor):
    """Dynamic disk. It needs 2118 sectors: these 64, repeated 34 times, as the last byte says."""
    d = Disk(32)
    d.mbr((0x42, 1, 69))
    base = 70
    for sector in (6, base + 1856, base + 2047):
        d.put(sector, 0, ">8sIHH", b"PRIVHEAD", 0, 2, minor)
        for at, text in ((0x30, DISK_GUID), (0x70, GROUP_GUID), (0xb0, GROUP_GUID)):
            d.put(sector, at, "64s", text.encode())
        d.put(sector, 0xf0, "32s", b"VitroDg0")
        d.put(sector, 0x11b, ">QQQQ", 8, 62, base, 2048)
    for sector in (1, 2, 2045, 2046):
        d.put(base + sector, 0, ">8s", b"TOCBLOCK")
        d.put(base + sector, 0x24, ">10sQQ", b"config", 17, 1481)
        d.put(base + sector, 0x46, ">10sQQ", b"log", 1498, 224)
    last = ldm_write_records(d, base + 17, ldm_records(minor))
    d.put(base + 17, 0, ">4sIIIHHH31s64s", b"VMDB", last, 128, 512, 1, 4, 10, b"VitroDg0",
          GROUP_GUID.encode())
    d.put(base + 17, 0x75, ">QQIIII12xIIII", 1, 1, 1, 1, 2, 1, 1, 1, 2, 1)
    d.data += bytes([34])
    return d


SEEDS = {
    "dos-solaris-x86": solaris_x86,
    "dos-unixware": unixware,
    "dos-extended-loop": extended_loop,
    "dos-extended-odd": extended_odd,
    "dos-fat-boot-sector": fat_boot_sector,
    "aix": aix,
    "atari-icd": atari_icd,
    "acorn-adfs": acorn_adfs,
    "acorn-adfs-linux": acorn_adfs_linux,
    "acorn-adfs-riscix": acorn_adfs_riscix,
    "acorn-cumana": acorn_cumana,
    "acorn-ics": acorn_ics,
    "acorn-powertec": acorn_powertec,
    "acorn-eesox": acorn_eesox,
    "ultrix": ultrix,
    "karma": karma,
    "sysv68": sysv68,
    "ibm-lnx1": ibm_lnx1,
    "ibm-cms1": ibm_cms1,
    "ibm-vol1": ibm_vol1,
    "ldm-2000": lambda: ldm(11),
    "ldm-vista": lambda: ldm(12),
}


def main():
    for name, make in SEEDS.items():
        with open(os.path.join(sys.argv[1], name + ".img"), "wb") as out:
            out.write(make().data)


main()
