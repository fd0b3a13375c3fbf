#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   soak.sh HARNESS SECONDS [build options]
#
# Fuzzed from its seeds for so long, the harness finds nothing: no bug of the kernel's, and no race that is not in
# harnesses/HARNESS.races.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

harness=$1 seconds=$2
shift 2
program=$(program "$harness" "$@")
cd "$scratch"
list_seeds "$harness"
mkdir corpus
xargs cp -t corpus <list
status=0
"$program" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=4096 -print_final_stats=1 corpus >log 2>&1 || status=$?
[ "$status" = 0 ] || { fail "$harness: $(title log)"; grep -v '^#[0-9]' log | tail -n 150; }
sed -n 's/^vitro: known/known/p' log | sort -u
sed -n "s/^stat::number_of_executed_units: */$harness: runs in $seconds s: /p" log
finish
