/* SPDX-License-Identifier: GPL-2.0-only */
/* One configuration per tree and flavour: what all targets ask for, over allnoconfig. */
#ifndef VITRO_KCONFIG_H
#define VITRO_KCONFIG_H

#include "build.h"

/*
 * Configure when something it depends on changed. Return: 0, or an exit code after one error line.
 */
int kconfig_refresh(const struct build *build);

/* The tree's makefiles or Kconfig files have changed: have the next kconfig_refresh() begin anew. */
void kconfig_forget(const struct build *build);

/**
 * kconfig_explain() - why a symbol did not become what was asked
 * @overlay:	the tree with arch/vitro
 * @config:	text of .config
 * @symbol:	without CONFIG_
 *
 * Return: malloc-ed, e.g. "it depends on NET && INET (not set: INET)".
 */
char *kconfig_explain(const char *overlay, const char *config, const char *symbol);

#endif
