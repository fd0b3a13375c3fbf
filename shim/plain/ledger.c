// SPDX-License-Identifier: GPL-2.0-only
#include "ledger.h"

void ledger_begin_input(void)
{
}

void ledger_end_input(void)
{
}
