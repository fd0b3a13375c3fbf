# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: NTFS by mkntfs, with files that ntfscp puts in, all in one directory. ntfsresize --check looks at clusters and file
# records; what is in a file that was written to ntfscat has to find, too.

needs mkntfs ntfscp ntfsresize ntfscat

# What was written last may be gone after a remount: docs/bugs/ntfs3-valid-size.md.
filter() {
	sed 's/^found mode:size [0-7]*:/found mode:size /' | if [ "$how" = operate ]; then grep -v '^found contents '; else cat; fi
}

check() { # IMAGE
	ntfsresize --check "$1" || return 1
	show "$walker" "$1" read.log || return 1
	sed -n 's/^ *<6>found contents //p' read.log | grep -vF '\x' | while read -r digest path; do
		[ "$(ntfscat "$1" "$path" | sha256sum)" = "$digest  -" ] || { echo "$path"; return 1; }
	done
}

# NAME [OPTIONS]
image() {
	made=$1
	shift
	truncate -s 4M "$made"
	mkntfs -F -q -T -p 0 -H 0 -S 0 "$@" "$made" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	for file in flat/*; do
		LC_ALL=C.UTF-8 ntfscp -q "$made" "$file" "$(basename "$file")" >>mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	done
	"$how" "$made" flat
}

images() {
	mkdir tree flat
	"$tests/fs-tree.sh" tree holes odd big many
	find tree -type f -exec mv -t flat {} +
	image ntfs-512 -s 512 -c 512
	image ntfs-4k -s 512 -c 4096
	# Each frame of zeroes leaves a mapping behind: docs/bugs/ntfs3-write-frame-vmap-leak.md.
	[ "$how" != operate ] || return 0
	read_only=1 # corpus/make-image-seeds.sh asks
	image ntfs-compressed -s 512 -c 4096 -C
}
