import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { HOLDERS } from '../../src/demo/cast'
import { HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from './support'
import { ACCOUNT, gives, joins, LI, type Someone, setPin } from './whose-support'

/** b: the holder buys more · 0, 1, 2: the card goes to this person. The first of all is bought by person 0. */
const WAYS = ['1', '12', '1b', '1b0', '1b2b0', 'b1b2', '10b', '21b0b1']

async function walks(desk: Desk, people: readonly Someone[], way: string) {
  const card = await desk.buysCard()
  const payers = [0]
  let holder = 0
  for (const step of way) {
    const who = people[holder]
    const next = people[step === 'b' ? holder : Number(step)]
    if (!who || !next) throw new Error('three people')
    if (step === 'b') {
      await desk.buys({ id: who.id, token: await desk.as(who.id) }, desk.shop, 1)
      payers.push(holder)
      continue
    }
    if (step === String(holder)) continue
    await gives(desk, card, who, next)
    holder = Number(step)
  }
  return { card, payers, holder }
}

describe(`whatever a card went through before its refund on ${ENGINE}`, () => {
  it.each(WAYS)('%s: each payment goes to its payer only where the payer holds it', async (way) => {
    const desk = await openDesk()
    const people = [
      { id: desk.li.id, ...LI },
      await joins(desk, HOLDERS.wang.phone),
      await joins(desk, HOLDERS.zhao.phone),
    ]
    for (const who of people) await setPin(desk, who)
    const { card, payers, holder } = await walks(desk, people, way)
    await desk.banks()
    const me = String(people[holder]?.id)
    const refund = good(
      await desk.says(me, 'POST', `/v1/cards/${card}/refunds`, { ground: 'shop_moved' }),
    )
    good(
      await desk
        .says(desk.owner, 'POST', `/v1/refunds/${refund.id}/acceptance`)
        .then((said) => ({ ...said, status: 200 })),
    )
    if (payers.some((payer) => payer !== holder))
      good(await desk.says(me, 'POST', `/v1/refunds/${refund.id}/account`, ACCOUNT))
    for (let i = 0; i < 3; i++) {
      await desk.tick()
      desk.advance(HOUR_MS)
    }
    const own = payers.filter((payer) => payer === holder).length
    const [bank] = await desk.rows(
      sql`SELECT coalesce(sum(amount_fen), 0) AS fen FROM mock_bank_payouts`,
    )
    const given = await desk.rows(sql`SELECT id FROM mock_stripe_objects WHERE id LIKE 're_%'`)
    expect(bank?.fen).toBe((payers.length - own) * 100_000)
    expect(given).toHaveLength(own)
    const done = good(await desk.says(me, 'GET', `/v1/refunds/${refund.id}`))
    expect(done).toMatchObject({ status: 'done', refunded_fen: payers.length * 100_000 })
    expect((await checkBooks(desk.db)).divergences).toEqual([])
  })
})
