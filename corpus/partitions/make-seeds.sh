#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Regenerates seeds/. Needs the Debian packages fdisk, gdisk, parted and python3.
# Identifiers and dates differ from run to run.

set -eu

dir=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=$dir/seeds
log=$(mktemp)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp" "$log"' EXIT INT TERM
mkdir -p "$out"
rm -f "$out"/*.img
cd "$tmp"
PATH=$PATH:/usr/sbin:/sbin

die() {
	cat "$log" >&2
	echo "make-seeds.sh: $*" >&2
	exit 1
}

# image NAME KIB: names the new image in $img
image() {
	img=$out/$1.img
	truncate -s "$2K" "$img"
}

# table: an sfdisk script from stdin
table() { sfdisk -q --no-reread --no-tell-kernel "$img" > "$log" 2>&1 || die "sfdisk $img"; }

# table4k: the same on 4096-byte sectors, where sfdisk leaves the work to fdisk
table4k() {
	cat > script
	fdsk 'I\nscript\nw\n' -b 4096
}

# fdisk SCRIPT [OPTION...]: the newlines of SCRIPT are typed as \n
fdsk() {
	keys=$1
	shift
	# shellcheck disable=SC2059 # the format is the text to type
	printf "$keys" | fdisk "$@" "$img" > "$log" 2>&1 || die "fdisk $img"
}

sgd() { sgdisk "$@" "$img" > "$log" 2>&1 || die "sgdisk $img"; }
mkparts() { parted -s "$img" unit s "$@" > "$log" 2>&1 || die "parted $img"; }

# splice FILE SECTOR: copies FILE over the image from that sector on
splice() { dd if="$1" of="$img" bs=512 seek="$2" conv=notrunc status=none; }

image dos-primary 16; table <<'T'
label: dos
label-id: 0x12345678
start=1, size=7, type=83, bootable
start=8, size=8, type=fd
start=16, size=8, type=51
start=24, size=8, type=55
T
image dos-logical 24; table <<'T'
label: dos
start=1, size=3, type=c
start=4, size=44, type=f
start=5, size=5, type=7
start=11, size=5, type=82
start=17, size=5, type=fd
start=23, size=5, type=83
start=29, size=5, type=8e
T
image dos-4096 32; table4k <<'T'
label: dos
start=1, size=2, type=83
start=3, size=5, type=5
start=4, size=1, type=83
start=6, size=1, type=83
T

image dos-minix 16
table <<'T'
label: dos
start=1, size=3, type=81
start=4, size=4, type=81
start=8, size=4, type=82
T
mv "$img" sub.img
image dos-minix 16; table <<'T'
label: dos
start=1, size=30, type=81
T
dd if=sub.img of=sub.sector bs=512 count=1 status=none
splice sub.sector 1

for bsd in a5-freebsd a6-openbsd a9-netbsd; do
	image "dos-${bsd#*-}" 24
	echo "start=2, size=46, type=${bsd%-*}" | table
	fdsk 'b\ny\nn\na\n10\n20\nn\nb\n21\n40\nt\na\n7\nt\nb\n1\nw\nr\nw\n' -C 6 -H 2 -S 4
done

image gpt-four-entries 16; table <<'T'
label: gpt
table-length: 4
first-lba: 3
last-lba: 29
start=3, size=5, type=uefi, name="boot"
start=8, size=10, type=raid, name="Tür"
start=18, size=12, type=linux, name="a name of thirty-six characters 1234"
T
cp "$img" four.img
image gpt-no-backup 16
splice four.img 0
dd if=/dev/zero of="$img" bs=512 seek=30 count=2 conv=notrunc status=none
image gpt-bad-entries-crc 16
splice four.img 0
printf 'X' | dd of="$img" bs=1 seek=1100 conv=notrunc status=none
image gpt-sgdisk 40
sgd -a 1 -n 1:34:38 -c 1:first -t 1:8300 -n 2:40:44 -t 2:fd00 -A 2:set:2
image gpt-hybrid 40
sgd -a 1 -n 1:34:38 -t 1:ef00 -n 2:39:44 -t 2:8300 -h 1:2:EE
image gpt-4096 32; table4k <<'T'
label: gpt
table-length: 4
first-lba: 3
last-lba: 5
start=3, size=1, type=linux, name="one"
start=4, size=2, type=raid, name="two"
T

image atari 32
mkparts mklabel atari mkpart primary 4s 15s mkpart extended 16s 60s mkpart logical 18s 30s \
	mkpart logical 32s 40s
image osf 16
mkparts mklabel bsd mkpart 2s 9s mkpart 10s 31s

# These need a larger disk; what they write is in the first sectors.
image sun 64
fdsk 's\nw\n' -C 4 -H 4 -S 8
truncate -s 8K "$img"
image sgi 64
fdsk 'G\nn\n1\n64\n127\nn\n2\n32\n63\nt\n2\nfd\nw\n' -C 4 -H 4 -S 8
truncate -s 8K "$img"
image mac 1024
mkparts mklabel mac mkpart linux 64s 1000s mkpart raid 1024s 1030s set 3 raid on
truncate -s 8K "$img"
image amiga 4096
mkparts mklabel amiga mkpart ext2 512s 1023s mkpart linux-swap 1024s 2047s
truncate -s 8K "$img"

python3 "$dir/make-tables.py" "$out"
ls -l "$out"
