#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   planted.sh NAME [build options]
#
# Fuzzing finds one planted bug from an empty corpus, without a dictionary, and reports it as what
# planted.table says.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

name=$1
shift
entry=$(awk -v name="$name" '$1 == name' "$tests/planted.table")
[ -n "$entry" ] || { echo "no bug '$name' in planted.table" >&2; exit 2; }
read -r _ harness index tag flavour expected <<-end
	$entry
end

program=$(program "$harness" -s "$flavour" "$@")
symbolizer=$(command -v "llvm-symbolizer-${VITRO_LLVM:-19}" || command -v llvm-symbolizer || :)
export ASAN_SYMBOLIZER_PATH="$symbolizer" MSAN_SYMBOLIZER_PATH="$symbolizer"
export UBSAN_SYMBOLIZER_PATH="$symbolizer"
export "VITRO_$(echo "$harness" | tr '[:lower:]' '[:upper:]')_BUG=$index"
cd "$scratch"
mkdir corpus

fuzz() { # SECONDS
	status=0
	timeout 120 "$program" -max_total_time="$1" -timeout=2 -seed="${SEED:-1}" corpus >log 2>&1 || status=$?
}

# The stack is part of it: a finding that says the right thing of the wrong function is wrong.
check_found() {
	grep -qF -- "${expected#*|}" log || fail "the report does not mention ${expected#*|}"
	case $(title log) in
	"${expected%%|*}"*) ;;
	*) fail "$name: '$(title log)', expected '${expected%%|*}'" ;;
	esac
	[ "$tag" = - ] || cat crash-* timeout-* 2>/dev/null | grep -qF -- "$tag" || fail "the input that was saved has no $tag"
}

if [ "$expected" = - ]; then
	fuzz 5
	[ "$status" = 0 ] || fail "$name: '$(title log)', expected nothing"
else
	fuzz 60
	check_found
fi
if [ "$failures" = 0 ]; then echo "pass: $name: $(title log)"; else tail -n 60 log; fi
finish
