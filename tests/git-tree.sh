# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # set by lib.sh and edit.sh
#
# Sourced behind edit.sh: a git tree of the kernel in no time. What nothing will be changed in is a link to the tree.

export GIT_AUTHOR_NAME=Tester GIT_AUTHOR_EMAIL=tester@example.org GIT_COMMITTER_NAME=Tester GIT_COMMITTER_EMAIL=tester@example.org

link_entries() { # DIRECTORY PATH
	find "$source/$2" -mindepth 1 -maxdepth 1 ! -name '.git*' -exec ln -s {} "$1/$2/" \;
}

# DIRECTORY PATH: a directory of its own in place of the link to the tree's, its entries links again.
open_directory() {
	[ "$2" = . ] || { open_directory "$1" "$(dirname "$2")"; [ ! -L "$1/$2" ] || rm "$1/$2"; }
	[ -d "$1/$2" ] || { mkdir "$1/$2"; link_entries "$1" "$2"; }
}

make_git_tree() { # DIRECTORY FILE...: with these files as files, on branch master
	repository=$1
	shift
	mkdir "$repository"
	link_entries "$repository" .
	for file; do
		open_directory "$repository" "$(dirname "$file")"
		rm "$repository/$file"
		cp "$source/$file" "$repository/$file"
	done
	git -C "$repository" -c init.defaultBranch=master init -q
	git -C "$repository" add -A
	git -C "$repository" commit -q -m 'the tree' 2>/dev/null
}

# A state directory of one's own in which the tool and what is built are everybody's; what is built of trees in $scratch goes.
own_state() {
	mkdir "$scratch/state"
	for entry in "$VITRO_DIR"/tool "$VITRO_DIR"/build "$VITRO_DIR"/ready-*; do
		[ ! -e "$entry" ] || ln -s "$entry" "$scratch/state/"
	done
	shared=$VITRO_DIR/build
	touch "$scratch/began"
	trap 'find "$shared/" -mindepth 1 -maxdepth 1 -newer "$scratch/began" \( -name "linux-????????" -o -name "base-*" \) \
		-exec rm -rf {} +; rm -rf "$scratch"' EXIT
	export VITRO_DIR="$scratch/state" VITRO_OVERRIDES="$scratch/overrides"
}
