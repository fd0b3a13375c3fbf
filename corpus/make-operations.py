#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Seeds of a concurrent harness (three tasks) from its table: make-operations.py corpus/NAME

corpus/NAME/operations has one line "codes" with the names of the operations in their order, then seeds:
"seed NAME", a line "TASK OPERATION A B C" for each operation, and "schedule DEPTH [DELAY,CHOICE]...".
"""
import pathlib
import sys

TASKS = 3


def schedule(words):
    turns = [int(number) for word in words[1:] for number in word.split(",")]
    return bytes(turns + [len(turns) // 2, int(words[0])])


def operation(codes, words):
    numbers = [int(word, 0) for word in words[2:]]
    return bytes([codes.index(words[1]) * TASKS + int(words[0])] + (numbers + [0, 0, 0])[:3])


def main(folder):
    codes, seeds, name = [], {}, None
    for line in (folder / "operations").read_text().splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0] == "codes":
            codes += words[1:]
        elif words[0] == "seed":
            name = words[1]
            seeds[name] = b""
        elif words[0] == "schedule":
            seeds[name] += schedule(words[1:])
        else:
            seeds[name] += operation(codes, words)
    (folder / "seeds").mkdir(exist_ok=True)
    for name, data in seeds.items():
        (folder / "seeds" / name).write_bytes(data)


main(pathlib.Path(sys.argv[1]))
