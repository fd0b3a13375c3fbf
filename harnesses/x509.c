// SPDX-License-Identifier: GPL-2.0-only
/*
 * An X.509 certificate in DER, as a module signature, IMA or a key upload would bring it: parsed, its
 * signature's digest computed, and checked against itself when it is self-signed. The input is the
 * certificate. A certificate that parses must have a key.
 */
#include <crypto/public_key.h>
#include <keys/asymmetric-type.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <vitro/harness.h>

#include "../../../crypto/asymmetric_keys/x509_parser.h"

static int run(const u8 *data, size_t size)
{
	struct x509_certificate *cert = x509_cert_parse(data, size);

	if (IS_ERR(cert))
		return 0;
	BUG_ON(!cert->pub || !cert->pub->key);
	x509_free_certificate(cert);
	return 0;
}

VITRO_HARNESS(x509, .run = run, .max_size = 4096, .structure = VITRO_DER);
