#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   fs.sh walk HARNESS [build options]
#
# Images that the filesystem's own tool makes of a directory are mounted and walked by the harness: what it finds is what was
# put in, byte by byte. How images are made, and by which tools, is in fs-HARNESS.sh.
#
#   fs.sh operate HARNESS [build options]
#
# Such images are mounted by HARNESS_rw and changed by random operations. The tool's own fsck finds the result clean, and mounted
# again it has what the first mount had at its end.
# What is here is called from there; the log that is read is not the file that is written.
# shellcheck disable=SC2317,SC2094
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

how=$1 name=$2
shift 2
walker=$(program "$name" "$@")
[ "$how" = walk ] || changer=$(program "${name}_rw" "$@")
cd "$scratch"

# TOOL...: without them there is nothing to test with.
needs() {
	for tool; do
		command -v "$tool" >/dev/null || { echo "no $tool"; exit 77; }
	done
}

# PROGRAM INPUT LOG: run it, with all that it finds in the log.
show() {
	if VITRO_SHOW=1 VITRO_PRINTK=1 timeout 60 "$1" -max_len=999999999 -detect_leaks=0 "$2" >"$3" 2>&1; then
		! grep -q '<6>found mode' "$3" || return 0
		fail "$2 was not mounted"
	else
		fail "$2: $(title "$3")"
	fi
	grep -v '<6>found\|<6>written' "$3" | tail -n 40
	return 1
}

# LOG: what the program told, with lines whole again.
told() {
	sed -n 's/^ *<6>found/found/p' "$1" | sed -e :a -e '/\\$/N; s/\\\nfound //; ta'
}

# LOG: what was found; the root and what the tool puts into each image are not of interest.
found() {
	told "$1" | grep ' /.' | grep -v ' /lost+found$' | filter | LC_ALL=C sort
}

# Of what is found, a filesystem may not keep all.
filter() {
	cat
}

# Of some filesystems no tool of their own puts files in, or looks at what has become of them. fs-NAME.sh sets it where GRUB reads them, too.
grub=

# IMAGE LOG: its filesystems, which share nothing with the kernel's, find the same contents, or refuse a file: most do not know of holes.
# Names that it would have quoted are left out.
reread() {
	[ "$grub" ] || return 0
	sed -n 's/^ *<6>found contents //p' "$2" | grep -v '[\]' | while read -r digest path; do
		if ! grub-fstest "$PWD/$1" cat "$path" >contents 2>refusal; then
			echo "refused $path"
		elif [ "$(sha256sum <contents)" = "$digest  -" ]; then
			echo "same $path"
		else
			echo "other $path"
		fi
	done >reread
	cat reread >>reread.all
	echo "$1: GRUB reads $(grep -c ^same reread), refuses $(grep -c ^refused reread)"
	! grep -q ^other reread || fail "$1: GRUB finds other contents: $(grep -m 3 ^other reread)"
}

# A GRUB that refuses all of them shows nothing.
has_reread() {
	[ ! -s reread.all ] || grep -q ^same reread.all || fail "GRUB refuses all: $(cat refusal)"
}

# IMAGE DIRECTORY: the image has what is in the directory.
walk() {
	show "$walker" "$1" "$1.log" || return 0
	"$tests/fs-expect.py" "$2" | filter | LC_ALL=C sort >expected
	found "$1.log" >found
	same "$1" expected found
	reread "$1" "$1.log"
}

# IMAGE LABEL: after operations of several seeds
operate() {
	for seed in 1 2 3; do
		"$tests/fs-image.py" operations "$seed" 120 "$1" "$1.$seed"
		show "$changer" "$1.$seed" "$1.log" || continue
		found "$1.log" >expected
		"$tests/fs-image.py" written "$1.log" "$1" "$1.after"
		check "$1.after" >check.log 2>&1 || { fail "$1.$seed: fsck"; cat check.log; }
		show "$walker" "$1.after" "$1.log" || continue
		found "$1.log" >found
		same "$1.$seed" expected found
		reread "$1.after" "$1.log"
	done
}

# LABEL FILE FILE
same() {
	if cmp -s "$2" "$3"; then
		echo "pass: $1: $(grep -c '^found mode' "$2") files"
		return
	fi
	fail "$1: $3 is not as $2"
	diff "$2" "$3" | head -n 20
}

# shellcheck source=/dev/null
. "$tests/fs-$name.sh"
images
has_reread
finish
