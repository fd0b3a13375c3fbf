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

# shellcheck disable=SC2016 # for apt-get
sources() {
	apt-get indextargets --format '$(TARGET_OF) $(IDENTIFIER) $(REPO_URI) $(RELEASE) $(COMPONENT)' |
		awk '$1 == "deb" && $2 == "Packages" && $4 ~ /^bookworm/ && $5 == "main" {
			print "deb", $3, $4, $5 }' | sort -u
}

proxy() {
	eval "$(apt-config shell found Acquire::http::Proxy)"
	echo "${found:-${http_proxy:-}}"
}

make_base() {
	mirror=$(sources | awk '$3 == "bookworm" { print $2; exit }')
	[ -n "$mirror" ] || { echo "fresh-machine: apt knows no bookworm mirror" >&2; exit 2; }
	http_proxy=$(proxy) debootstrap --variant=minbase --include=git,ca-certificates \
		bookworm "$root" "$mirror" >"$temporary/debootstrap.log" 2>&1 ||
		{ tail -n 20 "$temporary/debootstrap.log" >&2; exit 1; }
	rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
	sources >"$root/etc/apt/sources.list"
	[ -z "${BASE:-}" ] || tar -C "$root" --one-file-system -cf "$BASE" .
}

# The way to the mirror from here: names, proxies, keys.
copy_settings() {
	cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
	apt-config dump | grep -E '^Acquire::(https?|Retries|Check|Allow|ForceIPv)' \
		>"$root/etc/apt/apt.conf.d/90host" || :
	cp -r /etc/apt/trusted.gpg.d /etc/apt/keyrings "$root/etc/apt/"
}

inside() {
	chroot "$root" env -i HOME=/srv PATH=/usr/sbin:/usr/bin:/sbin:/bin http_proxy="$(proxy)" \
		https_proxy="${https_proxy:-}" no_proxy="${no_proxy:-}" "$@"
}

if [ -e "${BASE:-}" ]; then tar -C "$root" -xf "$BASE"; else make_base; fi
copy_settings
mount -t proc proc "$root/proc"
git -c safe.directory='*' -C "$repository" bundle create --quiet "$root/srv/vitro.bundle" HEAD --branches
inside git clone --quiet /srv/vitro.bundle /srv/vitro

start=$(date +%s)
status=0
inside /srv/vitro/vitro "$@" </dev/null || status=$?
echo "fresh-machine: vitro $*: exit status $status after $(($(date +%s) - start)) s"
exit "$status"
