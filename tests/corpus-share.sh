#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
#   corpus-share.sh directory|git|oci|webdav|sftp [KILLS]
#
# push and pull: only what is missing travels; two who push at once both get through; one that is killed at any moment
# has lost nothing, and leaves nothing behind that the next one takes for an input.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

kind=$1 kills=${2:-6}
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir store

needs() {
	command -v "$1" >/dev/null || { echo "$1 is not here"; exit 77; }
}

# PROTOCOL: `rclone serve` on a port that is free, and the remote that is its client.
serve() {
	needs rclone
	touch rclone.conf
	export RCLONE_CONFIG="$scratch/rclone.conf"
	for attempt in 1 2 3 4 5; do
		port=$((20000 + ($$ * 7 + attempt * 1013) % 30000))
		case $1 in
		webdav)
			rclone serve webdav --dir-cache-time 1s --addr "127.0.0.1:$port" store >server.log 2>&1 &
			remote=":webdav,url='http://127.0.0.1:$port',vendor=other:"
			;;
		sftp)
			rclone serve sftp --dir-cache-time 1s --addr "127.0.0.1:$port" --no-auth store >server.log 2>&1 &
			remote=":sftp,host=127.0.0.1,port=$port,user=x,pass=$(rclone obscure x):"
			;;
		esac
		server=$!
		for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
			! kill -0 "$server" 2>/dev/null || rclone lsf "$remote" >/dev/null 2>&1 || { sleep 0.5; continue; }
			break
		done
		kill -0 "$server" 2>/dev/null && return
	done
	cat server.log
	exit 1
}

case $kind in
directory) remote=$scratch/store ;;
git)
	needs git
	git init -q --bare store/repository.git
	remote="git+file://$scratch/store/repository.git#inputs"
	;;
oci)
	needs skopeo
	remote=oci:$scratch/store/layout:x509
	;;
webdav | sftp)
	serve "$kind"
	remote="rclone:${remote}share"
	;;
esac

# WHO FROM TO: inputs of a corpus of WHO's own
inputs() {
	mkdir -p "inputs-$1"
	for n in $(seq "$2" "$3"); do printf '%s %s %0*d' "$1" "$n" "$((n * 7))" 0 >"inputs-$1/$n"; done
	as "$1" add x509 "inputs-$1" >/dev/null
}

as() { # WHO COMMAND...
	who=$1
	shift
	VITRO_DIR="$scratch/$who" VITRO_CORPUS="$scratch/corpus-$who" "$VITRO" corpus "$@"
}

# WHO PATTERN COMMAND...
says() {
	who=$1 pattern=$2
	shift 2
	if ! as "$who" "$@" >out 2>err || ! grep -q -- "$pattern" out; then
		fail "$*: not '$pattern'"
		cat out err
	fi
}

same() { # WHO COUNT: it has so many inputs, each of them what its name says
	(cd "corpus-$1/x509" && for file in *; do echo "$file  $file"; done | sha1sum -c --quiet) || fail "$1 has broken inputs"
	[ "$(find "corpus-$1/x509" -type f | wc -l)" = "$2" ] || fail "$1 has $(find "corpus-$1/x509" -type f | wc -l) inputs, not $2"
}

# What others see in the middle of things.
whole() {
	case $kind in
	directory) find store -path '*/layout-1/*' -type f -printf '%f  %p\n' | sha1sum -c --quiet >/dev/null || fail "a broken file is in the directory" ;;
	oci) [ ! -e store/layout/index.json ] || skopeo inspect --raw "oci:$scratch/store/layout:x509" >/dev/null || fail "skopeo cannot read the layout" ;;
	git) git -C store/repository.git fsck --no-dangling >/dev/null 2>&1 || fail "the repository is broken" ;;
	esac
}

for who in a b c d; do mkdir "$who"; ln -s "$VITRO_DIR/build" "$who/build"; done

# Incremental.
inputs a 1 40
says a ' 40 of 40 inputs pushed' push x509 "$remote"
says a ' 0 of 40 inputs pushed' push x509 "$remote"
inputs a 41 43
says a ' 3 of 43 inputs pushed' push x509 "$remote"
says b ' 43 of 43 inputs pulled' pull x509 "$remote"
says b ' 0 of 43 inputs pulled' pull x509 "$remote"
same b 43

