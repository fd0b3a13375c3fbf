# SPDX-License-Identifier: GPL-2.0-only
#
# One edit of a source file, for reintroduced.sh: what and where come in the environment, because -v would take
# backslashes away. FUNCTION bounds the search ("-" the whole file), PLACE is a regular expression that exactly one
# line of it matches; CHANGE is delete, before, after or replace; WHAT the other line's expression, or the new text.

function die(message) {
	print FILENAME ": " message >"/dev/stderr"
	failed = 1
	exit 1
}

# The number of the one line within the function that matches.
function find(place,    i, found, count) {
	for (i = first; i <= last; i++)
		if (line[i] ~ place) {
			found = i
			count++
		}
	if (count != 1)
		die("'" place "' matches " count + 0 " lines of " name)
	return found
}

# From the line that has the name, at the margin and not as a declaration, to the brace that closes it.
function bound(    i, count) {
	first = 1
	last = NR
	if (name == "-")
		return
	for (i = 1; i <= NR; i++)
		if (line[i] ~ "^([a-z].*[ *])?" name "\\(" && line[i] !~ /;$/) {
			first = i
			count++
		}
	if (count != 1)
		die("there are " count + 0 " functions " name)
	for (last = first; last < NR && line[last] != "}"; last++)
		;
}

{ line[NR] = $0 }

END {
	if (failed)
		exit 1
	name = ENVIRON["FUNCTION"]
	change = ENVIRON["CHANGE"]
	what = ENVIRON["WHAT"]
	bound()
	at = find(ENVIRON["PLACE"])
	if (change == "replace") {
		# As it stands: an ampersand means itself.
		match(line[at], ENVIRON["PLACE"])
		line[at] = substr(line[at], 1, RSTART - 1) what substr(line[at], RSTART + RLENGTH)
	} else if (change == "before" || change == "after") {
		to = find(what)
	} else if (change != "delete") {
		die("'" change "' is no change")
	}
	for (i = 1; i <= NR; i++) {
		if (i == to && change == "before")
			print line[at]
		if (i != at || change == "replace")
			print line[i]
		if (i == to && change == "after")
			print line[at]
	}
}
