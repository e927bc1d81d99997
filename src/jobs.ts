import { earnPeriodDays } from './cards/earn'
import { settleCorrections } from './corrections/correct'
import { forgetCodesAndSessions } from './identity/forget'
import { log } from './platform/log'
import type { World } from './platform/world'
import { expirePurchases } from './purchases/expire'
import { reconcilePurchases } from './purchases/reconcile'
import { expireRedemptions } from './redemptions/confirm'

/** Handles at most `limit` things and says how many; safe to run twice, because each thing is an act with its own key. */
export type Job = {
  name: string
  cron: string
  hour: string
  run: (world: World, limit: number) => Promise<number>
}

const EVERY_FIVE_MINUTES = '*/5 * * * *'
/** 16:05 UTC is 00:05 the next day in Asia/Shanghai. */
const AFTER_MIDNIGHT = '5 16 * * *'

/** Every job of the platform on one page, with its hour in Asia/Shanghai. */
export const JOBS: readonly Job[] = [
  {
    name: 'expireRedemptions',
    cron: EVERY_FIVE_MINUTES,
    hour: '每 5 分钟',
    run: expireRedemptions,
  },
  {
    name: 'reconcilePurchases',
    cron: EVERY_FIVE_MINUTES,
    hour: '每 5 分钟',
    run: reconcilePurchases,
  },
  {
    name: 'settleCorrections',
    cron: EVERY_FIVE_MINUTES,
    hour: '每 5 分钟',
    run: settleCorrections,
  },
  { name: 'expirePurchases', cron: EVERY_FIVE_MINUTES, hour: '每 5 分钟', run: expirePurchases },
  { name: 'earnPeriodDays', cron: AFTER_MIDNIGHT, hour: '00:05', run: earnPeriodDays },
  {
    name: 'forgetCodesAndSessions',
    cron: AFTER_MIDNIGHT,
    hour: '00:05',
    run: forgetCodesAndSessions,
  },
]

const BATCH = 100
/** What one tick may take on: the rest waits for the next one. */
const ROUNDS_MAX = 10

/** Runs the jobs of one cron line. A job that fails is logged and does not hold up the others. */
export async function runJobs(world: World, due: (job: Job) => boolean): Promise<void> {
  for (const job of JOBS.filter(due)) {
    try {
      for (let round = 0; round < ROUNDS_MAX; round++) {
        if ((await job.run(world, BATCH)) < BATCH) break
      }
    } catch (error) {
      log('job_failed', { job: job.name, error: String(error) })
    }
  }
}
