import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { readProviderBook } from '../../src/custody/third'
import { HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { chance } from '../simulation/scheduler'
import { openCourt } from './support'

/** A payer, a shop and a bank in any order: whatever happens, nobody is paid twice and both books agree. */
it.each([1, 2, 3, 4, 5, 6])(`a dispute at any moment, history %i on ${ENGINE}`, async (seed) => {
  const court = await openCourt()
  const card = await court.buysCard()
  const dice = chance(seed)
  const newest = async () => (await court.disputes(card)).at(-1)
  const refunds = () =>
    court.says(court.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' })
  const acts: (() => Promise<unknown>)[] = [
    () => court.uses(card, 1_000 + dice.below(9_000)),
    () => refunds(),
    () => court.tick(),
    () => court.tick(),
    () => court.banks(),
    () => court.reviews(),
    () => court.control('webhooks/drop?next=3'),
    () => court.contests(card, dice.percent(50) ? {} : { amount: 1 + dice.below(90_000) }),
    () => court.contests(card, { inquiry: true }),
    async () => court.control(`escalate_dispute/${(await newest())?.provider_ref}`),
    async () =>
      court.decides(String((await newest())?.provider_ref), dice.percent(50) ? 'won' : 'lost'),
  ]
  for (let step = 0; step < 14; step++) {
    await acts[dice.below(acts.length)]?.().catch(() => null)
    expect((await checkBooks(court.db)).divergences, `seed ${seed}, step ${step}`).toEqual([])
  }
  for (let i = 0; i < 3; i++) {
    court.advance(7 * HOUR_MS)
    await court.reviews()
    await court.tick()
  }
  expect((await checkBooks(court.db)).divergences).toEqual([])
  const [sums] = await court.rows(sql`SELECT
    (SELECT coalesce(sum(amount_fen), 0) FROM refund_parts WHERE state = 'succeeded')
      + (SELECT coalesce(sum(unused_fen + claim_fen), 0) FROM disputes) AS given,
    (SELECT sum(paid_fen) FROM lots) AS paid`)
  expect(Number(sums?.given)).toBeLessThanOrEqual(Number(sums?.paid))
  expect(
    await court.rows(sql`SELECT id FROM refund_parts WHERE route = 'bank'`),
    'a payment taken back is never paid by another route',
  ).toEqual([])
  await readProviderBook(court.world, 100)
  const [reading] = await court.rows(
    sql`SELECT difference_fen FROM provider_readings ORDER BY id DESC LIMIT 1`,
  )
  expect(reading?.difference_fen).toBe(0)
})
