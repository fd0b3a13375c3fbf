# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Sourced: a minimal Debian 12 in a directory, by way of this machine's apt and debootstrap, as root.

# shellcheck disable=SC2016 # for apt-get
apt_sources() {
	apt-get indextargets --format '$(TARGET_OF) $(IDENTIFIER) $(REPO_URI) $(RELEASE) $(COMPONENT)' |
		awk '$1 == "deb" && $2 == "Packages" && $4 ~ /^bookworm/ && $5 == "main" {
			print "deb", $3, $4, $5 }' | sort -u
}

apt_proxy() {
	eval "$(apt-config shell found Acquire::http::Proxy)"
	echo "${found:-${http_proxy:-}}"
}

# DIRECTORY [PACKAGE,...]: fails where there is no mirror to be had.
make_debian() {
	mirror=$(apt_sources | awk '$3 == "bookworm" { print $2; exit }')
	[ -n "$mirror" ] || { echo "apt knows no bookworm mirror" >&2; return 1; }
	http_proxy=$(apt_proxy) debootstrap --variant=minbase ${2:+--include="$2"} \
		bookworm "$1" "$mirror" >"$1.log" 2>&1 || { tail -n 20 "$1.log" >&2; return 1; }
	rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/*
	apt_sources >"$1/etc/apt/sources.list"
}

# DIRECTORY: the way to the mirror from here: names, proxies, keys.
copy_apt_settings() {
	cp -L /etc/resolv.conf /etc/hosts "$1/etc/"
	apt-config dump | grep -E '^Acquire::(https?|Retries|Check|Allow|ForceIPv)' \
		>"$1/etc/apt/apt.conf.d/90host" || :
	cp -r /etc/apt/trusted.gpg.d /etc/apt/keyrings "$1/etc/apt/"
}
