import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { plusDays } from '../../src/kernel/time'
import { all, one, sql } from '../../src/platform/d1'
import { hearWarnings } from '../../src/supervision/warn'
import { insertFeedback } from '../../src/supervision/warn-store'
import { openTown, type Town } from './town'

const FIRST = '2025-09-01'
const DAYS = 130
const BAD = 3
let town: Town
/** A day of twelve shops; shop 3 sells ever more under an ever deeper bonus from day 80 on, and its holders ask for refunds. */
const rowsOf = (at: number) =>
  Array.from({ length: 12 }, (_, i) => {
    const n = i + 1
    const wild = n === BAD && at >= 80
    const lots = wild ? 12 : 2 + ((n + at) % 2)
    const uses = 20 + ((n * 7 + at * 3) % 5)
    const sold = lots * 50_000
    return {
      ...{ day: plusDays(FIRST, at), id: town.shop(n), sector: 'gym', sold, lots, uses },
      ...{ bonus: wild ? sold : lots * 5_000, used: uses * 6_000, asked: wild && at > 95 ? 5 : 0 },
    }
  })
const plant = (from: number, to: number) => {
  const rows = Array.from({ length: to - from }, (_, i) => rowsOf(from + i)).flat()
  return town.plants(
    sql`INSERT INTO behaviour_days (day, merchant_id, sector, opened_on, lease_ends_on, sold_fen, bonus_fen, lots_sold, used_fen,
          uses, merchant_started_uses, contested_uses, refund_requests, complaints, payout_bounces, bank_breaks, escrow_fen,
          holders, events)
        SELECT value ->> 'day', value ->> 'id', value ->> 'sector', '2020-01-01', NULL, value ->> 'sold', value ->> 'bonus',
               value ->> 'lots', value ->> 'used', value ->> 'uses', 2, 0, value ->> 'asked', 0, 0, 0, 9000000, 180, '[]'
          FROM json_each(${JSON.stringify(rows)})`,
  )
}
const hearAll = async () => {
  while ((await hearWarnings(town.world, 10)) === 10);
}

describe(`the warning’s nights, on ${ENGINE}`, () => {
  beforeAll(async () => {
    town = await openTown(12)
    await plant(0, DAYS - 1)
    await hearAll()
    await plant(DAYS - 1, DAYS)
    await hearAll()
  })

  it('hear each day once, and keep where every shop stands', async () => {
    const city = await one(town.db, sql<{ day: string }>`SELECT day FROM warning_city`)
    expect(city?.day).toBe(plusDays(FIRST, DAYS - 1))
    const levels = await all(
      town.db,
      sql<{
        merchant_id: string
        level: number
      }>`SELECT merchant_id, level FROM warning_memories WHERE level > 1`,
    )
    expect(levels).toEqual([{ merchant_id: town.shop(BAD), level: 5 }])
  })
  it('stop the sales of a shop at the highest level at once, and of no other', async () => {
    const held = await all(
      town.db,
      sql<{
        id: string
        sales_held_reason: string
      }>`SELECT id, sales_held_reason FROM merchants WHERE sales_held_at IS NOT NULL`,
    )
    expect(held).toHaveLength(1)
    expect(held[0]).toMatchObject({ id: town.shop(BAD) })
    expect(held[0]?.sales_held_reason).toContain('预警红色')
  })
  it('put it at the top of the official’s list, with figures and what would be usual', async () => {
    const page = await town.reads(town.huancui, '/v1/supervision/shops?urgency_min=2')
    expect(page.data[0]).toMatchObject({ merchant_id: town.shop(BAD), urgency: 5 })
    const kinds = page.data[0]!.signals.map(({ kind }: { kind: string }) => kind)
    expect(kinds).toContain('warning_red')
    const red = page.data[0]!.signals.find(({ kind }: { kind: string }) => kind === 'warning_red')
    expect(red!.message).toMatch(/预警红色.*平常/)
  })
  it('are laid over one axis of time in the shop’s dossier, with what the warning says', async () => {
    // Thirteen weeks up to yesterday lie within the days that were planted.
    const ahead = Date.parse(`${plusDays(FIRST, DAYS)}T04:00:00Z`) - Date.parse(town.world.now())
    if (ahead > 0) town.advance(ahead)
    const dossier = await town.reads(
      town.huancui,
      `/v1/supervision/shops/${town.shop(BAD)}/dossier?days=365`,
    )
    expect(dossier.weeks).toHaveLength(52)
    const sold = dossier.weeks.map(({ sold_fen }: { sold_fen: number }) => sold_fen)
    expect(Math.max(...sold)).toBe(12 * 50_000 * 7)
    expect(dossier.has_days).toBe(true)
    expect(dossier.alarm_since).not.toBeNull()
    expect(dossier.levels.at(-1)).toMatchObject({ level: 5 })
    expect(dossier.why.length).toBeGreaterThan(0)
    const token = await town.as(town.rushan)
    const path = `/v1/supervision/shops/${town.shop(BAD)}/dossier` as const
    expect((await town.call('GET', path, { token })).body.code).toBe('merchant_not_found')
  })
  it('hear with its day what an official found, and make less of what was said', async () => {
    const heard = async () => {
      const row = await one(
        town.db,
        sql<{
          memory: string
        }>`SELECT memory FROM warning_memories WHERE merchant_id = ${town.shop(BAD)}`,
      )
      return (JSON.parse(row?.memory ?? '{}') as { heard: unknown[] }).heard
    }
    expect(await heard()).toEqual([])
    const day = plusDays(FIRST, DAYS)
    await town.plants(
      insertFeedback({
        ...{ id: 'wfb_1', merchant_id: town.shop(BAD), day, found: 'false_alarm' },
        ...{ signals: ['sales_surge'], by_id: town.huancui, at: town.world.now() },
      }),
    )
    await plant(DAYS, DAYS + 1)
    await hearAll()
    expect(await heard()).toMatchObject([['sales_surge', 0.35, expect.any(Number)]])
  })
  it('keep every change of a level, and let nobody edit it', async () => {
    const changes = await all(
      town.db,
      sql<{
        level: number
        why: string
      }>`SELECT level, why FROM warning_changes WHERE merchant_id = ${town.shop(BAD)} ORDER BY day`,
    )
    expect(changes.at(-1)?.level).toBe(5)
    expect(JSON.parse(changes.at(-1)?.why ?? '[]').length).toBeGreaterThan(0)
    await expect(town.db.batch([sql`DELETE FROM warning_changes`])).rejects.toThrow(
      'warning_changes_are_kept',
    )
  })
})
