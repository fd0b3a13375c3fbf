#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Regenerates seeds/. Needs the Debian packages openssl and gnutls-bin.
# Keys, serial numbers and dates differ from run to run; no private key is kept.

set -eu

dir=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=$dir/seeds
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT INT TERM
mkdir -p "$out"
rm -f "$out"/*.der
cd "$tmp"

cat > ext.cnf <<'CNF'
[skid]
subjectKeyIdentifier = hash
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
[ca_pathlen]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, digitalSignature, keyCertSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = CA:FALSE
keyUsage = digitalSignature
extendedKeyUsage = codeSigning, serverAuth, clientAuth, emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
subjectAltName = DNS:example.org, DNS:*.example.org, IP:192.0.2.1, IP:2001:db8::1, email:a@example.org, URI:https://example.org/
[akid_full]
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
[akid_issuer]
subjectKeyIdentifier = none
authorityKeyIdentifier = issuer:always
[akid_names]
authorityKeyIdentifier = DER:30:13:a1:0e:82:05:61:2e:6f:72:67:86:05:75:72:69:3a:78:82:01:2a
[usage9]
keyUsage = critical, decipherOnly, keyAgreement, keyCertSign
[extra]
certificatePolicies = 1.2.3.4
crlDistributionPoints = URI:http://example.org/crl
authorityInfoAccess = OCSP;URI:http://example.org/ocsp
nameConstraints = critical, permitted;DNS:example.org
1.2.3.4.5 = critical, DER:05:00
CNF

rsa() { openssl genrsa -out "$1.key" "$2" 2>/dev/null; }
ec() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:"$2" -out "$1.key"; }

# self NAME KEY SUBJECT DIGEST [SECTION]: a self-signed certificate, v1 without a section
self() {
	openssl req -new -config /dev/null -key "$2.key" -subj "$3" -out "$1.csr"
	sign "$1" "$4" "${5-}" -signkey "$2.key"
}

# issue NAME KEY SUBJECT DIGEST SECTION CA
issue() {
	openssl req -new -config /dev/null -key "$2.key" -subj "$3" -out "$1.csr"
	sign "$1" "$4" "$5" -CA "$6.pem" -CAkey "$6.key" -set_serial 0x1234567890abcdef
}

sign() {
	name=$1 digest=$2 section=$3
	shift 3
	if [ -n "$section" ]; then
		set -- "$@" -extfile ext.cnf -extensions "$section"
	fi
	openssl x509 -req -in "$name.csr" -days 3650 -"$digest" "$@" -out "$name.pem" 2>/dev/null
	openssl x509 -in "$name.pem" -outform DER -out "$out/$name.der"
}

# gnutls NAME KEYTYPE [CERTTOOL OPTION...]: a self-signed certificate from the template on stdin
gnutls() {
	name=$1 type=$2
	shift 2
	cat > "$name.tmpl"
	certtool --generate-privkey --key-type="$type" --outfile "$name.key" >/dev/null 2>&1
	certtool --generate-self-signed --load-privkey "$name.key" --template "$name.tmpl" \
		--outder --outfile "$out/$name.der" "$@" >/dev/null 2>&1
}

rsa rsa 2048
ec p192 prime192v1
ec p256 P-256
ec p384 P-384
ec p521 P-521
ec bp256 brainpoolP256r1
openssl genpkey -algorithm SM2 -out sm2.key
openssl genpkey -algorithm ED25519 -out ed.key

self rsa-sha1-v1 rsa '/CN=rsa sha1' sha1
self rsa-sha224-v1 rsa '/O=Org/CN=Org signing key' sha224
self rsa-sha256-v3-ca rsa '/C=DE/ST=Hessen/L=Kassel/O=Vitro/OU=Test/CN=Root' sha256 ca
self rsa-sha384-usage rsa '/CN=nine usage bits' sha384 usage9
self rsa-sha512-extra rsa '/O=Organisation/CN=many extensions' sha512 extra
self rsa-sha3-256 rsa '/CN=rsa sha3' sha3-256 skid
self ecdsa-p192-sha1 p192 '/CN=p192' sha1 skid
self ecdsa-p256-sha256 p256 '/O=only an organisation' sha256 ca_pathlen
self ecdsa-p384-sha384 p384 '/emailAddress=only@example.org' sha384 skid
self ecdsa-p521-sha512 p521 '/O=Org/CN=p521/emailAddress=both@example.org' sha512 ca
self ecdsa-p256-sha3-384 p256 '/CN=ecdsa sha3' sha3-384 skid
self ecdsa-brainpool bp256 '/CN=unsupported curve' sha256 skid
self no-name p256 '/' sha256 skid
self sm2-sm3 sm2 '/CN=sm2' sm3 ca
self akid-dns-uri p256 '/CN=AKID of other names' sha256 akid_names

cp rsa.key ca.key
cp rsa-sha256-v3-ca.pem ca.pem
issue chain-leaf p256 '/O=Vitro/CN=leaf' sha256 leaf ca
issue chain-akid-full rsa '/CN=AKID keyid, issuer and serial' sha256 akid_full ca
issue chain-akid-issuer p384 '/CN=AKID issuer and serial' sha256 akid_issuer ca

openssl req -x509 -config /dev/null -key ed.key -subj '/CN=ed25519' -days 30 \
	-outform DER -out "$out/ed25519.der"
openssl req -x509 -config /dev/null -key rsa.key -sigopt rsa_padding_mode:pss -sha256 \
	-subj '/CN=rsa-pss' -days 30 -outform DER -out "$out/rsa-pss.der"

# The last byte of the signature is wrong.
for from in rsa-sha1-v1 ecdsa-p256-sha256; do
	der=$out/$from.der
	bad=$out/$from-bad-signature.der
	last=$(tail -c 1 "$der" | od -An -tu1 | tr -d ' ')
	head -c $(($(wc -c < "$der") - 1)) "$der" > "$bad"
	# shellcheck disable=SC2059 # the format is the byte in octal
	printf "\\$(printf '%03o' $(((last + 1) % 256)))" >> "$bad"
done

gnutls dates-2050 ecdsa <<'T'
cn = "UTCTime to GeneralizedTime"
serial = 0x00ff
activation_date = "2049-12-31 23:59:59"
expiration_date = "2052-02-29 00:00:00"
T
gnutls dates-far ecdsa <<'T'
cn = "both GeneralizedTime"
serial = 1
activation_date = "2100-02-28 00:00:00"
expiration_date = "9999-12-31 23:59:59"
T
gnutls unique-ids ecdsa <<'T'
organization = "Unique"
cn = "Unique identifiers"
subject_unique_id = "0102030405"
issuer_unique_id = "a0b0c0"
expiration_days = 100
ca
cert_signing_key
T
gnutls gost-256 gost12-256 <<'T'
cn = "GOST R 34.10-2012 256"
expiration_days = 100
ca
T
gnutls gost-512 gost12-512 <<'T'
cn = "GOST R 34.10-2012 512"
expiration_days = 100
ca
T

ls -l "$out"
