// SPDX-License-Identifier: GPL-2.0-only
/*
 * A PKCS#7 message as it comes at the end of a module or a signed firmware: parsed, its signatures verified,
 * and traced to a trusted root. The input is the message in DER. Without content of its own it is taken as
 * a detached signature over the text below.
 */
#include <crypto/pkcs7.h>
#include <keys/asymmetric-type.h>
#include <linux/bug.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/key.h>
#include <linux/verification.h>
#include <vitro/harness.h>

#include "pkcs7_root.h"

static const char detached[] = "vitro detached content\n";

static struct key *trusted;

static int setup(void)
{
	const struct cred *cred = current_cred();
	key_ref_t root;

	trusted = keyring_alloc("trusted", GLOBAL_ROOT_UID, GLOBAL_ROOT_GID, cred,
				KEY_POS_ALL | KEY_USR_ALL, KEY_ALLOC_NOT_IN_QUOTA, NULL, NULL);
	if (IS_ERR(trusted))
		return PTR_ERR(trusted);
	root = key_create_or_update(make_key_ref(trusted, true), "asymmetric", NULL, pkcs7_root_der,
				    sizeof(pkcs7_root_der), KEY_POS_ALL | KEY_USR_ALL,
				    KEY_ALLOC_NOT_IN_QUOTA | KEY_ALLOC_BYPASS_RESTRICTION);
	if (IS_ERR(root))
		return PTR_ERR(root);
	key_ref_put(root);
	return 0;
}

static void check(struct pkcs7_message *message)
{
	const void *content;
	size_t size;

	if (pkcs7_get_content_data(message, &content, &size, NULL) == -ENODATA &&
	    pkcs7_supply_detached_data(message, detached, sizeof(detached) - 1))
		return;
	if (pkcs7_verify(message, VERIFYING_UNSPECIFIED_SIGNATURE))
		return;
	pkcs7_validate_trust(message, trusted);
	BUG_ON(pkcs7_get_content_data(message, &content, &size, NULL));
}

static int run(const u8 *data, size_t size)
{
	struct pkcs7_message *message = pkcs7_parse_message(data, size);

	if (IS_ERR(message))
		return 0;
	check(message);
	pkcs7_free_message(message);
	return 0;
}

VITRO_HARNESS(pkcs7, .setup = setup, .run = run, .max_size = 8192, .structure = VITRO_DER);
