#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   oss-fuzz.sh SANITIZER TREE [HARNESS...]
#
# What OSS-Fuzz asks of a build, without its containers: ci/oss-fuzz/build.sh fills an $OUT; that is moved, and each program has to run
# where all but /tmp is read-only, without network, /dev, the repository and the build directory. Calls of the sanitizers are counted
# as the base-runner's check of a build does.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
sanitizer=$1 tree=$2 version=${version#-}
shift 2

for tool in objdump zip unzip unshare; do
	command -v $tool >/dev/null || { echo "no $tool here"; exit 77; }
done
# Root has them as he is.
apart() {
	if [ "$(id -u)" = 0 ]; then unshare -mn "$@"; else unshare -rmn "$@"; fi
}
apart true 2>/dev/null || { echo "no namespaces here"; exit 77; }

build() {
	mkdir -p "$scratch/src" "$scratch/work" "$scratch/out"
	ln -s "$VITRO_ROOT" "$scratch/src/vitro"
	"$VITRO" kernel list --json | grep -q "\"name\": \"$tree\"" || { echo "no tree $tree here"; exit 77; }
	env -u LLVM LINUX="$tree" SRC="$scratch/src" WORK="$scratch/work" OUT="$scratch/out" SANITIZER="$sanitizer" HARNESSES="$*" \
		CC="clang-$version" CXX="clang++-$version" LIB_FUZZING_ENGINE="${LIB_FUZZING_ENGINE:--fsanitize=fuzzer}" \
		VITRO="$VITRO" sh "$VITRO_ROOT/ci/oss-fuzz/build.sh" >"$scratch/build.log" 2>&1 ||
		{ cat "$scratch/build.log"; exit 1; }
	[ "$sanitizer" != coverage ] || cp -rL --parents "$scratch/src/sources" "$scratch/out"
	mv "$scratch/out" "$scratch/moved"
}

# The options that the base-runner sets. A program is $OUT/NAME, in a directory that it was not built in.
cat >"$scratch/run" <<'END'
set -eu
out=$1 hidden=$2 repository=$3 name=$4
shift 4
mount --make-rprivate /
mount --bind "$out" /mnt
sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \([^ ]*\) .*/\1/p' /proc/self/mountinfo | while read -r place; do
	mount -o remount,bind,ro "$place" 2>/dev/null || :
done
mount -t tmpfs -o size=64m none /tmp
for place in "$hidden" "$repository" /dev; do
	[ ! -d "$place" ] || mount -t tmpfs -o ro none "$place"
done
! touch /mnt/x /etc/x /var/x 2>&- || { echo "the file system can be written to"; exit 1; }
[ "$(grep -c : /proc/net/dev)" = 1 ] || { echo "there is a network"; exit 1; }
cd /
mkdir /tmp/corpus
[ ! -e "/mnt/${name}_seed_corpus.zip" ] || unzip -q -d /tmp/corpus "/mnt/${name}_seed_corpus.zip"
exec env -i PATH=/usr/bin:/bin "$@"
END

# NAME COMMAND...: in there
inside() {
	apart sh "$scratch/run" "$scratch/moved" "$VITRO_DIR" "$VITRO_ROOT" "$@" </dev/null
}

asan=alloc_dealloc_mismatch=0:allocator_may_return_null=1:check_malloc_usable_size=0:detect_odr_violation=0:detect_leaks=1
asan=$asan:detect_stack_use_after_return=0:fast_unwind_on_fatal=0:handle_abort=1:handle_segv=1:handle_sigill=1
asan=$asan:print_scariness=1:quarantine_size_mb=10:strict_memcmp=1:use_sigaltstack=1:dedup_token_length=3

# NAME: its options file, as libFuzzer's flags and ASan's options
read_options() {
	flags=$(sed -n '/^\[libfuzzer\]/,/^$/s/^\([a-z_]*\) = \(.*\)/-\1=\2/p' "$scratch/moved/$1.options")
	own=$(sed -n '/^\[asan\]/,/^$/s/^\([a-z_]*\) = \(.*\)/:\1=\2/p' "$scratch/moved/$1.options")
	[ ! -e "$scratch/moved/$1.dict" ] || flags="$flags -dict=/mnt/$1.dict"
}

# NAME: is it a bug of the kernel's that its seeds show on purpose?
is_known() {
	case $sanitizer.$1 in
	memory.btrfs_rw) grep -q 'in csum_tree_block' said ;; # docs/bugs/btrfs-log-inode-uninitialised.md
	*) false ;;
	esac
}

