#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Regenerates seeds/ from src/. Needs the Debian package python3.

set -eu

dir=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$dir/seeds"
rm -f "$dir"/seeds/*.bin
for src in "$dir"/src/*.txt; do
	python3 "$dir/hid-compile.py" "$src" "$dir/seeds/$(basename "$src" .txt).bin"
done
ls -l "$dir/seeds"
