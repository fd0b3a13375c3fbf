// SPDX-License-Identifier: GPL-2.0-only
/* Kbuild wants one; no assembly here asks for an offset. */
#include <linux/kbuild.h>

int main(void);

int main(void)
{
	return 0;
}
