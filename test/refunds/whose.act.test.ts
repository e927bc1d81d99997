import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { HOLDERS } from '../../src/demo/cast'
import { HOUR_MS } from '../../src/kernel/time'
import { setBankAnswer } from '../../src/mocks/bank-answers'
import { sql } from '../../src/platform/d1'
import type { BodyAt } from '../support/addresses'
import { type Desk, good, openDesk } from './support'
import { ACCOUNT, gives, joins, LI, type Someone, setPin } from './whose-support'

let desk: Desk
let li: Someone
let wang: Someone
let card: string
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
type Asked = BodyAt<'POST /v1/cards/:id/refunds'>
const asks = (who: Someone, ground: Asked['ground'], more: Partial<Asked> = {}) =>
  desk.says(who.id, 'POST', `/v1/cards/${card}/refunds`, { ground, ...more })
const read = async (id: string, who = wang) =>
  good(await desk.says(who.id, 'GET', `/v1/refunds/${id}`))
const names = (
  who: Someone,
  id: string,
  account: BodyAt<'POST /v1/refunds/:id/account'> = ACCOUNT,
) => desk.says(who.id, 'POST', `/v1/refunds/${id}/account`, account)
const hours = async (n: number) => {
  for (let i = 0; i < n; i++) {
    desk.advance(HOUR_MS)
    await desk.tick()
  }
}
/** What left custody for somebody's own account, and what the provider gave back to payers. */
const paidOut = () =>
  desk.rows(sql`SELECT to_account_no, to_holder, amount_fen FROM mock_bank_payouts`)
const givenBack = async () =>
  Number(
    (await desk.rows(sql`SELECT count(*) AS n FROM mock_stripe_objects WHERE id LIKE 're_%'`))[0]
      ?.n,
  )

