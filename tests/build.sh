#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   build.sh -k TREE [build options]
#
# Every harness, once for all tests that run it; skipped when the tree's package is not installed.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

"$VITRO" kernel list --json >"$scratch/trees"
grep -q "\"name\": \"$2\"" "$scratch/trees" || { echo "no tree $2 here"; exit 77; }
start=$(date +%s)
program "$@"
echo "after $(($(date +%s) - start)) s"
