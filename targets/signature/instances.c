// SPDX-License-Identifier: GPL-2.0-only
/*
 * The crypto API keeps every template instance it ever makes. Those that inputs can ask for are made before
 * the first one, so that no input is charged with them.
 */
#include <crypto/akcipher.h>
#include <crypto/hash_info.h>
#include <linux/init.h>
#include <linux/kernel.h>

static void make_rsa_signature(const char *hash)
{
	char name[CRYPTO_MAX_ALG_NAME];
	struct crypto_akcipher *tfm;

	snprintf(name, sizeof(name), "pkcs1pad(rsa,%s)", hash);
	tfm = crypto_alloc_akcipher(name, 0, 0);
	if (!IS_ERR(tfm))
		crypto_free_akcipher(tfm);
}

static int __init make_instances(void)
{
	int i;

	for (i = 0; i < HASH_ALGO__LAST; i++)
		make_rsa_signature(hash_algo_name[i]);
	make_rsa_signature("md4");
	return 0;
}
late_initcall(make_instances);
