# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: HFS by hfsutils. It keeps no permissions, and has a type and a creator of each file.

needs hformat hcopy grub-fstest
grub=1

filter() {
	sed '/^found hfs[.]/d; s/^found mode:size [0-7]*:/found mode:size /'
}

# DIRECTORY: into the current one of the mounted volume
put() {
	for entry in "$1"/*; do
		if [ -d "$entry" ]; then
			hmkdir "$(basename "$entry")"
			hcd "$(basename "$entry")"
			put "$entry"
			hcd ::
		elif [ -e "$entry" ]; then
			hcopy -r "$entry" :
		fi
	done
}

check() { # IMAGE: there is no tool that does
	true
}

images() {
	mkdir tree
	"$tests/fs-tree.sh" tree big
	made=hfs
	truncate -s 2M "$made"
	export HOME="$scratch"
	hformat -l vitro "$made" >mkfs.log 2>&1 || fail "$made: $(cat mkfs.log)"
	(put tree) >put.log 2>&1 || fail "$made: $(cat put.log)"
	humount
	"$how" "$made" tree
}
