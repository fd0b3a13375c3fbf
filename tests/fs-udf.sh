# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2034
#
# Sourced by fs.sh: UDF by genisoimage, which puts a directory's contents in, but neither links nor permissions; what is written to
# is made by mkudffs.

needs genisoimage mkudffs

filter() {
	sed 's/^found mode:size [0-7]*:/found mode:size /'
}

check() { # IMAGE: there is no tool that does
	true
}

make_full() {
	made=udf
	genisoimage -quiet -udf -J -o "$made" tree >mkfs.log 2>&1 || fail "$made: $(cat mkfs.log)"
}

make_empty() {
	made=udf-empty
	truncate -s 2M "$made"
	mkudffs -b 512 "$made" >mkfs.log 2>&1 || fail "$made: $(cat mkfs.log)"
}

# Nobody may write to what genisoimage has made: corpus/make-image-seeds.sh asks.
images() {
	mkdir tree
	"$tests/fs-tree.sh" tree case big many
	make_full
	case $how in
	walk) walk "$made" tree ;;
	seed)
		read_only=1
		seed "$made"
		read_only=
		;;
	esac
	[ "$how" != walk ] || return 0
	make_empty
	"$how" "$made" tree
}
