#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds every harness for OSS-Fuzz: $SRC/vitro is this repository, $SRC/linux (or LINUX) the tree under test. Into $OUT go NAME,
# NAME_seed_corpus.zip, NAME.dict and NAME.options. Harnesses that are there to be found out are left out, unless
# HARNESSES names them.
#
# Of $CFLAGS, what defines macros or names libraries is taken. Optimization is the kernel's own, and the sanitizer's flags
# are the flavour's: a kernel compiled with others would not be one.
set -eu

: "${SRC:?}" "${OUT:?}" "${WORK:?}" "${SANITIZER:=address}" "${FUZZING_ENGINE:=libfuzzer}" "${ARCHITECTURE:=x86_64}"
: "${CC:=clang}" "${CXX:=clang++}" "${CFLAGS:=}" "${CXXFLAGS:=}" "${LIB_FUZZING_ENGINE:=-fsanitize=fuzzer}"

fail() {
	echo "build.sh: $*" >&2
	exit 1
}

choose_flavour() {
	case $SANITIZER in
	address) flavour=address-only ;; # OSS-Fuzz wants one sanitizer a build
	undefined | memory | thread | coverage | none) flavour=$SANITIZER ;;
	*) fail "no build with the $SANITIZER sanitizer" ;;
	esac
	[ "$ARCHITECTURE" = x86_64 ] || fail "no build for $ARCHITECTURE"
}

# [NAME] [PROGRAM]: PROGRAM, under the name with a version that the tool and the kernel's make use.
link_tool() {
	! command -v "$1-$version" >/dev/null || return 0
	program=$(command -v "$2") || program=$(command -v "${2#llvm-}") || fail "no $2"
	ln -sf "$program" "$WORK/bin/$1-$version"
}

# afl-clang-fast adds to what clang does, which is not wanted here: the objects are the same for all engines.
link_tools() {
	[ "$FUZZING_ENGINE" != afl ] || CC=clang CXX=clang++
	version=$($CC -dumpversion) || fail "no $CC"
	version=${version%%.*}
	mkdir -p "$WORK/bin"
	export LLVM="-$version" PATH="$WORK/bin:$PATH"
	link_tool clang "$CC"
	link_tool clang++ "$CXX"
	for tool in ld.lld llvm-ar llvm-nm llvm-objcopy llvm-objdump llvm-readelf llvm-strip; do
		link_tool "$tool" "$tool"
	done
}

# AFL++'s driver needs its run time, which its compiler would have added. CXXFLAGS has most of what is in CFLAGS.
choose_engine() {
	for word in $CFLAGS $CXXFLAGS; do
		case " ${VITRO_KCFLAGS:-} $LIB_FUZZING_ENGINE " in *" $word "*) continue ;; esac
		case $word in
		-D* | -U*) VITRO_KCFLAGS=${VITRO_KCFLAGS:+$VITRO_KCFLAGS }$word ;;
		-stdlib=* | -l* | *.a | *.o) LIB_FUZZING_ENGINE="$LIB_FUZZING_ENGINE $word" ;;
		esac
	done
	[ "$FUZZING_ENGINE" != afl ] || [ ! -e "$OUT/afl-compiler-rt.o" ] ||
		LIB_FUZZING_ENGINE="$LIB_FUZZING_ENGINE $OUT/afl-compiler-rt.o"
	export LIB_FUZZING_ENGINE ${VITRO_KCFLAGS:+VITRO_KCFLAGS}
}

# It runs here and now: none of the sanitizers' flags are for it.
build_tool() {
	VITRO_ROOT=$(readlink -f "$SRC/vitro")
	export VITRO_ROOT VITRO_DIR="${VITRO_DIR:-$WORK/vitro}"
	: "${VITRO:=$WORK/tool/vitro}"
	[ -x "$VITRO" ] ||
		env -u CFLAGS -u CXXFLAGS -u LDFLAGS cmake -G Ninja -S "$VITRO_ROOT" -B "$WORK/tool" \
			-DCMAKE_C_COMPILER="clang-$version" -DBUILD_TESTING=OFF
	[ -x "$VITRO" ] || env -u CFLAGS -u CXXFLAGS -u LDFLAGS cmake --build "$WORK/tool" --target vitro
}

harnesses() {
	[ -z "${HARNESSES:-}" ] || { echo "$HARNESSES"; return; }
	sed -n '/by-name/d; s/^harness[[:space:]]*//p' "$VITRO_ROOT"/targets/*/target
}

# NAME: largest input, told by the source; leaks are counted by the shim, LSan does not see pointers in tagged words.
write_options() {
	size=$(sed -n 's/.*\.max_size = \([0-9][0-9 <]*\).*/\1/p' "$VITRO_ROOT/harnesses/$1.c")
	# shellcheck disable=SC2004 # "64 << 10", not a number yet
	[ -z "$size" ] || size=$(($size))
	printf '[libfuzzer]\n%sdetect_leaks = 0\n\n[asan]\ndetect_leaks = 0\n' "${size:+max_len = $size
}"
}

# PROGRAM, of which the name ends at its first dot
install_program() {
	name=${1##*/}
	name=${name%%.*}
	corpus=$VITRO_ROOT/corpus/$name
	cp "$1" "$OUT/$name"
	write_options "$name" >"$OUT/$name.options"
	[ ! -e "$corpus/dict" ] || cp "$corpus/dict" "$OUT/$name.dict"
	rm -f "$OUT/${name}_seed_corpus.zip"
	[ ! -d "$corpus/seeds" ] ||
		(cd "$corpus/seeds" && find . -type f | LC_ALL=C sort | zip -qXj "$OUT/${name}_seed_corpus.zip" -@)
}

# Names in the programs are relative to the tree, or to where it was built: for the coverage report, all that was compiled in one
# place, which project.yaml names.
link_sources() { # DIRECTORY of the flavour
	kbuild=$(readlink -f "$1/kbuild")
	rm -rf "$SRC/sources"
	find "$kbuild" -name '.*.o.cmd' -exec sed -n 's/^source_[^ ]* := //p; s/^  \([^ $]*\.[ch]\) \\$/\1/p' {} + |
		sort -u | grep -Ev '^(/|(\.\./)?scripts/)' >"$WORK/sources"
	echo include/generated/autoconf.h >>"$WORK/sources" # the kernel's make does not list it
	sed "s,^\.\./,,; s,/[^/]*$,,; s,^,$SRC/sources/," "$WORK/sources" | sort -u | xargs mkdir -p
	while read -r source; do
		ln -sf "$kbuild/$source" "$SRC/sources/${source#../}"
	done <"$WORK/sources"
}

choose_flavour
link_tools
choose_engine
build_tool
# shellcheck disable=SC2046 # words are wanted
"$VITRO" build $(harnesses) -k "${LINUX:-$SRC/linux}" -s "$flavour" -j "${JOBS:-$(nproc)}" >"$WORK/programs"
while read -r program; do
	install_program "$program"
done <"$WORK/programs"
[ "$SANITIZER" != coverage ] || link_sources "$(sed -n '1s,/bin/.*,,p' "$WORK/programs")"
