#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   fs-image.py operations SEED COUNT IMAGE INPUT     an input of a harness that changes what it mounts: the image and operations
#   fs-image.py written LOG IMAGE RESULT              the image, with what the log of VITRO_SHOW=1 says was written to it
import random
import sys

SECTOR = 512
OPERATION = 4


def operations(seed, count, image, result):
    with open(image, "rb") as file:
        data = file.read()
    if int(count) * OPERATION + 1 >= SECTOR or len(data) % SECTOR:
        sys.exit("an image is whole sectors, and what follows is less than one")
    options = bytes([0])
    with open(result, "wb") as file:
        file.write(data + options + random.Random(int(seed)).randbytes(int(count) * OPERATION))


def written(log, image, result):
    with open(image, "rb") as file:
        data = bytearray(file.read())
    with open(log, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            words = line.split()
            if len(words) == 3 and words[0] == "<6>written":
                offset, piece = int(words[1]), bytes.fromhex(words[2])
                data[offset:offset + len(piece)] = piece
    with open(result, "wb") as file:
        file.write(data)


{"operations": operations, "written": written}[sys.argv[1]](*sys.argv[2:])
