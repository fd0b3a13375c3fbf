#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Does what a newcomer does: a minimal Debian 12 with nothing but git, a clone of this repository's
# HEAD, and one command.
#
#   tests/fresh-machine.sh [vitro's arguments, or "fuzz x509 -t 20s"]
#
# Needs root and debootstrap; takes the mirror and the way to it from this machine's apt. BASE=FILE.tar
# keeps the minimal system for the next time.
set -eu

[ "$(id -u)" = 0 ] || { echo "fresh-machine: root is needed, for the chroot" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "fresh-machine: debootstrap is missing" >&2; exit 2; }
[ $# -gt 0 ] || set -- fuzz x509 -t 20s

# shellcheck source=tests/minimal-debian.sh
. "$(dirname "$(readlink -f "$0")")/minimal-debian.sh"
repository=$(readlink -f "$(dirname "$0")/..")
temporary=$(mktemp -d)
root=$temporary/root
mkdir "$root"

# shellcheck disable=SC2317 # called by the trap
clean_up() {
	findmnt -rno TARGET | grep "^$temporary/" | sort -r | while read -r mount; do
		umount "$mount" || umount --lazy "$mount"
	done
	rm -rf --one-file-system "$temporary"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

inside() {
	chroot "$root" env -i HOME=/srv PATH=/usr/sbin:/usr/bin:/sbin:/bin http_proxy="$(apt_proxy)" \
		https_proxy="${https_proxy:-}" no_proxy="${no_proxy:-}" "$@"
}

make_base() {
	make_debian "$root" git,ca-certificates
	[ -z "${BASE:-}" ] || tar -C "$root" --one-file-system -cf "$BASE" .
}

if [ -e "${BASE:-}" ]; then tar -C "$root" -xf "$BASE"; else make_base; fi
copy_apt_settings "$root"
mount -t proc proc "$root/proc"
git -c safe.directory='*' -C "$repository" bundle create --quiet "$root/srv/vitro.bundle" HEAD --branches
inside git clone --quiet /srv/vitro.bundle /srv/vitro

start=$(date +%s)
status=0
inside /srv/vitro/vitro "$@" </dev/null || status=$?
echo "fresh-machine: vitro $*: exit status $status after $(($(date +%s) - start)) s"
exit "$status"
