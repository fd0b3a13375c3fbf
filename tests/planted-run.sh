#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   planted-run.sh BUG [build options]: planted.sh with the demo program of that flavour and tree
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

bug=$1
shift
demo=$(program demo "$@")
rm -rf "$scratch"
exec "$tests/planted.sh" "$demo" "$bug"
