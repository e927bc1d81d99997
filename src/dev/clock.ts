import * as z from 'zod'
import { InstantIn } from '../environment/instant'
import { EVERY_FIVE_MINUTES, JOBS, runJobs } from '../jobs'
import { refuse } from '../kernel/refusals'
import { DAY_MS, daysBetween, epochMs, instantAt, localDate } from '../kernel/time'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../mocks/stripe/app'
import type { Opened } from '../open'
import { stopsBetween } from '../operations/cron-rules'
import { PUBLIC } from '../platform/actor'
import { newRouter, operation, serveAct } from '../platform/http'
import { answerOnce } from '../platform/journal'
import { loadClock, saveClock } from '../platform/world'
import { exactlyOne } from '../schemas/choices'

export const clockRoutes = newRouter()
const DAYS_MAX = 400

const MoveClock = exactlyOne(
  z.strictObject({
    advance_seconds: z
      .int()
      .min(1)
      .max(DAYS_MAX * 86_400)
      .optional(),
    to: InstantIn.optional(),
  }),
  ['advance_seconds', 'to'],
).meta({ id: 'MoveClock' })
const ClockNow = z
  .strictObject({ object: z.literal('clock'), now: z.string(), days_passed: z.int() })
  .meta({ id: 'Clock' })

export const moveClockOperation = operation({
  method: 'post',
  path: '/dev/clock',
  operationId: 'moveClock',
  tags: ['dev'],
  summary: '把时钟往前拨（只在开发环境），并按时刻跑到期的任务',
  summary_en: 'Moves the clock forward and runs what falls due (development only)',
  policy: 'dev',
  body: MoveClock,
  answers: { 200: { description: '新的时刻', schema: ClockNow } },
  refuses: ['clock_moves_forward_only'],
})
serveAct(clockRoutes, moveClockOperation, (world, ask, { body }, c) =>
  answerOnce(
    world,
    { ...ask, who: { ...PUBLIC, id: 'dev:clock' } },
    {
      reads: () => ({}),
      call: ({ now }) => {
        const target_ms = body.to
          ? epochMs(body.to)
          : epochMs(now) + (body.advance_seconds ?? 0) * 1000
        return (c.var.dev ?? refuse('not_found')).moveClock(target_ms)
      },
      decide: ({ called: days_passed, kit }) => ({
        status: 200,
        subject_id: 'clock',
        body: { object: 'clock', now: kit.now(), days_passed },
        statements: [],
      }),
    },
  ),
)

/**
 * Moves the clock to `target_ms`, stopping at the hour of every daily job in between to run what is due then.
 * Says how many days ended on the way.
 */
export async function moveClock(opened: Opened, target_ms: number): Promise<number> {
  const { clock, world } = opened
  await loadClock(world.db, clock)
  const from_ms = clock.now_ms()
  if (target_ms <= from_ms) refuse('clock_moves_forward_only')
  if (target_ms - from_ms > DAYS_MAX * DAY_MS) refuse('request_invalid')
  for (const { at_ms, crons } of stopsBetween(CRONS, from_ms, target_ms)) {
    clock.offset_ms += Math.max(0, at_ms - clock.now_ms())
    await tick(opened, crons)
  }
  clock.offset_ms += Math.max(0, target_ms - clock.now_ms())
  await tick(opened, [])
  await saveClock(world.db, clock)
  return daysBetween(dayAt(from_ms), dayAt(target_ms))
}

const CRONS = [...new Set(JOBS.map(({ cron }) => cron))]
const dayAt = (at_ms: number) => localDate(instantAt(at_ms))

async function tick({ world, stripe_mock_deps }: Opened, crons: readonly string[]) {
  if (stripe_mock_deps) {
    await settleDueAsyncPayments(stripe_mock_deps)
    await deliverDueWebhooks(stripe_mock_deps)
  }
  await runJobs(world, ({ cron }) => cron === EVERY_FIVE_MINUTES || crons.includes(cron))
}