# Two at once.
inputs a 44 80
inputs b 81 120
as a push x509 "$remote" >out-a 2>&1 &
first=$!
as b push x509 "$remote" >out-b 2>&1 || { fail "the second of two cannot push"; cat out-b; }
wait "$first" || { fail "the first of two cannot push"; cat out-a; }
says c ' 120 of 120 inputs pulled' pull x509 "$remote"
same c 120

# Killed, with all that it has started, at moments that spread over what a push takes.
inputs a 121 220
began=$(date +%s%N)
says a ' 100 of 180 inputs pushed' push x509 "$remote"
took=$((($(date +%s%N) - began) / 1000000))
i=0
while [ "$i" -lt "$kills" ]; do
	i=$((i + 1))
	inputs a $((220 + i * 10 - 9)) $((220 + i * 10))
	pause=$((took * i / (kills + 1) + 1))
	VITRO_DIR="$scratch/a" VITRO_CORPUS="$scratch/corpus-a" setsid "$VITRO" corpus push x509 "$remote" >out 2>&1 &
	pusher=$!
	sleep "$(printf '%d.%03d' $((pause / 1000)) $((pause % 1000)))"
	kill -9 "-$pusher" 2>/dev/null || :
	wait "$pusher" 2>/dev/null || :
	whole
done
as a push x509 "$remote" >out 2>&1 || { fail "no push after kills"; cat out; }
says d " $((220 + kills * 10)) of $((220 + kills * 10)) inputs pulled" pull x509 "$remote"
same d $((220 + kills * 10))

# A pull that is killed, again and again, gets there.
rm -rf corpus-d
for i in 1 2 3; do
	VITRO_DIR="$scratch/d" VITRO_CORPUS="$scratch/corpus-d" setsid "$VITRO" corpus pull x509 "$remote" >out 2>&1 &
	puller=$!
	sleep "0.0$((i * 3))"
	kill -9 "-$puller" 2>/dev/null || :
	wait "$puller" 2>/dev/null || :
done
as d pull x509 "$remote" >out 2>&1 || { fail "no pull after kills"; cat out; }
same d $((220 + kills * 10))
[ -z "$(find corpus-d -mindepth 1 -maxdepth 1 -name '.new-*')" ] || fail "a pull leaves $(ls -A corpus-d)"

# A file that was cut short, or is another's, is neither taken in nor left as it is.
case $kind in
directory | webdav | sftp)
	victim=$(find store -path '*/layout-1/*' -type f | sort | head -n 1)
	printf 'cut' >"$victim"
	sleep 1.1 # what a server remembers of a directory
	rm -rf corpus-d
	as d pull x509 "$remote" >out 2>err || { fail "no pull beside a broken file"; cat err; }
	grep -q "${victim##*/} is not what its name says: left out" err || { fail "no word of a broken file"; cat err; }
	same d $((219 + kills * 10))
	says a ' 1 of [0-9]* inputs pushed' push x509 "$remote"
	says d ' 1 of [0-9]* inputs pulled' pull x509 "$remote"
	;;
oci)
	skopeo copy -q "oci:$scratch/store/layout:x509" "oci:$scratch/copied:x509" || fail "skopeo does not copy it"
	rm -rf corpus-d
	says d " $((220 + kills * 10)) of" pull x509 "oci:$scratch/copied:x509"
	same d $((220 + kills * 10))
	layers=$(skopeo inspect --raw "oci:$scratch/store/layout:x509" | grep -o 'tar+zstd' | wc -l)
	[ "$layers" -gt 2 ] || fail "only $layers layers"
	;;
esac

status=0
as a push x509 /proc/nowhere >out 2>err || status=$?
if [ "$status" = 0 ] || [ "$(grep -c "^vitro: " err)" != 1 ]; then
	fail "a place that cannot be: $status"
	cat err
fi
echo "$kind: $((220 + kills * 10)) inputs, killed $kills times in pushes of $took ms"
finish
