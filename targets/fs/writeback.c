// SPDX-License-Identifier: GPL-2.0-only
/*
 * A disk outlives the inputs, and with it what writeback has learnt of its speed (mm/page-writeback.c): how much is written at a time
 * would depend on the inputs before. It is as it was when the disk was new.
 */
#include <linux/backing-dev.h>
#include <linux/percpu_counter.h>
#include <linux/timer.h>
#include <linux/writeback.h>

#include "medium.h"

static void forget_share(struct fprop_local_percpu *share)
{
	percpu_counter_set(&share->events, 0);
	share->period = 0;
}

static void forget_speed(struct bdi_writeback *wb, const struct vitro_speed *new)
{
	wb->last_old_flush = wb->bw_time_stamp = jiffies;
	wb->dirtied_stamp = wb->written_stamp = 0;
	wb->balanced_dirty_ratelimit = wb->dirty_ratelimit = new->ratelimit;
	wb->write_bandwidth = wb->avg_write_bandwidth = new->bandwidth;
	wb->dirty_exceeded = 0;
	forget_share(&wb->completions);
}

/* What is under way has ended: nothing is dirty any more. */
static void forget_counts(struct bdi_writeback *wb)
{
	unsigned int i;

	for (i = 0; i < NR_WB_STAT_ITEMS; i++)
		percpu_counter_set(&wb->stat[i], 0);
}

/* As wb_domain_init() leaves it. */
static void forget_domain(struct wb_domain *domain)
{
	timer_delete_sync(&domain->period_timer);
	percpu_counter_set(&domain->completions.events, 1);
	domain->completions.period = 0;
	domain->period_time = 0;
	domain->dirty_limit_tstamp = jiffies;
	domain->dirty_limit = 0;
}

void vitro_speed_keep(struct vitro_medium *medium)
{
	const struct bdi_writeback *wb = &medium->disk.gendisk->bdi->wb;

	medium->speed = (struct vitro_speed){ .ratelimit = wb->dirty_ratelimit,
					      .bandwidth = wb->write_bandwidth };
}

void vitro_speed_forget(struct vitro_medium *medium)
{
	struct bdi_writeback *wb = &medium->disk.gendisk->bdi->wb;

	forget_speed(wb, &medium->speed);
	forget_counts(wb);
	forget_domain(&global_wb_domain);
}
