#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   ci-steps.sh pr|batch|prune|own|gitlab
#
# Does what a runner does with a workflow of ci/github, or with the merge request's job of ci/gitlab: its scripts are typed in order, in
# a workspace of their own. What actions do is done here: a checkout clones what lies here, a cache brings the compiler's, an upload
# looks whether there is something. Packages are not installed, but must be.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/edit.sh
. "$tests/edit.sh"
# shellcheck source=tests/git-tree.sh
. "$tests/git-tree.sh"

name=x509-month
read_rule "$name"
/usr/bin/python3 -c 'import yaml' || { echo "no python3-yaml here"; exit 77; }
workspace=$scratch/workspace steps=$scratch/steps
mkdir "$workspace" "$steps" "$scratch/bin" "$scratch/home" "$scratch/vitro"

# ---- What is checked out: a kernel with a bad change, and vitro as it is in this working tree ----

make_git_tree "$scratch/linux" crypto/asymmetric_keys/x509_cert_parser.c
apply_edits "$files" "$source/$files" "$scratch/edited"
(cd "$VITRO_ROOT" && git -c safe.directory='*' ls-files --cached --others --exclude-standard) | while read -r file; do
	[ ! -e "$VITRO_ROOT/$file" ] || echo "$file"
done | tar -C "$VITRO_ROOT" -T - -cf - | tar -C "$scratch/vitro" -xf -
git -C "$scratch/vitro" -c init.defaultBranch=master init -q
git -C "$scratch/vitro" add -A
git -C "$scratch/vitro" commit -q -m vitro
change() { # REPOSITORY: what was edited there, on a branch
	git -C "$1" checkout -q -b change
	git -C "$1" commit -q -a -m change
}

checkout() { # PATH REPOSITORY: as actions/checkout, by the input "repository"
	from=$scratch/linux
	case $1/$2 in vitro/*) from=$scratch/vitro ;; esac
	git clone -q "$from" "$workspace/$1" 2>/dev/null
	git -C "$workspace/$1" checkout -q "origin/$(git -C "$from" branch --show-current)" 2>/dev/null
}

# A runner is root in a fresh container: here the packages must be there already.
cat >"$scratch/bin/apt-get" <<-'end'
	#!/bin/sh
	[ "$1" = install ] || exit 0
	shift
	for package; do
		case $package in -*) ;; *) dpkg -s "$package" >/dev/null || exit 100 ;; esac
	done
end
chmod +x "$scratch/bin/apt-get"

# ---- Actions ----

input() { # NAME: of the action that is at work
	sed -n "s/^$1=//p" "$step"
}

find_paths() { # all of "path" that are there
	for path in $(input path); do
		[ ! -e "$workspace/$path" ] || echo "$path"
	done
}

act() {
	case $(head -n 1 "$step") in
	actions/checkout@*) checkout "$(input path)" "$(input repository)" ;;
	actions/cache@* | actions/cache/restore@*) mkdir -p "$cache" && ln -sfn "$cache" "$workspace/cache" ;;
	actions/cache/save@*) [ -n "$(find_paths)" ] || fail "$step: nothing to save" ;;
	actions/upload-artifact@*) echo "uploads $(find_paths | tr '\n' ' ')" ;;
	github/codeql-action/upload-sarif@*) /usr/bin/python3 -m json.tool "$workspace/$(input sarif_file)" >/dev/null || fail "$step" ;;
	*) fail "$step: $(head -n 1 "$step")?" ;;
	esac
}

# ---- The runner ----

run_steps() { # all of them; from the first that fails on those that are always done
	failed=
	for step in "$steps"/*.run "$steps"/*.uses; do echo "$step"; done | sort >"$scratch/order"
	while read -r step; do
		[ -e "$step" ] || continue
		[ -z "$failed" ] || [ -e "${step%.*}.always" ] || continue
		case $step in
		*.uses) act ;;
		*)
			status=0
			(cd "$workspace" && sh -e "$step") >"$scratch/said" 2>&1 </dev/null || status=$?
			sed "s|^|${step##*/}: |" "$scratch/said"
			[ "$status" = 0 ] || failed="${failed:-${step##*/} with $status}"
			cat "$scratch/said" >>"$scratch/all"
			;;
		esac
	done <"$scratch/order"
}

says() { # EXPRESSION
	grep -qE -- "$1" "$scratch/all" || fail "no '$1'"
}