describe(`to whom a refund goes on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
    li = { id: desk.li.id, ...LI }
    wang = await joins(desk, HOLDERS.wang.phone)
    await setPin(desk, li)
    card = await desk.buysCard()
    await desk.banks()
  })

  it('a card bought by one and given to another goes to the holder’s own account', async () => {
    await gives(desk, card, li, wang)
    const quote = good(await desk.says(wang.id, 'GET', `/v1/cards/${card}/refund-quote`))
    expect(quote.lots).toMatchObject([{ route: 'bank' }])
    const refund = good(await asks(wang, 'own_wish'))
    expect(refund).toMatchObject({
      waits_for: 'account',
      parts: [{ route: 'bank', state: 'awaiting_account', amount_fen: 100_000 }],
    })
    expect(refund.message).toContain('不退给付款人')
    await hours(2)
    expect(await givenBack()).toBe(0)
    expect(good(await names(wang, refund.id)).message).toContain('付到您的银行账户（尾号 1234）')
    await hours(2)
    expect(await read(refund.id)).toMatchObject({ status: 'done', refunded_fen: 100_000 })
    expect(await paidOut()).toEqual([
      { to_account_no: ACCOUNT.account_no, to_holder: ACCOUNT.holder, amount_fen: 100_000 },
    ])
    expect(await givenBack()).toBe(0)
    const told = await desk.rows(
      sql`SELECT consumer_id, merchant_id, data FROM events WHERE type = 'refund.goes_to_holder'`,
    )
    expect(told).toMatchObject([{ consumer_id: li.id, merchant_id: null }])
    expect(String(told[0]?.data)).not.toContain(wang.id)
    expect((await names(li, refund.id)).body.code).toBe('refund_not_found')
    await clean()
  })

  it('what the new holder paid goes back the way it came, what was given to them does not', async () => {
    await gives(desk, card, li, wang)
    const token = await desk.as(wang.id)
    await desk.buys({ id: wang.id, token }, desk.shop, 1)
    await desk.banks()
    const refund = good(await asks(wang, 'own_wish'))
    expect(refund.parts.map((part: { route: string }) => part.route).sort()).toEqual([
      'bank',
      'original',
    ])
    await hours(1)
    expect(await read(refund.id)).toMatchObject({ refunded_fen: 100_000, on_the_way_fen: 100_000 })
    good(await names(wang, refund.id))
    await hours(2)
    expect(await read(refund.id)).toMatchObject({ status: 'done', refunded_fen: 200_000 })
    expect(await givenBack()).toBe(1)
    await clean()
  })

  it('a card that came back to its payer goes back the way it came', async () => {
    await gives(desk, card, li, wang)
    await setPin(desk, wang)
    await gives(desk, card, wang, li)
    const refund = good(await asks(li, 'own_wish'))
    expect(refund.parts).toMatchObject([{ route: 'original', state: 'created' }])
  })

  it('may be taken back whole while it waits for an account', async () => {
    await gives(desk, card, li, wang)
    const refund = good(await asks(wang, 'own_wish'))
    expect(refund.withdrawable).toBe('all')
    good(await desk.says(wang.id, 'POST', `/v1/refunds/${refund.id}/withdrawal`))
    expect(await desk.balance(`escrow:${card}`)).toBe(100_000)
    expect(await desk.balance(`refunding:${card}`)).toBe(0)
    await clean()
  })

  it('a card with an open refund is not given away, and a pending offer is not taken', async () => {
    const offered = good(
      await desk.says(li.id, 'POST', `/v1/cards/${card}/transfers`, {
        to_phone: wang.phone,
        pin: '739205',
      }),
    )
    const refund = good(await asks(li, 'own_wish'))
    const [seen] = good(await desk.says(wang.id, 'GET', '/v1/card-transfers')).data
    const taken = await desk.says(wang.id, 'POST', `/v1/card-transfers/${offered.id}/acceptance`, {
      contract_hashes: seen!.card.contract_hashes,
    })
    expect(taken.body.code).toBe('card_has_open_refund')
    await hours(1)
    expect(await read(refund.id, li)).toMatchObject({ status: 'done', refunded_fen: 100_000 })
    await clean()
  })
})

describe(`the holder’s own account on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
    li = { id: desk.li.id, ...LI }
    wang = await joins(desk, HOLDERS.wang.phone)
    await setPin(desk, li)
    card = await desk.buysCard()
    await desk.banks()
    await gives(desk, card, li, wang)
  })
  const asked = async (account_no: string) => {
    const refund = good(await asks(wang, 'own_wish'))
    return { id: String(refund.id), said: await names(wang, refund.id, { ...ACCOUNT, account_no }) }
  }

  it.each([
    ['0000', 'refund_account_not_verified'],
    ['5555', 'refund_account_of_another_phone'],
    ['7777', 'refund_account_closed'],
  ])('…%s is refused by name: %s, and the money stays where it was', async (last, code) => {
    const { id, said } = await asked(`622202000000${last}`)
    expect(said.body.code).toBe(code)
    expect(await desk.balance(`refunding:${card}`)).toBe(100_000)
    expect(await read(id)).toMatchObject({ waits_for: 'account', on_the_way_fen: 100_000 })
    expect((await names(wang, id)).status).toBe(200)
  })

  it('a bank that does not answer is no refusal for ever, and never a 500', async () => {
    await setBankAnswer(desk.db, { call: 'verifyAccount', kind: 'not_served' })
    const refund = good(await asks(wang, 'own_wish'))
    const ask = () =>
      desk.says(wang.id, 'POST', `/v1/refunds/${refund.id}/account`, ACCOUNT, 'account-1')
    const first = await ask()
    expect([first.status, first.body.code]).toEqual([503, 'bank_does_not_answer'])
    expect((await ask()).status).toBe(200)
  })

  it.each([
    ['1111', 'rejected at once', 'account', 0],
    ['2222', 'paid, and back a day later', 'account', 0],
    ['3333', 'served, and never answered', 'nobody', 100_000],
    ['4444', 'accepted, then rejected: closed', 'account', 0],
  ])('account …%s is %s: the refund waits for %s, arrived %i', async (last, _what, waits, fen) => {
    const { id, said } = await asked(`622202000000${last}`)
    expect(said.status, said.text).toBe(200)
    await desk.tick()
    if (last === '3333')
      expect((await read(id)).message).toContain('没有回音，正在查问，不会重复付')
    for (let i = 0; i < 12; i++) {
      desk.advance(i < 6 ? HOUR_MS : 12 * HOUR_MS)
      await desk.tick()
    }
    expect(await read(id)).toMatchObject({ waits_for: waits, refunded_fen: fen })
    expect(await desk.rows(sql`SELECT job FROM job_failures`)).toEqual([])
    expect((await paidOut()).length).toBe(1)
    await clean()
    if (waits === 'nobody') return
    good(await names(wang, id))
    await hours(2)
    expect(await read(id)).toMatchObject({ status: 'done', refunded_fen: 100_000 })
    await clean()
  })
})
