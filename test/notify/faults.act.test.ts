import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { chance } from '../../src/demo/client'
import type { EventType } from '../../src/events/catalogue'
import { HOUR_MS, SECOND_MS } from '../../src/kernel/time'
import { deliverEvents } from '../../src/notify/deliver'
import { sendNotices } from '../../src/notify/notices'
import { all, sql } from '../../src/platform/d1'
import { eventIn, happened, openTown, type Sent, type Town } from './support'

const TYPES: EventType[] = ['card.frozen', 'correction.done', 'payout.paid', 'redemption.succeeded']
const ANY = 'https://pos.haifeng-bakery.cn/all'
const FEW = 'https://pos.haifeng-bakery.cn/payouts'
const OTHER = 'https://till.other-shop.cn/all'
type Row = { seq: number; id: string; type: string; subject_id: string; merchant_id: string }
type Dice = ReturnType<typeof chance>

/** Random histories: storage breaks before and after commits, subscribers fail, runs overlap, the clock moves. */
describe(`whatever goes wrong, on ${ENGINE}`, () => {
  const [seeds, acts] = ENGINE === 'D1' ? [[21], 15] : [[1, 2, 3, 4, 5, 6, 7, 8], 40]

  it.each(seeds)('seed %i tells everybody everything of theirs, in order', async (seed) => {
    const dice = chance(seed)
    const town = await openTown()
    await town.subscribes({ url: ANY })
    await town.subscribes({ url: FEW, types: ['payout.paid'] })
    await town.subscribes({ url: OTHER, at: town.other })
    const taken: Sent[] = []
    town.outside.answer = (message) => {
      const status = faulty(town) ? outcome(dice) : 200
      if (status === 200) taken.push(message)
      return status
    }
    for (let n = 0; n < acts; n++) {
      await happens(town, dice)
      breaks(town, dice)
      await Promise.allSettled(
        Array.from({ length: 1 + dice.below(2) }, () => deliverEvents(town.world, 30)),
      )
      await Promise.allSettled([sendNotices(town.world, 30)])
      town.faulty.next = () => null
      town.advance(dice.below(60) * SECOND_MS)
    }
    for (let hours = 0; hours < 60; hours += 3) {
      await deliverEvents(town.world, 1_000)
      await sendNotices(town.world, 1_000)
      town.advance(3 * HOUR_MS)
    }
    const events = await all(town.db, sql<Row>`SELECT * FROM events WHERE data LIKE '%"n":%'`)
    expect(events.length).toBeGreaterThan(acts)
    for (const [url, wants] of [
      [ANY, (e: Row) => e.merchant_id === town.shop.id],
      [FEW, (e: Row) => e.merchant_id === town.shop.id && e.type === 'payout.paid'],
      [OTHER, (e: Row) => e.merchant_id === town.other.id],
    ] as const)
      for (const subject of new Set(events.map(({ subject_id }) => subject_id))) {
        const due = events.filter((e) => e.subject_id === subject && wants(e)).map(({ id }) => id)
        const got = taken
          .filter((one) => one.url === url && eventIn(one).subject_id === subject)
          .map((one) => eventIn(one).id)
        expect([...new Set(got)], `${url} about ${subject}`).toEqual(due)
      }
    const [left] = await all(
      town.db,
      sql<{
        n: number
      }>`SELECT (SELECT count(*) FROM webhook_deliveries WHERE state <> 'delivered') +
                 (SELECT count(*) FROM notices WHERE state <> 'sent') AS n`,
    )
    expect(left?.n).toBe(0)
    const told = events.filter(({ type }) => type !== 'payout.paid').map(({ id }) => id)
    const noticed = await all(
      town.db,
      sql<{
        event_id: string
      }>`SELECT n.event_id FROM notices n JOIN mock_sms_outbox o ON o.id = n.id ORDER BY n.id`,
    )
    expect(noticed.map(({ event_id }) => event_id)).toEqual(told)
  })
})

let count = 0
/** One to three things happen, to a few subjects of two shops. */
async function happens(town: Town, dice: Dice): Promise<void> {
  const statements = Array.from({ length: 1 + dice.below(3) }, () => {
    const merchant_id = dice.percent(30) ? town.other.id : town.shop.id
    return happened(town, {
      type: TYPES[dice.below(TYPES.length)]!,
      subject_id: `crd_${merchant_id.slice(-6)}_${dice.below(3)}`,
      merchant_id,
      consumer_id: town.li.id,
      data: {
        n: ++count,
        unit: 'fen',
        units: 100,
        balance_after_units: 200,
        escrow_after_fen: 200,
        returned_fen: 100,
      },
    })
  })
  await town.db.batch(statements)
}

const broken = new WeakSet<Town['faulty']['next']>()
const faulty = (town: Town): boolean => broken.has(town.faulty.next)
function breaks(town: Town, dice: Dice): void {
  town.faulty.next = () => (dice.percent(4) ? 'before' : dice.percent(4) ? 'after' : null)
  broken.add(town.faulty.next)
}
function outcome(dice: Dice): number | Error {
  if (dice.percent(60)) return 200
  return dice.percent(50) ? [302, 400, 429, 500, 503][dice.below(5)]! : new TypeError('no answer')
}
