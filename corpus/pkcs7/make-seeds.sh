#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Regenerates seeds/ and harnesses/pkcs7_root.h, which belong together.
# Needs the Debian packages openssl, gnutls-bin, sbsigntool, efitools and osslsigncode.
# Keys, serial numbers and dates differ from run to run; no private key is kept.

set -eu

dir=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=$dir/seeds
header=$dir/../../harnesses/pkcs7_root.h
pe=/usr/lib/efitools/x86_64-linux-gnu/HelloWorld.efi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT INT TERM
mkdir -p "$out"
rm -f "$out"/*.p7
cd "$tmp"

cat > ext.cnf <<'CNF'
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
[leaf]
basicConstraints = CA:FALSE
keyUsage = digitalSignature
extendedKeyUsage = codeSigning
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
[crl]
database = index.txt
default_md = sha256
default_crl_days = 30
CNF
: > index.txt

rsa() { openssl genrsa -out "$1.key" 2048 2>/dev/null; }
ec() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:"$2" -out "$1.key"; }

# cert NAME SECTION DIGEST [ISSUER]: a certificate for NAME.key, self-signed without an issuer
cert() {
	openssl req -new -config /dev/null -key "$1.key" -subj "/CN=$1" -out "$1.csr"
	if [ $# -gt 3 ]; then
		set -- "$1" "$2" "$3" -CA "$4.pem" -CAkey "$4.key" -CAcreateserial
	else
		set -- "$1" "$2" "$3" -signkey "$1.key"
	fi
	name=$1 section=$2 digest=$3
	shift 3
	openssl x509 -req -in "$name.csr" -days 36500 -"$digest" -extfile ext.cnf \
		-extensions "$section" "$@" -out "$name.pem" 2>/dev/null
}

# cms SEED CONTENT SIGNER DIGEST [OPTION...]
cms() {
	seed=$1 content=$2 signer=$3 digest=$4
	shift 4
	openssl cms -sign -binary -in "$content" -signer "$signer.pem" -inkey "$signer.key" \
		-md "$digest" -outform DER -out "$out/$seed.p7" "$@"
}

root_header() {
	echo '/* SPDX-License-Identifier: GPL-2.0-only */'
	echo '/* The trust anchor of corpus/pkcs7/seeds; written by corpus/pkcs7/make-seeds.sh. */'
	echo '#ifndef HARNESSES_PKCS7_ROOT_H'
	echo '#define HARNESSES_PKCS7_ROOT_H'
	echo
	echo '#include <linux/types.h>'
	echo
	echo 'static const u8 pkcs7_root_der[] = {'
	openssl x509 -in root.pem -outform DER | od -An -v -tx1 -w12 |
		sed 's/ *\([0-9a-f][0-9a-f]\)/ 0x\1,/g; s/^ /\t/'
	echo '};'
	echo
	echo '#endif /* HARNESSES_PKCS7_ROOT_H */'
}

printf 'vitro detached content\n' > detached
printf 'vitro embedded content\n' > embedded

for key in root leaf-rsa; do
	rsa $key
done
for key in inter leaf-p256 leaf-chain stranger; do
	ec $key P-256
done
ec leaf-p384 P-384
ec leaf-p521 P-521
cert root ca sha256
cert leaf-rsa leaf sha256 root
cert leaf-p256 leaf sha256 root
cert leaf-p384 leaf sha384 root
cert leaf-p521 leaf sha512 root
cert inter ca sha256 root
cert leaf-chain leaf sha256 inter
cert stranger leaf sha256
root_header > "$header"
cat inter.pem root.pem > chain.pem

cms embedded-rsa-sha256 embedded leaf-rsa sha256 -nodetach -nosmimecap
cms embedded-rsa-sha512-noattr embedded leaf-rsa sha512 -nodetach -noattr
cms embedded-indefinite embedded leaf-p256 sha256 -nodetach -nosmimecap -indef
cms embedded-two-signers embedded leaf-p256 sha256 -nodetach -nosmimecap \
	-signer leaf-p384.pem -inkey leaf-p384.key
cms embedded-chain-with-root embedded leaf-chain sha256 -nodetach -nosmimecap \
	-certfile chain.pem
cms detached-rsa-sha256 detached leaf-rsa sha256 -nosmimecap
cms detached-rsa-sha384-skid detached leaf-rsa sha384 -nosmimecap -keyid
cms detached-p256-sha256 detached leaf-p256 sha256 -nosmimecap
cms detached-p384-sha384-noattr detached leaf-p384 sha384 -noattr
cms detached-p521-sha512 detached leaf-p521 sha512 -nosmimecap
cms detached-chain detached leaf-chain sha256 -nosmimecap -certfile inter.pem
cms detached-chain-no-intermediate detached leaf-chain sha256 -nosmimecap
cms detached-root-nocerts detached root sha512 -nocerts -noattr
cms detached-root-skid-nocerts detached root sha256 -nocerts -noattr -keyid
cms detached-smime-capabilities detached leaf-p256 sha256
cms detached-untrusted detached stranger sha256 -nosmimecap
cms detached-other-content embedded leaf-p256 sha256 -nosmimecap
cms detached-trusted-and-untrusted detached leaf-p256 sha256 -nosmimecap \
	-signer stranger.pem -inkey stranger.key

openssl smime -sign -binary -nodetach -noattr -in embedded -signer leaf-rsa.pem \
	-inkey leaf-rsa.key -md sha256 -outform DER -out "$out/embedded-smime.p7"
certtool --p7-detached-sign --load-certificate leaf-rsa.pem --load-privkey leaf-rsa.key \
	--infile detached --outder --outfile "$out/detached-gnutls.p7" >/dev/null 2>&1

openssl crl2pkcs7 -nocrl -certfile leaf-chain.pem -certfile inter.pem -certfile root.pem \
	-outform DER -out "$out/degenerate-certs.p7"
openssl ca -config ext.cnf -name crl -gencrl -keyfile root.key -cert root.pem -out root.crl \
	2>/dev/null
openssl crl2pkcs7 -in root.crl -certfile root.pem -outform DER -out "$out/degenerate-crl.p7"

sbsign --detached --key leaf-rsa.key --cert leaf-rsa.pem --output "$out/authenticode-sbsign.p7" \
	"$pe" >/dev/null 2>&1
osslsigncode sign -certs leaf-rsa.pem -key leaf-rsa.key -h sha256 -n 'vitro hello' \
	-i https://example.org/ -in "$pe" -out signed.efi >/dev/null
osslsigncode extract-signature -in signed.efi -out "$out/authenticode-opus.p7" >/dev/null

ls -l "$out"
