/* SPDX-License-Identifier: GPL-2.0-only */
/* Kconfig's expressions (Documentation/kbuild/kconfig-language.rst), judged against a .config. */
#ifndef VITRO_KCONFIG_EXPR_H
#define VITRO_KCONFIG_EXPR_H

#include "text.h"

/**
 * kconfig_unmet() - which parts of a dependency do not hold
 * @config:	the .config, beginning with a newline
 * @expression:	as after "depends on": symbols, =, !=, !, &&, ||, parentheses
 * @unmet:	what stands between && and is false is added, each once
 */
void kconfig_unmet(const char *config, const char *expression, struct strings *unmet);

#endif
