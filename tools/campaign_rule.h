/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who gets the next slice of a campaign's time. Numbers in, a number out: the same ones, the same answer.
 *
 *   1. Who has had none yet comes first, in order.
 *   2. Every fourth slice goes to the one that has waited longest, so that none is given up.
 *   3. Every other goes to the one that of late has found most features in a second of its time. "Of late": a slice counts half
 *	as much as the one behind it. When nobody finds any, this is the one that has waited longest, too.
 *   4. A program is in one slice at a time; in more only when all are in one.
 *
 * Loading a corpus and starting again after a crash are part of a slice's time: what costs more has to find more.
 */
#ifndef VITRO_CAMPAIGN_RULE_H
#define VITRO_CAMPAIGN_RULE_H

#include <stdbool.h>
#include <stdint.h>

enum { CAMPAIGN_EXPLORE = 4 };

/**
 * struct campaign_share - what the rule knows of one program
 * @found, @seconds: features, and the time that they took, of late
 * @last:	number of the slice that it was given last
 * @slices:	given so far; 0: none yet
 * @running:	slices that it is in now
 * @out:	it cannot be fuzzed
 */
struct campaign_share {
	double found, seconds;
	int64_t last;
	int slices, running;
	bool out;
};

/* The program that gets slice @number, which counts from 0; -1 when all are out. */
int campaign_choose(const struct campaign_share *shares, int count, int64_t number);

/* It is given slice @number; it ended, and brought so much. */
void campaign_give(struct campaign_share *share, int64_t number);
void campaign_learn(struct campaign_share *share, double found, double seconds);

/*
 * How long a slice is, in seconds, behind @loading of a corpus: as long as gives each of @programs eight of them in @total
 * seconds (0: there is no end) with @jobs at a time; at least 2, at most 120; but four times @loading, when that is more, up to
 * what each would have if all had the same.
 */
double campaign_slice(double total, int jobs, int programs, double loading);

#endif
