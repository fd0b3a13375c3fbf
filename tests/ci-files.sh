#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   ci-files.sh yaml|scripts|systemd|cron|container|place
#
# The ready files in ci/, by programs that know their formats, and by what we know of them.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

needs() {
	command -v "$1" >/dev/null || { echo "no $1 here"; exit 77; }
}

# SCHEMA FILE...: by Debian's python3-jsonschema; the names of those that are not as it wants them, and why not
validate() {
	/usr/bin/python3 -c 'import jsonschema, yaml' 2>/dev/null || { echo "no python3-jsonschema here"; exit 77; }
	/usr/bin/python3 - "$@" <<-'end'
		import json, sys, jsonschema, yaml
		schema = json.load(open(sys.argv[1]))
		kind = jsonschema.validators.validator_for(schema)
		kind.check_schema(schema)
		for name in sys.argv[2:]:
		    for error in sorted(kind(schema).iter_errors(yaml.safe_load(open(name))), key=str)[:10]:
		        print(name, list(error.path), error.message[:200])
	end
}

rules='{extends: default, rules: {line-length: {max: 130}, document-start: disable, comments: {min-spaces-from-content: 1}}}'
workflows=$(find "$VITRO_ROOT/ci/github" -name '*.yml' | sort)
gitlab=$VITRO_ROOT/ci/gitlab/vitro.gitlab-ci.yml

yaml() {
	needs yamllint
	# shellcheck disable=SC2086 # words are wanted
	yamllint -s -d "$rules" $workflows "$gitlab" || fail "yamllint"
	# What the schema must see: an action that is not pinned, an expression in a script, a wrong word.
	sed 's/@[0-9a-f]\{40\}/@v6/' "$VITRO_ROOT/ci/github/pr.yml" >"$scratch/wrong-pin.yml"
	# shellcheck disable=SC2016 # an expression of GitHub's
	sed 's/-t "$TIME"/-t ${{ vars.TIME }}/' "$VITRO_ROOT/ci/github/pr.yml" >"$scratch/wrong-script.yml"
	sed 's/^    steps:/    stebs:/' "$VITRO_ROOT/ci/github/pr.yml" >"$scratch/wrong-word.yml"
	# shellcheck disable=SC2086 # words are wanted
	validate "$tests/schemas/github-workflow.json" $workflows "$scratch"/wrong-*.yml >"$scratch/said"
	! grep -vF "$scratch/wrong-" "$scratch/said" || fail "workflows are not as the schema wants them"
	[ "$(cut -d ' ' -f 1 "$scratch/said" | sort -u | wc -l)" = 3 ] || fail "not all that is wrong is seen: $(cat "$scratch/said")"
	validate "$tests/schemas/gitlab-ci.json" "$gitlab" >"$scratch/said"
	[ ! -s "$scratch/said" ] || fail "$(cat "$scratch/said")"
}

# FILE JOB: its scripts through shellcheck
check_job() {
	rm -rf "$scratch/blocks"
	mkdir "$scratch/blocks"
	/usr/bin/python3 "$tests/ci-blocks.py" "$1" "$2" "$scratch/blocks"
	found=$(find "$scratch/blocks" -name '*.run' | sort)
	[ -n "$found" ] || fail "$1: job $2 has no scripts"
	for script in $found; do
		shellcheck -s sh "$script" || fail "$1: job $2: ${script##*/}"
	done
}

scripts() {
	needs shellcheck
	/usr/bin/python3 -c 'import yaml' || { echo "no python3-yaml here"; exit 77; }
	for file in $workflows; do
		jobs=$(sed -n '/^jobs:/,$s/^  \([a-z]*\):$/\1/p' "$file")
		for job in $jobs; do check_job "$file" "$job"; done
	done
	jobs=$(sed -n 's/^\(vitro-[a-z]*\):$/\1/p' "$gitlab")
	for job in $jobs; do check_job "$gitlab" "$job"; done
}

