#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   ci-images.sh container|oss-fuzz|clusterfuzzlite
#
# Builds the images that ci/ has files for, with buildah, and does in them what they are for. No registry is asked: the image that
# FROM names is made here, a minimal Debian under its name, or tests/base-builder. What theirs have besides, or have not, is not seen.
# STORAGE=DIRECTORY keeps these two for the next time.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/edit.sh
. "$tests/edit.sh"
# shellcheck source=tests/git-tree.sh
. "$tests/git-tree.sh"
# shellcheck source=tests/minimal-debian.sh
. "$tests/minimal-debian.sh"

for tool in buildah debootstrap unzip; do
	command -v $tool >/dev/null || { echo "no $tool here"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "root is needed, for chroot"; exit 77; }
name=x509-month
read_rule "$name"
debian=docker.io/library/debian:bookworm-slim builder=gcr.io/oss-fuzz-base/base-builder:ubuntu-24-04
export LC_ALL=C

box() {
	buildah --root "${STORAGE:-$scratch/storage}" --runroot "$scratch/runroot" --storage-driver "${driver:-overlay}" "$@"
}
box images >/dev/null 2>&1 || driver=vfs

has_image() {
	box inspect --type image "$1" >/dev/null 2>&1
}

# NAME OPTION...: an image, or the end
image() {
	image=$1
	shift
	box bud --pull-never -t "$image" "$@" >"$scratch/log" 2>&1 ||
		{ fail "no image $image"; tail -n 60 "$scratch/log"; finish; }
}

make_debian_image() {
	make_debian "$scratch/debian" || { echo "no Debian to be had here"; exit 77; }
	copy_apt_settings "$scratch/debian"
	tar -C "$scratch/debian" -cf "$scratch/debian.tar" .
	container=$(box from scratch)
	box add -q "$container" "$scratch/debian.tar" / >"$scratch/log"
	box commit -q --rm "$container" $debian >"$scratch/log" 2>&1
	rm -rf "$scratch/debian" "$scratch/debian.tar"
}

# IMAGE COMMAND...: in a container of it, with $options
run() {
	status=0 container=$(box from --pull-never "$1")
	shift
	# shellcheck disable=SC2086 # words are wanted
	box run $options "$container" -- "$@" >"$scratch/said" 2>&1 </dev/null || status=$?
	[ "$status" = 0 ] || { fail "$*: exit status $status"; tail -n 60 "$scratch/said"; }
	box rm "$container" >"$scratch/log"
}

says() { # EXPRESSION
	grep -E -- "$1" "$scratch/said" || { fail "no '$1'"; tail -n 60 "$scratch/said"; }
}

own_files() {
	(cd "$VITRO_ROOT" && git -c safe.directory='*' ls-files --cached --others --exclude-standard) | while read -r file; do
		[ ! -e "$VITRO_ROOT/$file" ] || echo "$file"
	done | tar -C "$VITRO_ROOT" -T - -cf -
}

# ---- vitro with all that it needs ----

container() {
	own_files >"$scratch/vitro.tar"
	image vitro -f ci/container/Containerfile - <"$scratch/vitro.tar"
	program=$(box inspect --format '{{index .OCIv1.Config.Entrypoint 0}}' vitro)
	mkdir "$scratch/volume"
	options="-v $scratch/volume:/var/lib/vitro -v $source:/linux:ro"
	run vitro "$program" ci batch x509 -s address -t 20s
	says '^nothing new$'
	run vitro "$program" fuzz x509 -k /linux -t 10s
	says '^x509 address .*execs in [1-9].* findings 0$'
}

# ---- OSS-Fuzz, ClusterFuzzLite ----

make_repositories() {
	make_git_tree "$scratch/linux" crypto/asymmetric_keys/x509_cert_parser.c
	mkdir "$scratch/vitro"
	own_files | tar -C "$scratch/vitro" -xf -
	git -C "$scratch/vitro" -c init.defaultBranch=master init -q
	git -C "$scratch/vitro" add -A
	git -C "$scratch/vitro" commit -q -m vitro
	clones="-v $scratch/linux:/clone/linux:ro -v $scratch/vitro:/clone/vitro:ro -v $source:$source:ro"
	clones="$clones --build-arg LINUX=file:///clone/linux --build-arg LINUX_BRANCH=master"
	export VITRO_REPOSITORY=file:///clone/vitro VITRO_CONTACT=somebody@example.org
}

# IMAGE SANITIZER HARNESS...: what "compile" makes runs in a Debian that has nothing else.
compile() {
	project=$1 sanitizer=$2
	shift 2
	rm -rf "$scratch/out"
	mkdir "$scratch/out"
	options="-v $scratch/out:/out -v $source:$source:ro -e SANITIZER=$sanitizer"
	run "$project" env HARNESSES="$*" compile
	options="-v $scratch/out:/out:ro"
	for harness; do
		run $debian "/out/$harness" -runs=4 -seed=1337 -rss_limit_mb=2560
		says '^Done 4 runs'
		unzip -l "$scratch/out/${harness}_seed_corpus.zip" >"$scratch/log" || fail "$harness: no seeds"
		[ -s "$scratch/out/$harness.options" ] || fail "$harness: no options"
	done
}

oss_fuzz() {
	"$VITRO_ROOT/ci/oss-fuzz/place.sh" oss-fuzz "$scratch/project"
	# shellcheck disable=SC2086 # words are wanted
	image oss-fuzz $clones "$scratch/project"
	compile oss-fuzz address x509 kfifo
	compile oss-fuzz memory x509
	compile oss-fuzz undefined x509
}

# For a kernel's repository, and for this one.
clusterfuzzlite() {
	for repository in linux vitro; do
		"$VITRO_ROOT/ci/oss-fuzz/place.sh" clusterfuzzlite "$scratch/$repository/.clusterfuzzlite"
		# shellcheck disable=SC2086 # words are wanted
		image "$repository" $clones -f .clusterfuzzlite/Dockerfile "$scratch/$repository"
		compile "$repository" address x509
	done
}

export BUILDAH_ISOLATION=chroot
has_image $debian || make_debian_image
if [ "$1" = container ]; then
	container
else
	has_image $builder || image $builder "$tests/base-builder"
	make_repositories
	case $1 in
	oss-fuzz) oss_fuzz ;;
	clusterfuzzlite) clusterfuzzlite ;;
	esac
fi
finish
