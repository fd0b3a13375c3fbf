#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   image-changes.py IMAGE BASE COUNT
#
# Inputs that are the base of the number BASE (in hexadecimal) with a bit changed, in COUNT sectors that are not zeros, three for each:
# NUMBER.WAY.right and NUMBER.WAY.wrong, with checksums made right and left as they come out. What is changed is said in a line.
import random
import struct
import sys

SECTOR = 512
WAYS = 3
SET = 1
AS_IT_IS = 1


def form(flags, base, offset, byte):
    header = b"vitroimg" + bytes([1, flags, 0, 0]) + struct.pack("<IQ", 0, base)
    return header + struct.pack("<BBHIQ", SET, 1, 0, offset, byte) + bytes(16)


def sectors(file):
    zeros = bytes(SECTOR)
    for number, data in enumerate(iter(lambda: file.read(SECTOR), b"")):
        if data != zeros:
            yield number * SECTOR, data


def write(name, base, offset, byte):
    for kind, flags in ("right", 0), ("wrong", AS_IT_IS):
        with open(f"{name}.{kind}", "wb") as file:
            file.write(form(flags, base, offset, byte))


def main(image, base, count):
    chance = random.Random(1)
    with open(image, "rb") as file:
        used = list(sectors(file))
    for number, (start, data) in enumerate(sorted(chance.sample(used, min(int(count), len(used))))):
        places = [at for at, byte in enumerate(data) if byte]
        for way in range(WAYS):
            at = chance.choice(places)
            write(f"{number}.{way}", int(base, 16), start + at, data[at] ^ 1 << chance.randrange(8))
        print(number, f"{start:#x}")


main(*sys.argv[1:])
