#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   exports.sh json|sarif|oasis|junit|gitlab|markdown
#
# All stored reports in one format, checked by a program that knows the format.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/findings-state.sh
. "$tests/findings-state.sh"

needs() {
	command -v "$1" >/dev/null || { echo "no $1 here"; exit 77; }
}

# SCHEMA FILE: by Debian's python3-jsonschema
validate() {
	/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || { echo "no python3-jsonschema here"; exit 77; }
	/usr/bin/python3 - "$@" <<-'end' || fail "$2 is not as $1 wants it"
		import json, sys, jsonschema
		schema, file = (json.load(open(name)) for name in sys.argv[1:])
		kind = jsonschema.validators.validator_for(schema)
		errors = sorted(kind(schema).iter_errors(file), key=str)
		for error in errors[:10]:
		    print(list(error.path), error.message[:200])
		sys.exit(bool(errors))
	end
}

# A report whose every word wants to be markup.
printf 'vitro: finding: bug: <script>alert(1)</script> "&amp; \001]]>\n    #0 0x1 in <b>x</b> fs/<i>.c:3:1\n\n' >"$scratch/hostile"
make_findings
make_finding hostile 'demo' "$scratch/hostile" '<script>alert(2)</script>'
cd "$scratch"
bugs=$("$VITRO" findings --json | grep -c '"id"')

json() {
	[ "$(grep -c '^    "id"' out)" = "$bugs" ] || fail "not $bugs bugs"
	/usr/bin/python3 -m json.tool out >/dev/null || fail "not JSON"
}

sarif() {
	validate "$tests/schemas/code-scanning.json" out
	"$VITRO" findings export --format sarif >again
	cmp out again || fail "not the same again"
}

# The schema that comes with Microsoft's matchers for Jest is that of OASIS.
oasis() {
	needs npm
	npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 >/dev/null 2>&1 || { echo "the schema cannot be had"; exit 77; }
	tar xzf microsoft-jest-sarif-*.tgz
	validate package/lib/schemas/sarif-2.1.0-rtm.5.json out
}

junit() {
	needs xmllint
	xmllint --noout --schema "$tests/schemas/junit.xsd" out || fail "not as the schema wants it"
	[ "$(xmllint --xpath 'count(//failure)' out)" = "$bugs" ] || fail "not $bugs failures"
}

gitlab() {
	validate "$tests/schemas/gitlab-coverage-fuzzing.json" out
}

markdown() {
	[ "$(grep -c '^# \[BUG\] ' out)" = "$bugs" ] || fail "not $bugs reports"
	grep -q '^    \./vitro repro [0-9a-f]*\.vitro\.tar\.zst$' out || fail "no command"
	! LC_ALL=C grep -n '[^ -~]' out || fail "not plain text"
}

format=$1
[ "$1" != oasis ] || format=sarif
"$VITRO" findings export --format "$format" >out
case $1 in
json) json ;;
sarif) sarif ;;
oasis) oasis ;;
junit) junit ;;
gitlab) gitlab ;;
markdown) markdown ;;
esac
echo "$1: $bugs bugs"
finish
