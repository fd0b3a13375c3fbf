#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   VITRO_REPOSITORY=URL VITRO_CONTACT=ADDRESS ci/oss-fuzz/place.sh oss-fuzz DIRECTORY
#   VITRO_REPOSITORY=URL ci/oss-fuzz/place.sh clusterfuzzlite DIRECTORY
#
# Puts the project where it is built: into projects/vitro of OSS-Fuzz's repository, or .clusterfuzzlite of a kernel tree's. Neither
# can be told later where vitro is cloned from, so that is written into the files.
set -eu

fail() {
	echo "place.sh: $*" >&2
	exit 2
}

# VALUE NAME WHAT: one word, of characters that mean nothing to sed, YAML and a shell
check() {
	[ -n "$1" ] || fail "$2 is not set: $3"
	case $1 in *[!A-Za-z0-9:/@._~+-]*) fail "$2=$1: that is not $3" ;; esac
}

if [ $# != 2 ]; then fail "usage: place.sh oss-fuzz|clusterfuzzlite DIRECTORY"; fi
own=$(dirname "$(readlink -f "$0")") repository=${VITRO_REPOSITORY:-} contact=${VITRO_CONTACT:-}
check "$repository" VITRO_REPOSITORY "the address that vitro is cloned from"
case $1 in
oss-fuzz) check "$contact" VITRO_CONTACT "a mail address, of who is told of findings" ;;
clusterfuzzlite) own=$(dirname "$own")/clusterfuzzlite ;;
*) fail "oss-fuzz or clusterfuzzlite, not $1" ;;
esac

mkdir -p "$2"
cp "$own/build.sh" "$2/build.sh"
sed "s|^ARG VITRO\$|ARG VITRO=$repository|" "$own/Dockerfile" >"$2/Dockerfile"
cp "$own/project.yaml" "$2/project.yaml"
[ "$1" = clusterfuzzlite ] ||
	printf 'main_repo: "%s"\nprimary_contact: "%s"\n' "$repository" "$contact" >>"$2/project.yaml"
