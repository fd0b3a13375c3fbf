#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""hostile.py GOOD DIRECTORY: variations of a good archive, each with one thing wrong.
hostile.py --hash MANIFEST: the hash over a manifest, as docs/corpus.md says."""

import copy
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile


def hash_of(manifest):
    lines = [manifest["format"]]
    lines += [f"{key} {manifest[key]}" for key in ("harness", "layout", "kernel")]
    lines += [f"{i['name']} {i['size']} {i['sha256']}" for i in manifest["inputs"]]
    return hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()


def run(*command, data=b""):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def read(path):
    with tarfile.open(fileobj=io.BytesIO(run("zstd", "-dc", path))) as tar:
        files = {m.name: tar.extractfile(m).read() for m in tar.getmembers()}
    return json.loads(files.pop("manifest.json")), files


class Maker:
    def __init__(self, good, directory):
        self.good, self.directory = good, directory
        self.manifest, self.files = read(good)
        os.makedirs(directory)

    def entry(self, name, data=b"", **fields):
        info = tarfile.TarInfo(name)
        info.size = len(data)
        for key, value in fields.items():
            setattr(info, key, value)
        return info, data

    def inputs(self):
        return [self.entry(name, data) for name, data in self.files.items()]

    def head(self, manifest=None, sign=True):
        manifest = copy.deepcopy(manifest or self.manifest)
        if sign:
            manifest["hash"] = hash_of(manifest)
        return self.entry("manifest.json", json.dumps(manifest).encode())

    def changed(self, **fields):
        return {**copy.deepcopy(self.manifest), **fields}

    def tar(self, entries):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for info, data in entries:
                tar.addfile(info, io.BytesIO(data))
        return out.getvalue()

    def write(self, name, data):
        with open(os.path.join(self.directory, name), "wb") as file:
            file.write(data)

    def save(self, name, entries):
        self.write(name, run("zstd", "-qc", data=self.tar(entries)))


def entries(make):
    """What the tar has in it."""
    head, inputs = make.head(), make.inputs()
    first = inputs[0][0].name
    extra = {
        "parent": make.entry("inputs/../../escaped", b"x"),
        "absolute": make.entry(os.path.abspath("escaped"), b"x"),
        "subdirectory": make.entry("inputs/a/" + first[-40:], b"x"),
        "wrong-name": make.entry("inputs/" + "A" * 40, b"x"),
        "symlink": make.entry(first, type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        "hardlink": make.entry(first, type=tarfile.LNKTYPE, linkname="manifest.json"),
        "directory": make.entry("inputs", type=tarfile.DIRTYPE),
        "device": make.entry(first, type=tarfile.CHRTYPE, devmajor=1, devminor=3),
        "fifo": make.entry(first, type=tarfile.FIFOTYPE),
        "not-listed": make.entry("inputs/" + "0" * 40, b"x"),
    }
    for name, entry in extra.items():
        make.save(name, [head, entry, *inputs])
    make.save("twice", [head, inputs[0], *inputs])
    make.save("missing", [head, *inputs[1:]])
    make.save("second", [head, *inputs, head])
    make.save("no-manifest", inputs)
    data = inputs[0][1]
    make.save("content", [head, make.entry(first, data[::-1]), *inputs[1:]])
    make.save("size", [head, make.entry(first, data + b"x"), *inputs[1:]])


def manifests(make):
    """What the manifest says."""
    inputs = make.inputs()
    listed = make.manifest["inputs"]

    def one(**fields):
        return make.changed(inputs=[{**listed[0], **fields}, *listed[1:]])

    make.save("bad-hash", [make.head(make.changed(hash="0" * 64), sign=False), *inputs])
    make.save("listed-twice", [make.head(make.changed(inputs=[listed[0], *listed])), *inputs])
    make.save("negative", [make.head(one(size=-1)), *inputs])
    make.save("huge-input", [make.head(one(size=1 << 40)), *inputs])
    make.save("harness", [make.head(make.changed(harness="../x509")), *inputs])
    make.save("foreign", [make.head(make.changed(harness="nobody")), *inputs])
    make.save("layout-text", [make.head(make.changed(layout="1/..")), *inputs])
    make.save("other-layout", [make.head(make.changed(layout="7")), *inputs])
    make.save("not-json", [make.entry("manifest.json", b"{"), *inputs])
    make.save("deep", [make.entry("manifest.json", b"[" * 1000000), *inputs])
    many = [{**listed[0], "name": f"{i:040x}", "size": 16 << 20} for i in range(4000)]
    make.save("bomb", [make.head(make.changed(inputs=many))])


def streams(make):
    """What the bytes are."""
    good = open(make.good, "rb").read()
    tar = run("zstd", "-dc", make.good)
    info = tarfile.TarInfo("manifest.json")
    info.size = 65 << 20
    zeros = info.tobuf(tarfile.USTAR_FORMAT) + bytes(info.size)
    make.write("huge-manifest", run("zstd", "-qc", data=zeros))
    make.write("cut", run("zstd", "-qc", data=tar[: len(tar) // 2 // 512 * 512 + 100]))
    make.write("cut-manifest", good[: len(good) // 3])
    make.write("gzip", run("gzip", "-c", data=tar))
    make.write("empty", b"")
    make.write("garbage", bytes(range(256)) * 100)
    sparse, data = make.inputs()[0]
    sparse.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.map": "0,1",
                          "GNU.sparse.size": str(1 << 40)}
    make.save("sparse", [make.head(), (sparse, data), *make.inputs()[1:]])


if sys.argv[1] == "--hash":
    print(hash_of(json.load(open(sys.argv[2]))))
else:
    maker = Maker(sys.argv[1], sys.argv[2])
    entries(maker)
    manifests(maker)
    streams(maker)
