#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   image-tags.py list IMAGE     where a UDF image has descriptors whose tag is right
#   image-tags.py check IMAGE    of those in the standard input, what is wrong with them
import binascii
import struct
import sys

TAG = 16
NUMBERS = set(range(1, 10)) | set(range(256, 267))


def complaint(data, at):
    tag = data[at:at + TAG]
    number, version, total, _, _, crc, length, _ = struct.unpack("<HHBBHHHI", tag)
    if number not in NUMBERS or version not in (2, 3):
        return None
    if total != (sum(tag) - total) & 0xff:
        return "checksum"
    if crc != binascii.crc_hqx(data[at + TAG:at + TAG + length], 0):
        return "CRC"
    return ""


def is_right(data, at):
    return data[at] and complaint(data, at) == ""


def main(what, path):
    with open(path, "rb") as file:
        data = file.read()
    if what == "list":
        places = [at for at in range(0, len(data) - TAG, 4) if is_right(data, at)]
        print("\n".join(map(str, places)))
        return 0
    wrong = [(int(line), complaint(data, int(line))) for line in sys.stdin]
    for at, text in wrong:
        if text:
            print(f"{at:#x}: {text}")
    return 0 if any(text for _, text in wrong) else 1


sys.exit(main(*sys.argv[1:]))
