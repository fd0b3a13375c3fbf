#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   printk.sh [build options]
#
# What the cases of targets/selftest/printk.c print: live with VITRO_PRINTK=1, and with a report.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

selftest=$(program selftest "$@")
cd "$scratch"

# CASE: what it logs, expected on standard input.
logs() {
	cat >expected
	echo "printk.$1" >"$1"
	VITRO_PRINTK=1 timeout 60 "$selftest" "$1" "$1" 2>&1 | sed -n 's/^  <\([0-7]\)>/<\1>/p' >logged
	# Each input logs the same, so both runs do.
	cat expected expected | cmp -s - logged || { fail "$1 logs:"; cat logged; }
}

logs levels_are_kept <<end
<0>level zero
<3>level three
<4>level four
<6>level six
<4>no level
end
logs formats_are_the_kernels <<end
<6>address 192.168.0.1 bytes c0 a8 00 01
<6>hex 0xff null (null)
end
logs control_characters_are_masked <<end
<6>before?[2Jafter
end
logs each_line_has_the_level <<end
<3>first
<3>second
end
logs once_means_once_in_each_input <<end
<6>only once
end
logs rate_limits_let_everything_through <<end
end

# A report ends with the last 64 lines, oldest first, whether or not they were shown before.
echo printk.tail_comes_with_the_report >"tail"
timeout 60 "$selftest" "tail" >log 2>&1 && fail "tail_comes_with_the_report ends well"
sed -n 's/^  <6>line //p' log >lines
[ "$(head -n 1 lines) $(tail -n 1 lines) $(wc -l <lines)" = "36 99 64" ] || { fail "tail of the log:"; cat lines; }
echo printk.long_lines_are_cut >long
VITRO_PRINTK=1 timeout 60 "$selftest" long 2>&1 | grep -q '^  <6>x\{200,500\}$' || fail "long_lines_are_cut"
finish