# NAME: four inputs from nothing, then its seeds
runs() {
	read_options "$1"
	set -- "$1" ASAN_OPTIONS="$asan$own" "/mnt/$1" -rss_limit_mb=2560 -timeout=25
	inside "$@" -seed=1337 -runs=4 >said 2>&1 || { fail "$1: it ends with $?"; cat said; return; }
	grep -q '^Done 4 runs' said || { fail "$1: no four runs"; cat said; }
	! grep -q '^ERROR: no interesting inputs' said || fail "$1: no edges are found"
	edges=$(sed -n 's/^INFO: Loaded .*(.*counters): \([0-9]*\) .*/\1/p' said)
	[ "${edges:-0}" -ge 100 ] || fail "$1: ${edges:-no} edges"
	found=$(sed -n 's/.*DONE .*cov: \([0-9]*\) .*/\1/p' said)
	[ "${found:-0}" -gt 0 ] || fail "$1: nothing is reached"
	# shellcheck disable=SC2086 # words are wanted
	inside "$@" $flags -runs=0 /tmp/corpus >said 2>&1 || is_known "$1" || { fail "$1: a seed ends it"; cat said; }
}

calls() { # KIND
	grep -Ec "callq?[[:space:]]+[0-9a-f]+[[:space:]]+<__$1" code || :
}

# NAME NUMBER at-least|at-most LIMIT WHAT
limit() {
	case $3 in
	at-least) [ "$2" -ge "$4" ] || fail "$1: $2 calls of $5, at least $4 are wanted" ;;
	at-most) [ "$2" -le "$4" ] || fail "$1: $2 calls of $5, at most $4 are allowed" ;;
	esac
}

instrumentation() { # NAME
	objdump -dC "$scratch/moved/$1" >code
	a=$(calls asan) m=$(calls msan) u=$(calls ubsan) t=$(calls tsan)
	case $sanitizer in
	address) limit "$1" "$a" at-least 1000 ASan && limit "$1" "$m" at-most 3 MSan && limit "$1" "$u" at-most 200 UBSan ;;
	memory) limit "$1" "$m" at-least 1000 MSan && limit "$1" "$a" at-most 0 ASan && limit "$1" "$u" at-most 200 UBSan ;;
	undefined) limit "$1" "$u" at-least 168 UBSan && limit "$1" "$a" at-most 0 ASan && limit "$1" "$m" at-most 3 MSan ;;
	thread) limit "$1" "$t" at-least 1000 TSan && limit "$1" "$a" at-most 0 ASan && limit "$1" "$m" at-most 3 MSan ;;
	esac
}

# Of the machine it may want the C library's alone (TSan's run time does not go with a static libstdc++; OSS-Fuzz's compiler has
# libc++), and of the build nothing.
relocatable() { # NAME
	allowed='linux-vdso|libc|libm|libresolv'
	[ "$sanitizer" != thread ] || allowed="$allowed|libstdc\+\+|libgcc_s"
	others=$(ldd "$scratch/moved/$1" | sed 's/^[[:space:]]*//; s/ .*//' | grep -Ev "^($allowed)\.so|ld-linux" || :)
	[ -z "$others" ] || fail "$1: needs $others"
	! grep -qF -e "$VITRO_DIR" -e "$scratch" "$scratch/moved/$1" || fail "$1: names the directory that it was built in"
}

# As OSS-Fuzz makes its report: the corpus is merged, which no crash stops, and the sources lie below $OUT, under the names that they had
# in the directory of project.yaml.
coverage() { # NAME
	[ -e "moved/$1_seed_corpus.zip" ] || return 0
	inside "$1" LLVM_PROFILE_FILE=/tmp/%1m.profraw sh -c "mkdir /tmp/merged && /mnt/$1 -merge=1 -timeout=100 /tmp/merged /tmp/corpus >&2 &&
		cat /tmp/*.profraw" >profraw 2>said || { fail "$1: it ends with $?"; cat said; return; }
	"llvm-profdata-$version" merge -sparse profraw -o profdata
	"llvm-cov-$version" show -instr-profile=profdata -object="moved/$1" -path-equivalence=/,"$scratch/moved" \
		-compilation-dir="$scratch/src/sources" >report 2>said || { fail "$1: no report"; cat said; }
	covered=$(grep -Ec '^ *[0-9]+\| *[1-9][0-9.]*[kMG]?\|' report || :)
	[ "$covered" -gt 100 ] || fail "$1: $covered lines covered"
	! grep '^error' said || fail "$1: sources are missing"
}

run_all() {
	for program in "$scratch/moved"/*; do
		name=${program##*/}
		[ -f "$program" ] || continue
		case $name in *.*) continue ;; esac
		edges='' found=''
		if [ "$sanitizer" = coverage ]; then
			covered='no corpus, 0'
			coverage "$name"
			echo "$name: $covered lines covered"
		else
			runs "$name"
			instrumentation "$name"
			echo "$name: $found of $edges edges, calls: asan $a, msan $m, ubsan $u, tsan $t"
		fi
		relocatable "$name"
	done
}

build "$@"
cd "$scratch"
run_all
finish
