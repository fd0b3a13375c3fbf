#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   image.sh [build options]
#
# Images as inputs that are small, and back: what a real tool finds in the image that is unpacked, and what the harness finds in the
# input, is the same; changes are made with their checksums; what is hostile is refused.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

command -v e2fsck >/dev/null || { echo "no e2fsck"; exit 77; }
walker=$(program ext4 "$@")
seed=$VITRO_ROOT/corpus/ext4/seeds/ext4
cd "$scratch"

image() { # ARGUMENTS...
	"$VITRO_ROOT/vitro" image "$@"
}

found() { # INPUT: what the harness finds
	VITRO_SHOW=1 VITRO_PRINTK=1 "$walker" -max_len=9999999 "$1" 2>&1 | grep '^ *<6>found' || true
}

# IMAGE: the input made of it is the image again, and is walked as the image is.
there_and_back() {
	image pack --harness ext4 "$1" -o input >packed
	image unpack --harness ext4 input -o back >/dev/null
	cmp "$1" back || fail "$1 comes back as another"
	found "$1" >a
	found input >b
	[ -s a ] || fail "$1 is not mounted"
	cmp a b || fail "$1 is walked in another way when it is packed"
	echo "pass: $(cat packed)"
}

# ---- There and back ----
mkdir tree
head -c 30000 "$walker" >tree/binary
echo text >tree/text
mke2fs -q -F -t ext4 -b 1024 -d tree own 256k 2>/dev/null
truncate -s 256k own
cp "$seed" labelled
tune2fs -L label labelled >/dev/null
cp "$seed" wrong
printf 'wrong' | dd of=wrong bs=1 seek=1144 conv=notrunc status=none # a label without its checksum
there_and_back own
there_and_back labelled
image pack --harness ext4 wrong -o input >/dev/null
image info --harness ext4 input | grep -q 'checksums are left as they come out' || fail "a wrong checksum would be mended"
image unpack --harness ext4 input -o back >/dev/null
cmp wrong back || fail "a wrong checksum does not come back"
[ "$(image pack --harness ext4 labelled -o small | sed 's/.*: \([0-9]*\) bytes for.*/\1/')" -lt 200 ] ||
	fail "a label takes $(stat -c %s small) bytes"

cp small nobodys
image info nobodys | grep -q '^changes to seed ext4 ' || fail "of which harness it is is not found: $(image info nobodys 2>&1)"

# ---- Changes come with their checksums, unless the input says not to ----
base=$(image info --harness ext4 small | sed -n 's/.*(\([0-9a-f]*\)).*/\1/p')
change() { # FLAGS OFFSET WIDTH VALUE: an input of one change, in Python as the form is documented
	python3 -c 'import struct, sys
flags, offset, width, value = (int(a, 0) for a in sys.argv[2:])
sys.stdout.buffer.write(b"vitroimg" + bytes([1, flags, 0, 0]) + struct.pack("<IQ", 0, int(sys.argv[1], 16))
	+ struct.pack("<BBHIQ", 1, width, 0, offset, value) + bytes(16))' "$base" "$@"
}
change 0 1144 8 0x6c6562616c >changed
change 1 1144 8 0x6c6562616c >unchanged
image info --harness ext4 changed | grep -q '^1 of [0-9]* checksums are made right' || fail "info: $(image info --harness ext4 changed)"
image unpack --harness ext4 changed -o back >/dev/null
e2fsck -fn back >log 2>&1 || fail "$(cat log)"
[ "$(e2label back)" = label ] || fail "the label is $(e2label back)"
[ "$(found changed | wc -l)" -gt 10 ] || fail "changed, with its checksum, it is not mounted"
[ "$(found unchanged | wc -l)" -eq 0 ] || fail "with a wrong checksum it is mounted"

# ---- What is behind the image ----
printf '\001operations' >behind
image pack --harness ext4 labelled --tail behind -o input >/dev/null
image unpack --harness ext4 input -o back --tail behind.back >/dev/null
cmp behind behind.back || fail "what is behind the image is lost"

# ---- Hostile ----
refused() { # WHAT COMMAND ARGUMENTS...
	what=$1
	shift
	image "$@" >log 2>&1 && fail "$what is taken"
	[ "$(wc -l <log)" -eq 1 ] || fail "$what: $(cat log)"
}
head -c 1000 "$seed" >short
refused "half a sector" pack --harness ext4 short
refused "nothing" pack --harness ext4 /dev/null
refused "a harness that has no images" pack --harness x509 own
refused "what is not there" info nowhere
printf 'vitroimg\001\000\000\000\000\000\000\000\001\002\003\004\005\006\007\010' >unknown
refused "an unknown base" info --harness ext4 unknown
refused "a base that nobody has" info unknown
printf 'vitroimg\001\000\000\000\377\377\377\377\000\000\000\000\000\000\000\000' >huge
refused "two terabytes" info --harness ext4 huge
refused "a command that is not there" unpick --harness ext4 own
for input in unknown huge short; do
	"$walker" "$input" >log 2>&1 || fail "the harness: $(tail -n 3 log)"
done
python3 -c 'import random, sys
random.seed(1)
base = bytes.fromhex(sys.argv[1])[::-1]
for i in range(300):
	with open(f"random-{i}", "wb") as f:
		f.write(b"vitroimg\1" + bytes([random.randrange(2), 0, 0, 0, 0, 0, 0]) + base + random.randbytes(random.randrange(400)))' "$base"
"$walker" random-* >log 2>&1 || fail "random changes: $(title log)"
for input in random-1?; do
	image info --harness ext4 "$input" >log 2>&1 || fail "info of random changes: $(cat log)"
done
# ---- The corpus ----
# A seed that was made again is another one, and what was made of the old one says nothing any more.
for harness in $(cd "$VITRO_ROOT/harnesses" && sed -n '/^VITRO_FS_[A-Z]*(/s/^VITRO_FS_[A-Z]*(\([a-z0-9_]*\),.*/\1/p' ./*.c); do
	for input in $(seeds "$harness"); do
		image info --harness "$harness" "$input" >log 2>&1 || fail "$input: $(cat log)"
		echo "$input" >>all
	done
done
[ "$(wc -l <all)" -gt 50 ] || fail "there are no seeds of filesystems"
finish
