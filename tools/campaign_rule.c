// SPDX-License-Identifier: GPL-2.0-only
#include "campaign_rule.h"

#include <stddef.h>

enum { SHORTEST = 2, LONGEST = 120, SLICES_EACH = 8, LOADINGS = 4 };

static double rate(const struct campaign_share *share)
{
	return share->seconds > 0 ? share->found / share->seconds : 0;
}

static bool waited_longer(const struct campaign_share *a, const struct campaign_share *b)
{
	return a->last < b->last;
}

static bool is_new(const struct campaign_share *share)
{
	return share->slices == 0;
}

/* Does @a come before @b, which is in the list before it? */
static bool comes_before(const struct campaign_share *a, const struct campaign_share *b,
			 bool explore)
{
	if (a->running != b->running)
		return a->running < b->running;
	if (is_new(a) || is_new(b))
		return !is_new(b);
	if (!explore && rate(a) != rate(b))
		return rate(a) > rate(b);
	return waited_longer(a, b);
}

int campaign_choose(const struct campaign_share *shares, int count, int64_t number)
{
	bool explore = number % CAMPAIGN_EXPLORE == CAMPAIGN_EXPLORE - 1;
	int best = -1;

	for (int i = 0; i < count; i++)
		if (!shares[i].out &&
		    (best < 0 || comes_before(&shares[i], &shares[best], explore)))
			best = i;
	return best;
}

void campaign_give(struct campaign_share *share, int64_t number)
{
	share->last = number;
	share->slices++;
	share->running++;
}

void campaign_learn(struct campaign_share *share, double found, double seconds)
{
	share->running--;
	share->found = share->found / 2 + found;
	share->seconds = share->seconds / 2 + seconds;
}

double campaign_slice(double total, int jobs, int programs, double loading)
{
	bool endless = total <= 0 || programs <= 0;
	double fair = endless ? 0 : total * jobs / programs, wanted = LOADINGS * loading;
	double seconds = endless ? LONGEST : fair / SLICES_EACH;

	if (seconds < SHORTEST)
		seconds = SHORTEST;
	if (seconds > LONGEST)
		seconds = LONGEST;
	if (!endless && wanted > fair)
		wanted = fair;
	return seconds < wanted ? wanted : seconds;
}
