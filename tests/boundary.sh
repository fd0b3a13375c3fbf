#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The line between the halves: few functions, a header that stands alone on either side and
# refuses every other place, and no file that knows both worlds.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

cd "$VITRO_ROOT/shim"
# shellcheck disable=SC2154 # from lib.sh
clang="clang-${version#-}"
line=include/vitro/host.h
images=include/vitro/image.h # the part of it that is the filesystems'

compiles() { # HEADER DEFINE...
	header=$1
	shift
	$clang -x c -std=gnu11 -Wall -Wextra -Werror -fsyntax-only "$@" "$header" 2>"$scratch/log"
}

count() { # HEADER PREFIX: declared functions
	$clang -x c -std=gnu11 -DVITRO_HOST -E -P "$1" | tr '\n' ' ' | grep -o "\b$2[a-z_]* *(" | sort -u | wc -l
}

for header in "$line" "$images"; do
	compiles "$header" -DVITRO_HOST || fail "$header does not compile alone in the host half: $(cat "$scratch/log")"
	compiles "$header" -D__KERNEL__ || fail "$header does not compile alone in the kernel half: $(cat "$scratch/log")"
	! compiles "$header" || fail "$header compiles on neither side"
	! compiles "$header" -DVITRO_HOST -D__KERNEL__ || fail "$header compiles on both sides at once"
	! grep -q '^ *# *include' "$header" || fail "$header includes something"
done

down=$(count "$line" host_) up=$(count "$line" vitro_)
echo "$down down, $up up"
case $down in [1-9] | 1? | 2[0-4]) ;; *) fail "$down functions down, at most 24" ;; esac
case $up in [1-8]) ;; *) fail "$up functions up, at most 8" ;; esac
down=$(count "$images" host_)
case $down in [1-4]) ;; *) fail "$down functions down in $images, at most 4" ;; esac

! grep -nE '#include <(linux|asm|net|crypto|uapi)/' host/*.[ch] || fail "the host half includes kernel headers"
! grep -nE '#include <(std|sys/|string\.h|errno\.h|unistd|sanitizer)' kernel/*.[ch] ../harnesses/*.[ch] \
	../targets/*/*.[ch] | grep -v '<stdarg.h>' || fail "the kernel half includes libc's headers"
# shellcheck disable=SC2046 # names have no blanks
called=$(grep -ohE '\bhost_[a-z_]+\(' kernel/*.c ../harnesses/*.c $(find ../targets -name '*.c') | sort -u)
for function in $called; do
	grep -qF "$function" "$line" "$images" || fail "$function is called from the kernel half, but not on the line"
done
finish
