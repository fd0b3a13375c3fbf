#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ClusterFuzzLite builds as OSS-Fuzz does.
set -eu
exec sh "$SRC/vitro/ci/oss-fuzz/build.sh"
