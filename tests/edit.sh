# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # set by lib.sh, and by who sources this
#
# Sourced behind lib.sh: what edits/NAME.edit says, and how it is done.

value() { # KEYWORD
	awk -v keyword="$1" '$1 == keyword { sub(/^[^ \t]+[ \t]+/, ""); print }' "$rule"
}

# NAME: sets what the rule says; source is its tree.
# shellcheck disable=SC2034 # for those who source this
read_rule() {
	rule=$tests/edits/$1.edit
	[ -r "$rule" ] || { echo "no edits/$1.edit" >&2; exit 2; }
	tree=$(value tree) harness=$(value harness) flavour=$(value flavour)
	expected=$(value title) limit=$(value seconds) operations=$(value operations)
	source=$("$VITRO" kernel list --json | awk -F '"' -v name="$tree" '
		$2 == "name" { current = $4 }
		$2 == "path" && current == name { print $4 }')
	files=$(awk -F ' [|] ' 'sub(/^edit[ \t]+/, "") { print $1 }' "$rule" | sort -u)
	[ -d "$source" ] || { echo "no tree $tree here"; exit 77; }
	[ -e "$VITRO_ROOT/harnesses/$harness.c" ] || { echo "no harness $harness here"; exit 77; }
}

# FILE FROM TO: the rule's edits of FILE, done to FROM.
apply_edits() {
	awk -F ' [|] ' -v file="$1" 'sub(/^edit[ \t]+/, "") && $1 == file { print }' "$rule" >"$scratch/edits"
	cp "$2" "$3"
	while read -r line; do
		export FUNCTION PLACE CHANGE WHAT
		FUNCTION=$(echo "$line" | awk -F ' [|] ' '{ print $2 }')
		PLACE=$(echo "$line" | awk -F ' [|] ' '{ print $3 }')
		CHANGE=$(echo "$line" | awk -F ' [|] ' '{ print $4 }')
		WHAT=$(echo "$line" | awk -F ' [|] ' '{ print $5 }')
		awk -f "$tests/edit.awk" "$3" >"$scratch/next" ||
			{ fail "$name: $1 is not what the rule expects"; finish; }
		mv "$scratch/next" "$3"
	done <"$scratch/edits"
	! cmp -s "$3" "$2" || { fail "$name: nothing changed in $1"; finish; }
}

# FILE: its own, in place of a link to the tree's, as long as nothing has to be done anew.
edit() {
	apply_edits "$1" "$source/$1" "$scratch/edited"
	if [ -L "$copy/$1" ] || ! cmp -s "$scratch/edited" "$copy/$1"; then
		rm -f "$copy/$1"
		cp "$scratch/edited" "$copy/$1"
	fi
}

# Makes copy, links to the tree but for what the rule edits.
edit_tree() {
	copy=$VITRO_DIR/edited/$name
	if [ ! -d "$copy" ]; then
		mkdir -p "$VITRO_DIR/edited"
		rm -rf "$copy.new"
		cp -rs "$source" "$copy.new"
		mv "$copy.new" "$copy"
	fi
	for file in $files; do
		edit "$file"
	done
}
