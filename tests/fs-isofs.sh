# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Sourced by fs.sh: ISO 9660 by genisoimage and xorriso, with Rock Ridge, with Joliet, and with compressed files.

needs genisoimage xorriso

# Rock Ridge has permissions; Joliet has none.
filter() {
	case $made in
	*joliet) sed 's/^found mode:size [0-7]*:/found mode:size /' ;;
	*) cat ;;
	esac
}

# NAME DIRECTORY [OPTIONS]
image() {
	made=$1 from=$2
	shift 2
	genisoimage -quiet -o "$made" "$@" "$from" >mkfs.log 2>&1 || { fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" "$from"
}

compressed() {
	made=zisofs
	xorriso -outdev "$made" -zisofs level=9:block_size=32k -map tree / -set_filter_r --zisofs / -- -commit >mkfs.log 2>&1 ||
		{ fail "$made: $(cat mkfs.log)"; return; }
	"$how" "$made" tree
}

images() {
	mkdir tree plain
	"$tests/fs-tree.sh" tree links holes case odd big many
	"$tests/fs-tree.sh" plain big many
	image rock-ridge tree -input-charset utf-8 -output-charset utf-8 -R
	image joliet plain -J
	compressed
}
