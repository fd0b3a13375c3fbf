#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   fs-tree.sh DIRECTORY [FEATURE...]
#
# Fills a directory with files that a filesystem is to keep. Features beyond plain files and directories: links, holes, xattrs,
# case (names that differ in case only), long (names of 255 bytes), odd (names with blanks and not in ASCII), big (a file of
# some hundred blocks), many (directories of more than one block). With FS_TREE_SMALL=1 there is less of all, for seeds.
set -eu
cd "$1"
shift

has() { # FEATURE
	case " $features " in *" $1 "*) return 0 ;; esac
	return 1
}
features=$*

# BYTES SEED: always the same.
noise() {
	python3 -c 'import random, sys; sys.stdout.buffer.write(random.Random(int(sys.argv[2])).randbytes(int(sys.argv[1])))' "$1" "$2"
}

mkdir -p empty one/two/three
: >none
sizes='1 59 511 512 1023 4095 4096 4097 12289' entries=150
[ -z "${FS_TREE_SMALL:-}" ] || sizes='1 59 4097' entries=12
for size in $sizes; do
	noise "$size" "$size" >"one/$size.bin"
done
echo text >one/two/three/readme.txt
chmod 640 one/1.bin
! has big || [ -n "${FS_TREE_SMALL:-}" ] || noise 150001 7 >one/two/big.bin
if has links; then
	ln -s one/two fast
	ln -s "one/two/three/$(printf '%090d' 0)" one/slow
	ln one/59.bin one/two/hard
fi
if has holes; then
	truncate -s 70000 one/hole
	printf end | dd of=one/hole bs=1 seek=65536 conv=notrunc status=none
fi
if has case; then echo lower >name; echo upper >NAME; fi
! has long || echo long >"$(printf '%0255d' 0)"
if has odd; then echo blank >'a blank name'; echo umlaut >'grün'; fi
if has many; then
	mkdir many
	i=0
	while [ $i -lt $entries ]; do
		echo $i >"many/file-of-a-longer-name-$i"
		i=$((i + 1))
	done
fi
