# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Sourced behind lib.sh: a state directory of one's own, and findings made of the stored reports.
# shellcheck disable=SC2154 # $scratch and $tests are lib.sh's

mkdir "$scratch/state"
export VITRO_DIR="$scratch/state" VITRO_OVERRIDES="$scratch/overrides"

# NAME HARNESS LOG [INPUT]: a finding
make_finding() {
	dir=$VITRO_DIR/findings/$2/address-$1
	mkdir -p "$dir"
	cp "$3" "$dir/log"
	printf '%s' "${4-input of $1}" >"$dir/input"
	printf '{"harness": "%s", "flavour": "address", "tree": "6.12", "version": "6.12.117", "time": 1700000000}\n' \
		"$2" >"$dir/info.json"
}

# One of each stored report.
make_findings() {
	for log in "$tests"/reports/*.log; do
		name=${log##*/}
		make_finding "${name%.log}" demo "$log"
	done
}

# PATTERN: id of the first finding whose line in the list matches
id_of() {
	"$VITRO" findings | grep -m 1 -e "$1" | cut -d ' ' -f 1
}