# The units, with this repository in place of /opt/vitro, and a user that is here.
systemd() {
	needs systemd-analyze
	mkdir "$scratch/units"
	for unit in "$VITRO_ROOT"/ci/systemd/*; do
		sed "s|/opt/vitro|$VITRO_ROOT|; s/^User=vitro$/User=daemon/" "$unit" >"$scratch/units/${unit##*/}"
	done
	for unit in "$scratch"/units/*; do
		SYSTEMD_UNIT_PATH=$scratch/units: systemd-analyze verify --man=no "$unit" >"$scratch/said" 2>&1 || fail "${unit##*/}"
		! grep -F "$scratch/units" "$scratch/said" || fail "${unit##*/} is not as it should be"
	done
	sed -i 's/^Type=oneshot$/Type=onshot/' "$scratch/units/vitro-batch.service"
	SYSTEMD_UNIT_PATH=$scratch/units: systemd-analyze verify --man=no "$scratch/units/vitro-batch.service" 2>&1 |
		grep -q onshot || fail "a wrong type is not seen"
	for timer in "$scratch"/units/*.timer; do
		systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$timer")" >/dev/null || fail "${timer##*/}: when?"
		[ -e "${timer%.timer}.service" ] || fail "${timer##*/} starts nothing"
	done
}

# Five times, a user, and a command line that the tool takes.
cron() {
	awk '/^#/ || /^$/ || /^[A-Z_]+=/ { next }
		/%/ || $6 != "vitro" { print "line " NR; wrong = 1 }
		{ for (i = 1; i <= 5; i++) if ($i !~ /^([0-9]+|\*)$/) { print "line " NR ": " $i; wrong = 1 } lines++ }
		END { exit wrong || lines != 2 }' "$VITRO_ROOT/ci/cron/vitro" || fail "cron"
	grep -o 'vitro ci .*' "$VITRO_ROOT/ci/cron/vitro" | while read -r _ words; do
		# shellcheck disable=SC2086 # words are wanted
		"$VITRO" $words --help >/dev/null || fail "cron: vitro $words"
	done
}

container() {
	file=$VITRO_ROOT/ci/container/Containerfile
	! grep -E '^(ADD|MAINTAINER) |:latest|curl|wget' "$file" || fail "container: that is not wanted"
	[ "$(grep -c '^FROM ' "$file")" = 1 ] || fail "container: one FROM"
	awk '/^RUN / { run = 1; sub(/^RUN /, "") } run { more = sub(/\\$/, ""); print; if (!more) run = 0 }' "$file" >"$scratch/run"
	[ -s "$scratch/run" ] || fail "container: nothing runs"
	tr '\n' ' ' <"$scratch/run" >"$scratch/line"
	needs shellcheck
	shellcheck -s sh "$scratch/line" || fail "container: RUN"
}

# What OSS-Fuzz and ClusterFuzzLite are given names vitro's address, or is not made.
place() {
	place=$VITRO_ROOT/ci/oss-fuzz/place.sh url=https://example.org/some/vitro.git
	while read -r repository contact words; do
		status=0
		# shellcheck disable=SC2086 # words are wanted
		VITRO_REPOSITORY=${repository#-} VITRO_CONTACT=${contact#-} "$place" $words "$scratch/none" >"$scratch/said" 2>&1 || status=$?
		if [ "$status" != 2 ] || [ "$(grep -c '^place.sh: ' "$scratch/said")" != 1 ] || [ -e "$scratch/none" ]; then
			fail "place.sh $words with $repository, $contact: $status, $(cat "$scratch/said")"
		fi
	done <<-end
		- a@example.org oss-fuzz
		$url - oss-fuzz
		$url a|b oss-fuzz
		- a@example.org clusterfuzzlite
		$url a@example.org elsewhere
		$url a@example.org
	end
	export VITRO_REPOSITORY="$url" VITRO_CONTACT=a@example.org
	for kind in oss-fuzz clusterfuzzlite; do
		"$place" $kind "$scratch/$kind"
		grep -qx "ARG VITRO=$url" "$scratch/$kind/Dockerfile" || fail "$kind: the address is not in the Dockerfile"
		sh -n "$scratch/$kind/build.sh"
		yamllint -s -d "$rules" "$scratch/$kind/project.yaml" || fail "$kind: project.yaml"
	done
	grep -qx "main_repo: \"$url\"" "$scratch/oss-fuzz/project.yaml" || fail "the address is not in project.yaml"
	grep -qx 'primary_contact: "a@example.org"' "$scratch/oss-fuzz/project.yaml" || fail "nor is the contact"
}

case $1 in
yaml) yaml ;;
scripts) scripts ;;
systemd) systemd ;;
cron) cron ;;
container) container ;;
place) needs yamllint && place ;;
esac
finish
