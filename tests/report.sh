#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   report.sh page|browser
#
# The page of all findings: complete in itself, and hostile text stays text; Chromium, if there is one, shows it
# without a complaint, and filters it.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"
# shellcheck source=tests/findings-state.sh
. "$tests/findings-state.sh"

[ "$1" = page ] || command -v chromium >/dev/null || { echo "no chromium here"; exit 77; }
cd "$scratch"
printf 'vitro: finding: bug: <script>document.title="taken"</script> %s\n    #0 0x1 in <b>x</b> fs/<i>.c:3:1\n\n' \
	'"><img src=x onerror=alert(1)>' >hostile
make_findings
make_finding hostile demo hostile '<script>alert(2)</script>'
printf '<sA r>' >"$VITRO_DIR/findings/demo/address-hostile/minimized"
"$VITRO" report -o page.html >/dev/null
bugs=$("$VITRO" findings --json | grep -c '"id"')

page() {
	[ "$(grep -c '^<section id="f-' page.html)" = "$bugs" ] || fail "not $bugs sections"
	grep -q '&lt;script&gt;document.title=' page.html || fail "no hostile title"
	[ "$(grep -o '<script' page.html | wc -l)" = 1 ] || fail "a script that is not ours"
	! grep -nE '<(img|link|iframe|object|embed)|(src|href)="[^#]|url\(|@import' page.html || fail "something to load"
	grep -q '<mark>3c</mark> <mark>73</mark> 41 20 <mark>72</mark> <mark>3e</mark>' page.html || fail "no bytes marked"
	grep -q 'It is not known which of them matter' page.html || fail "bytes of others marked, or nothing said"
	command -v xmllint >/dev/null || { echo "no xmllint here"; exit 77; }
	# The parser is older than these elements.
	xmllint --html --noout page.html 2>&1 | grep 'HTML parser error' |
		grep -vE 'Tag (header|main|section|figure|figcaption|mark|svg|path|line|circle|text) invalid' && fail "not well formed"
	"$VITRO" report -o again.html >/dev/null
	cmp page.html again.html || fail "not the same again"
}

chromium_run() { # ARGUMENTS...
	timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$scratch/profile" \
		--enable-logging=stderr "$@" 2>errors || fail "chromium $1"
	! grep 'CONSOLE' errors || fail "the page complains"
}

browser() {
	chromium_run --dump-dom "file://$scratch/page.html" >dom
	grep -q '<title>vitro: findings</title>' dom || fail "a script of a finding ran"
	[ "$(grep -c '<section id="f-' dom)" = "$bugs" ] || fail "not $bugs sections in the browser"
	# What the filter does, seen from a page that types into it.
	sed 's|})();|;text.value="use-after-free";text.dispatchEvent(new Event("input"));})();|' page.html >filtered.html
	chromium_run --dump-dom "file://$scratch/filtered.html" >dom
	[ "$(grep -c '<tr data-id=.*hidden=""' dom)" -lt "$bugs" ] || fail "the filter hides all"
	[ "$(grep -c '<tr data-id=.*hidden=""' dom)" -gt 0 ] || fail "the filter hides nothing"
	for mode in 0 1; do
		chromium_run --blink-settings=preferredColorScheme="$mode" --window-size=1280,1600 \
			--screenshot="$scratch/$mode.png" "file://$scratch/page.html"
		[ "$(wc -c <"$mode.png")" -gt 50000 ] || fail "nothing to be seen"
	done
	! cmp -s 0.png 1.png || fail "light and dark are the same"
}

case $1 in page) page ;; browser) browser ;; esac
echo "$1: $bugs bugs"
finish
