#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   image-checksums.sh FILESYSTEM [build options]
#
# An image that the real tool makes is changed at many places, a bit at each. Where the filesystem's own tool then finds a checksum
# wrong, it finds none wrong in the same image with checksums made right.
# What is judged is called by its name; the log that is read is not the file that is written.
# shellcheck disable=SC2317,SC2094
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

name=$1
shift
cd "$scratch"

needs() { # TOOL...
	for tool; do
		command -v "$tool" >/dev/null || { echo "no $tool"; exit 77; }
	done
}

# A project of its own, whose one harness has one seed: the image.
own_project() {
	mkdir -p project/corpus/fs/seeds project/harnesses project/targets/fs
	echo 'VITRO_FS_WALK' >project/harnesses/fs.c
	echo 'harness fs' >project/targets/fs/target
}

image() { # ARGUMENTS...
	VITRO_ROOT=$scratch/project VITRO_DIR=$scratch/project/.vitro "$VITRO" image "$@"
}

# INPUT: what the tool says of checksums in its image
judged() {
	rm -f judged
	image unpack --harness fs "$1" -o judged >/dev/null || fail "$1 is not unpacked"
	"judge_$name" judged 2>&1
}

# Which harness's seed it is, and how many checksums it has: base, sums
learn() { # IMAGE
	image pack --whole "$1" -o project/corpus/fs/seeds/base >/dev/null
	image pack --harness fs "$1" -o unchanged >/dev/null
	image info --harness fs unchanged >info
	base=$(sed -n 's/.*(\([0-9a-f]*\)).*/\1/p' info)
	sums=$(sed -n 's/^0 of \([0-9]*\) checksums.*/\1/p' info)
}

# NUMBER: whether a change is noticed, and with checksums made right is not. Where a change sends the filesystem elsewhere, or says
# that checksums are of something else, one will be wrong: with all changes of a sector that does not happen.
is_made_right() {
	for way in 0 1 2; do
		judged "$1.$way.wrong" >wrong || return 0
		noticed=$((noticed + 1))
		judged "$1.$way.right" >right || return 0
	done
	return 1
}

# IMAGE LEAST COUNT: it has at least LEAST checksums; COUNT sectors are changed.
check() {
	learn "$1"
	[ "$sums" -ge "$2" ] || fail "$1: $sums checksums"
	! judged unchanged >log || fail "$1, as it was made: $(cat log)"
	noticed=0
	"$tests/image-changes.py" "$1" "$base" "$3" >changes
	while read -r number place <&3; do
		is_made_right "$number" || fail "$1, $place: $(head -n 3 right)"
	done 3<changes
	echo "$1: $sums checksums; in $(grep -c '' changes) sectors $noticed changes were noticed when checksums were left as they were"
	[ "$noticed" -gt 0 ] || fail "$1: no change is noticed"
}

# ---- How images are made, and what the tools say of them ----

ext4() { # DIRECTORY LEAST OPTIONS...
	from=$1 least=$2
	shift 2
	rm -f ext4
	mke2fs -q -F -t ext4 "$@" -d "$from" ext4 20M >log 2>&1 || fail "mke2fs $*: $(cat log)"
	echo "mke2fs $*"
	check ext4 "$least" 60
}

make_ext4() {
	needs mke2fs e2fsck
	mkdir nothing
	ext4 tree 150 -b 1024
	ext4 tree 150 -b 4096 -O metadata_csum_seed
	ext4 tree 150 -b 1024 -O meta_bg,^resize_inode
	ext4 tree 150 -b 1024 -O orphan_file,mmp
	ext4 tree 150 -b 1024 -O ^extent,^64bit -I 128
	ext4 tree 150 -b 2048 -O inline_data -I 256
	ext4 nothing 3 -b 1024 -O ^metadata_csum,uninit_bg
}

# Where the mark of a checksum in a directory is gone, there is none any more; with descriptors that it does not believe, it takes others.
judge_ext4() {
	timeout 60 e2fsck -fn "$1" >log 2>&1 || true
	! grep -q 'directory has no checksum\|is not in group\|trying backup blocks' log && grep -i checksum log
}

# A transaction that was not carried out: what it writes is of no use to anybody.
make_jbd2() {
	needs mke2fs debugfs e2fsck
	mke2fs -q -F -t ext4 -b 1024 jbd2 8M >log 2>&1 || fail "mke2fs: $(cat log)"
	head -c 6144 "$tests/image-checksums.sh" >blocks
	printf '%s\n' 'journal_open -c -v 3' 'journal_write -b 6000-6005 blocks' journal_close >commands
	debugfs -w -f commands jbd2 >log 2>&1 || fail "$(cat log)"
	check jbd2 20 100
}

judge_jbd2() {
	timeout 60 e2fsck -fy "$1" 2>&1 | grep 'JBD2: Invalid checksum\|Journal checksum error\|replay was aborted'
}

