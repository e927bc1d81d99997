import { runJobs } from './jobs'
import { deliverDueWebhooks, settleDueAsyncPayments } from './mocks/stripe/app'
import type { Opened } from './open'

/**
 * What a host does when cron lines are due: the embedded provider's own doings first, where there is one, then the jobs.
 * `goes_on` as in `runJobs`.
 */
export async function tick(
  opened: Opened,
  crons: readonly string[],
  goes_on?: () => boolean,
): Promise<void> {
  if (opened.stripe_mock_deps) {
    await settleDueAsyncPayments(opened.stripe_mock_deps)
    await deliverDueWebhooks(opened.stripe_mock_deps)
  }
  await runJobs(opened.world, (job) => crons.includes(job.cron), goes_on)
}
