import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { tellChanges } from '../../src/changes/announce'
import { HOLDERS, SUCCESSORS } from '../../src/demo/cast'
import { licenceNo } from '../../src/demo/shops'
import { runEndings } from '../../src/ends/run'
import { DAY_MS, HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from './support'
import { ACCOUNT, gives, joins, LI, type Someone, setPin } from './whose-support'

let desk: Desk
let card: string
let fang: Someone
/** Li bought the card for ¥1,000 and gave it to Fang: the money is Fang's, however the card ends. */
beforeEach(async () => {
  desk = await openDesk()
  card = await desk.buysCard()
  fang = await joins(desk, HOLDERS.fang.phone)
  const li = { id: desk.li.id, ...LI }
  await setPin(desk, li)
  await gives(desk, card, li, fang)
  await desk.banks()
})

/** The refund that came about asks Fang for an account, pays it there, and the provider gives Li nothing. */
async function goesToFang(): Promise<void> {
  expect(good(await desk.says(desk.li.id, 'GET', '/v1/refunds')).data).toEqual([])
  const [refund] = good(await desk.says(fang.id, 'GET', '/v1/refunds')).data
  expect(refund).toMatchObject({ waits_for: 'account', refunded_fen: 0 })
  good(await desk.says(fang.id, 'POST', `/v1/refunds/${refund!.id}/account`, ACCOUNT))
  for (let i = 0; i < 3; i++) {
    await desk.tick()
    desk.advance(HOUR_MS)
  }
  const done = good(await desk.says(fang.id, 'GET', `/v1/refunds/${refund!.id}`))
  expect(done).toMatchObject({ status: 'done', refunded_fen: 100_000 })
  const paid = await desk.rows(sql`SELECT amount_fen FROM mock_bank_payouts`)
  expect(paid).toEqual([{ amount_fen: 100_000 }])
  expect(await desk.rows(sql`SELECT id FROM mock_stripe_objects WHERE object = 'refund'`)).toEqual(
    [],
  )
  expect((await checkBooks(desk.db)).divergences).toEqual([])
}

describe(`a card that was given away, on ${ENGINE}`, () => {
  it('is refunded to its holder when the shop closes', async () => {
    good(
      await desk.says(desk.owner, 'POST', '/v1/closures', {
        reason: '租约到期，不再续租',
        closes_on: '2026-05-01',
        contact: '0631-5200000',
      }),
    )
    desk.advance(62 * DAY_MS)
    while ((await runEndings(desk.world, 50)) > 0);
    await desk.tick()
    await goesToFang()
  })

  it('is refunded to its holder who declines a takeover', async () => {
    const takeover = good(
      await desk.says(desk.owner, 'POST', '/v1/merchant-changes', {
        kind: 'takeover',
        facts: {
          name: '海棠面包房新记',
          legal_representative: SUCCESSORS.buyer,
          licence_no: licenceNo(77),
          licence_expires_on: '2046-01-01',
        },
        from_on: '2026-05-10',
        reason: '转让给新的经营者',
      }),
    )
    await tellChanges(desk.world, 100)
    const answer = { card_id: card, answer: 'declined' } as const
    const path = `/v1/merchant-changes/${takeover.id}/answers` as const
    expect((await desk.says(desk.li.id, 'POST', path, answer)).status).toBe(404)
    good(await desk.says(fang.id, 'POST', path, answer))
    await desk.tick()
    await goesToFang()
  })
})
