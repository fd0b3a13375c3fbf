#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   fs.sh HARNESS [build options]
#
# Images that the filesystem's own tool makes of a directory are mounted and walked by the harness: what it finds is what was
# put in, byte by byte. How images are made is in fs-HARNESS.sh.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

name=$1
shift
program=$(program "$name" "$@")
cd "$scratch"

# IMAGE LOG: what the harness finds in it, without what the tool puts into each image.
found() {
	VITRO_SHOW=1 VITRO_PRINTK=1 timeout 60 "$program" -max_len=99999999 -detect_leaks=0 "$1" >"$2" 2>&1 || { fail "$1: $(title "$2")"; return 0; }
	sed -n 's/^ *<6>found/found/p' "$2" | sed -e :a -e '/\\$/N; s/\\\nfound //; ta' | grep ' /.' | grep -v ' /lost+found$'
}

# IMAGE DIRECTORY [FILTER...]: the image has what is in the directory; lines go through FILTER, where a filesystem keeps less.
compare() {
	image=$1 directory=$2
	shift 2
	[ $# -gt 0 ] || set -- cat
	"$tests/fs-expect.py" "$directory" | "$@" | LC_ALL=C sort >expected
	found "$image" log | "$@" | LC_ALL=C sort >"$image.found"
	if cmp -s expected "$image.found"; then
		echo "pass: $image: $(grep -c '^found mode' expected) files"
		return
	fi
	fail "$image: what is found differs from what was put in"
	diff expected "$image.found" | head -n 20
	grep -v ' *<6>found' log | tail -n 20
}

# shellcheck source=/dev/null
. "$tests/fs-$name.sh"
finish
