import { expect, it } from 'vitest'
import { recordBehaviour } from '../../src/behaviour/record'
import type { Instant } from '../../src/kernel/time'
import { readBegin } from '../../src/operations/store'
import { one, sql } from '../../src/platform/d1'
import { openAged } from './support'

it('nothing moves out of a day before what the shops did on it is written down', async () => {
  const aged = await openAged()
  await aged.checks()
  expect(await aged.moves()).toBe(0)
  await recordBehaviour(aged.world, 100)
  expect(await aged.moves()).toBeGreaterThan(2)
  expect(await aged.rows(sql`SELECT * FROM job_failures`)).toEqual([])
  // Since when there is a platform does not move on with the oldest row kept here.
  const kept = sql<{ at: Instant }>`SELECT at FROM journal ORDER BY seq LIMIT 1`
  const [begin, oldest] = [await one(aged.db, readBegin), await one(aged.db, kept)]
  expect(String(begin?.at) < String(oldest?.at)).toBe(true)
})

it('the figures of a day that moved out are never worked out from what is left', async () => {
  const aged = await openAged()
  await aged.checks()
  // A later day is there and the days before it are not, as after a loss: history moves out over them.
  await aged.db.batch([
    sql`INSERT INTO behaviour_days (day, merchant_id, sector, opened_on, lease_ends_on, sold_fen, bonus_fen, lots_sold,
          used_fen, uses, merchant_started_uses, contested_uses, refund_requests, complaints, payout_bounces, bank_breaks,
          escrow_fen, holders, events)
        SELECT '2099-01-01', id, sector, '2026-01-01', NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '[]'
          FROM merchants WHERE id = ${aged.shop.id}`,
  ])
  expect(await aged.moves()).toBeGreaterThan(2)
  await aged.db.batch([sql`DROP TRIGGER behaviour_days_stay`, sql`DELETE FROM behaviour_days`])
  await recordBehaviour(aged.world, 100)
  expect(await aged.rows(sql`SELECT * FROM behaviour_days`)).toEqual([])
  const [failure] = await aged.rows(sql`SELECT job, error FROM job_failures`)
  expect(failure?.job).toBe('recordBehaviour')
  expect(String(failure?.error)).toContain('behaviour_day_moved_out')
})
