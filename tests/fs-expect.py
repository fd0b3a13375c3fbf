#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   fs-expect.py DIRECTORY
#
# What is in it, as a harness of filesystems tells it of an image with VITRO_SHOW=1 (targets/fs/show.c).
import hashlib
import os
import stat
import sys


def escape(name):
    return "".join(chr(c) if 32 <= c < 127 else f"\\x{c:02x}" for c in name)


def show(what, value, path):
    print("found", what, value, escape(path))


def file(full, path):
    info = os.lstat(full)
    regular = stat.S_ISREG(info.st_mode)
    show("mode:size", f"{info.st_mode:o}:{info.st_size if regular else 0}", path)
    if regular:
        with open(full, "rb") as contents:
            show("contents", hashlib.sha256(contents.read()).hexdigest(), path)
    elif stat.S_ISLNK(info.st_mode):
        show("link", escape(os.readlink(full)), path)


root = os.fsencode(sys.argv[1])
for directory, directories, files in os.walk(root):
    for name in directories + files:
        full = os.path.join(directory, name)
        file(full, full[len(root):])
