# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: NTFS by mkntfs, with files that ntfscp puts in, all in one directory. ntfsresize --check looks at clusters and file
# records; what is in a file that was written to ntfscat has to find, too. A log that is to be replayed make-ntfs-log.py makes,
# files that Windows' overlay filter has compressed make-ntfs-wof.py, what else the tools do not make make-ntfs-more.py.

needs mkntfs ntfscp ntfsresize ntfscat wimcapture
[ "$how" != walk ] || changer=$(program ntfs3_rw "$@")

# 6.1 leaves a junction its drive. What was written last may be gone after a remount: docs/bugs/ntfs3-valid-size.md.
filter() {
	sed -e 's/^found mode:size [0-7]*:/found mode:size /' -e 's,^found link C:/,found link ./,' -e '/^found \([$]LX\|USER\)/d' | if [ "$how" = operate ]; then grep -v '^found contents '; else cat; fi
}

check() { # IMAGE
	ntfsresize --check "$1" || return 1
	show "$walker" "$1" read.log || return 1
	told read.log | sed -n 's/^found contents //p' | grep -vF '\x' | while read -r digest path; do
		! ntfscat -n WofCompressedData "$1" "$path" >stream 2>&1 || continue # which it cannot decompress
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

# Mounted read-only the log is not replayed, and the image has not yet what was put in.
replay() { # IMAGE
	show "$walker" "$1" "$1.log" || return 0
	found "$1.log" >before
	"$tests/fs-image.py" operations 1 0 "$1" "$1.in"
	show "$changer" "$1.in" "$1.log" || return 0
	"$tests/fs-image.py" written "$1.log" "$1" "$1.after"
	ntfsresize --check "$1.after" >check.log 2>&1 || { fail "$1: ntfsresize"; cat check.log; }
	walk "$1.after" flat
	! cmp -s before found || fail "$1: there was nothing to replay"
}

# NAME [KIND...]: the image that was made last, with a log.
logged() {
	log=$1
	shift
	cp "$made" "$log"
	"$tests/make-ntfs-log.py" "$log" "$@" || { fail "$log"; return; }
	case $how in
	walk) replay "$log" ;;
	seed) changed "$log" ;;
	esac
}

# KIND: the image that was made last, with what make-ntfs-KIND.py adds.
with() {
	with=$made-$1
	cp "$made" "$with"
	cp -r flat "$with.files"
	"$tests/make-ntfs-$1.py" "$with" "$with.files" ${FS_TREE_SMALL:+small} >with.log 2>&1 || { fail "$with: $(cat with.log)"; return; }
	if [ "$how" = seed ]; then changed "$with"; else "$how" "$with" "$with.files"; fi
}

images() {
	mkdir tree flat
	"$tests/fs-tree.sh" tree holes odd big many
	find tree -type f -exec mv -t flat {} +
	image ntfs-512 -s 512 -c 512
	logged ntfs-512-log
	logged ntfs-512-log-old old wrap
	with wof
	with more
	[ "$how" != seed ] || programs "$with"
	image ntfs-4k -s 512 -c 4096
	logged ntfs-4k-log wrap tail
	logged ntfs-4k-log-2 v2 tail
	with more
	# Each frame of zeroes leaves a mapping behind: docs/bugs/ntfs3-write-frame-vmap-leak.md.
	[ "$how" != operate ] || return 0
	read_only=1 # corpus/make-image-seeds.sh asks
	image ntfs-compressed -s 512 -c 4096 -C
}