# DIRECTORY: its entries, as mkfs.xfs has them in a prototype
prototype() {
	for entry in "$1"/*; do
		[ -h "$entry" ] || [ -e "$entry" ] || continue
		if [ -h "$entry" ]; then
			echo "${entry##*/} l--777 0 0 $(readlink "$entry")"
		elif [ -d "$entry" ]; then
			echo "${entry##*/} d--755 0 0"
			(prototype "$entry")
			echo '$'
		else
			echo "${entry##*/} ---644 0 0 $entry"
		fi
	done
}

# What says that this is a test allows small images.
make_xfs() {
	needs mkfs.xfs xfs_repair
	truncate -s 16M xfs
	{ printf '/\n0 0\nd--755 0 0\n'; prototype tree; echo '$'; } >protofile
	TEST_DIR=1 TEST_DEV=1 QA_CHECK_FS=1 mkfs.xfs -q --unsupported -m rmapbt=1,reflink=1 -p protofile xfs >log 2>&1 || fail "$(cat log)"
	check xfs 70 100
}

judge_xfs() {
	timeout 60 xfs_repair -n -f -o force_geometry "$1" 2>&1 | grep 'CRC error\|has bad CRC\|bad CRC for inode\|bad CRC in superblock'
}

make_btrfs() {
	needs mkfs.btrfs btrfs
	truncate -s 114M btrfs
	mkfs.btrfs -q -M -r tree btrfs >log 2>&1 || fail "$(cat log)"
	check btrfs 20 100
}

# Where there are zeros, there is no node: an address is wrong.
judge_btrfs() {
	timeout 60 btrfs check --readonly "$1" 2>&1 | grep 'checksum verify failed\|checksum mismatch' | grep -v 'wanted 0x00000000' ||
		btrfs inspect-internal dump-super -a "$1" | grep "^csum.*DON'T MATCH"
}

make_f2fs() {
	needs mkfs.f2fs sload.f2fs fsck.f2fs
	truncate -s 64M f2fs
	mkfs.f2fs -q -O extra_attr,inode_checksum,sb_checksum f2fs >log 2>&1 || fail "$(cat log)"
	sload.f2fs -f tree f2fs >log 2>&1 || fail "$(cat log)"
	check f2fs 20 100
}

# It compares an inode's checksum after what it would mend: with any other complaint that one means nothing.
judge_f2fs() {
	timeout 60 fsck.f2fs --dry-run -f "$1" 2>&1 </dev/null | tr '\r' '\n' >log
	! grep -a ASSERT log | grep -q -v chksum && grep -a 'chksum:\|Invalid .. CRC\|CRC validation' log
}

make_exfat() {
	needs mkfs.exfat fsck.exfat
	truncate -s 1M exfat
	mkfs.exfat -b 4K exfat >log 2>&1 || fail "$(cat log)"
	check exfat 3 60
}

judge_exfat() {
	timeout 60 fsck.exfat -n "$1" 2>&1 | grep -i checksum
}

# No tool looks at all of them.
make_udf() {
	needs mkudffs genisoimage
	truncate -s 2M udf
	mkudffs -b 512 udf >log 2>&1 || fail "$(cat log)"
	"$tests/image-tags.py" list udf >tags
	check udf 20 100
	genisoimage -quiet -udf -o udf tree >log 2>&1 || fail "$(cat log)"
	"$tests/image-tags.py" list udf >tags
	check udf 100 60
}

judge_udf() {
	"$tests/image-tags.py" check "$1" <tags
}

# Its tools want a block device: the kernel's own code says what it makes of an image.
make_nilfs2() {
	needs mkfs.nilfs2
	[ -e "$VITRO_ROOT/harnesses/nilfs2.c" ] || { echo "no harness nilfs2"; exit 77; }
	walker=$(program nilfs2 "$@")
	truncate -s 1M nilfs2
	mkfs.nilfs2 -q -b 1024 -B 16 nilfs2 >log 2>&1 || fail "$(cat log)"
	check nilfs2 5 60
}

judge_nilfs2() {
	VITRO_PRINTK=1 timeout 60 "$walker" -max_len=999999999 -detect_leaks=0 "$1" 2>&1 |
		grep 'broken superblock\|Checksum error'
}

make_erofs() {
	needs mkfs.erofs fsck.erofs
	mkfs.erofs --quiet erofs tree >log 2>&1 || fail "$(cat log)"
	check erofs 1 60
}

judge_erofs() {
	timeout 60 fsck.erofs "$1" 2>&1 | grep -i 'chksum\|checksum'
}

own_project
mkdir tree
"$tests/fs-tree.sh" tree case many
rm tree/one/*.bin # what is in files has no checksums
ln -s one/two tree/link
"make_$name" "$@"
finish