cache=${VITRO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vitro}
unset VITRO_ROOT VITRO_DIR VITRO TITLE
export VITRO_TIME=20s VITRO_BATCH_TIME=60s HOME="$scratch/home" PATH="$scratch/bin:$PATH"
export GITHUB_ACTIONS=true GITHUB_WORKSPACE="$workspace" GITHUB_BASE_REF=master GITHUB_STEP_SUMMARY="$scratch/summary"

take_job() { # FILE JOB: its scripts and its environment
	/usr/bin/python3 "$tests/ci-blocks.py" "$tests/../ci/$1" "$2" "$steps"
	while IFS='=' read -r key value; do
		eval "export $key=\"$value\""
	done <"$steps/env"
}

pr() {
	cp "$scratch/edited" "$scratch/linux/$files"
	change "$scratch/linux"
	take_job github/pr.yml pr
	run_steps
	says "^new +[0-9a-f]{8} +$expected"
	says "^::error file=linux/$files,line="
	[ -s "$scratch/summary" ] || fail "no summary"
	[ -s "$workspace/results/vitro.sarif" ] || fail "nothing to upload"
	case $failed in *.run\ with\ 1) ;; *) fail "failed: $failed" ;; esac
}

own() {
	sed -i 's/^	if (!datalen)$/	if (datalen > 3)\n		panic("planted");\n&/' "$scratch/vitro/harnesses/kfuzztest.c"
	change "$scratch/vitro"
	take_job github/own.yml own
	# A check of all of vitro is a test by itself.
	sed -i 's/^vitro.vitro check$/vitro\/vitro doctor/' "$steps"/*.run
	run_steps
	says '^new +[0-9a-f]{8} +.*planted.* \(kfuzztest address\)'
	case $failed in *.run\ with\ 1) ;; *) fail "failed: $failed" ;; esac
}

# A first night: what docs/bugs knows of this tree is new to it. Of a minute not every harness has a share.
batch() {
	take_job github/batch.yml batch
	run_steps
	says '^([a-z0-9_]+): push [1-9][0-9]* inputs of \1$'
	says '^corpora: [1-9][0-9]* of [1-9][0-9]* inputs pushed$'
	case $failed in
	'') says '^nothing new$' ;;
	*.run\ with\ 1) says '^new +[0-9a-f]{8} +' ;;
	*) fail "failed: $failed" ;;
	esac
}

# Twice as many inputs as are of use.
prune() {
	take_job github/prune.yml prune
	mkdir -p "$workspace/corpora/x509/layout-1"
	for seed in "$tests"/../corpus/x509/seeds/*; do
		{ cat "$seed"; echo; } >"$scratch/longer"
		for input in "$seed" "$scratch/longer"; do
			cp "$input" "$workspace/corpora/x509/layout-1/$(sha1sum <"$input" | cut -c 1-40)"
		done
	done
	before=$(find "$workspace/corpora" -type f | wc -l)
	run_steps
	after=$(find "$workspace/corpora" -type f | wc -l)
	[ -z "$failed" ] || fail "failed: $failed"
	echo "$before inputs, $after are left"
	[ "$after" -gt 0 ] || fail "nothing is left"
	[ "$after" -lt "$before" ] || fail "nothing is pruned"
}

gitlab() {
	cp "$scratch/edited" "$scratch/linux/$files"
	change "$scratch/linux"
	rm -d "$workspace"
	git clone -q "$scratch/linux" "$workspace" 2>/dev/null
	CI_MERGE_REQUEST_DIFF_BASE_SHA=$(git -C "$workspace" rev-parse origin/master)
	export CI_PROJECT_DIR="$workspace" CI_MERGE_REQUEST_DIFF_BASE_SHA VITRO_URL="file://$scratch/vitro"
	take_job gitlab/vitro.gitlab-ci.yml vitro-pr
	export VITRO_TIME=20s # set in a project's settings, it goes before the file's
	mkdir "$workspace/.vitro-ci"
	ln -s "$cache" "$workspace/.vitro-ci/cache"
	run_steps
	says "^new +[0-9a-f]{8} +$expected"
	for report in junit.xml gitlab.json; do
		[ -s "$workspace/.vitro-ci/results/$report" ] || fail "no $report"
	done
	[ "$failed" = '01.run with 1' ] || fail "failed: $failed"
}

case $1 in
pr) pr ;;
own) own ;;
batch) batch ;;
prune) prune ;;
gitlab) gitlab ;;
esac
finish
