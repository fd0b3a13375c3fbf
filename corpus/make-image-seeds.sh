#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-image-seeds.sh NAME...
#
# Seeds of a filesystem's harnesses, from the images that tests/fs-NAME.sh has made by the filesystem's own tools, with fewer files in
# them: NAME has the image, as what is not zero; NAME_rw the same one, with operations behind it.
# An image that differs little from one of those is changes to it.
# What is here is called from tests/fs-NAME.sh.
# shellcheck disable=SC2317,SC2034
set -eu
root=$(dirname "$(dirname "$(readlink -f "$0")")")
tests=$root/tests
how=seed
export FS_TREE_SMALL=1

needs() { # TOOL...
	for tool; do
		command -v "$tool" >/dev/null || { echo "no $tool"; exit 1; }
	done
}

fail() { # MESSAGE
	echo "$*"
}

filter() {
	cat
}

operations() { # IMAGE NAME
	mkdir -p "$root/corpus/${harness}_rw/seeds"
	truncate -s 512 sector
	"$tests/fs-image.py" operations "$number" 60 sector operations
	tail -c +513 operations >behind
	"$root/vitro" image pack --harness "${harness}_rw" "$1" --tail behind -o "$root/corpus/${harness}_rw/seeds/$2"
}

seed() { # IMAGE [DIRECTORY]
	number=$((number + 1))
	"$root/vitro" image pack --whole "$1" -o packed >/dev/null
	[ "$(stat -c %s packed)" -le 180000 ] || { echo "$1: $(stat -c %s packed) bytes, left out"; return; }
	mkdir -p "$root/corpus/$harness/seeds"
	cp packed "$root/corpus/$harness/seeds/$(basename "$1")"
	echo "$root/corpus/$harness/seeds/$(basename "$1"): $(stat -c %s packed) bytes"
	[ "${read_only:-}" ] || [ ! -e "$root/harnesses/${harness}_rw.c" ] || operations "$1" "$(basename "$1")"
}

changed() { # IMAGE, which differs little from one that is a seed
	number=$((number + 1))
	"$root/vitro" image pack --harness "$harness" "$1" -o "$root/corpus/$harness/seeds/$1"
	operations "$1" "$1"
}

programs() { # IMAGE
	for program in fill empty holes shift write; do
		"$tests/fs-programs.py" $program behind
		"$root/vitro" image pack --harness "${harness}_rw" "$1" --tail behind -o "$root/corpus/${harness}_rw/seeds/$1-$program"
	done
}

walk() { # as fs.sh; here all images are seeds
	seed "$@"
}

for harness; do
	scratch=$(mktemp -d)
	(
		cd "$scratch"
		number=0
		# shellcheck source=/dev/null
		. "$tests/fs-$harness.sh"
		images
	)
	rm -rf "$scratch"
done
