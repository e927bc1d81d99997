import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { escrowAccount } from '../../src/ledger/chart'
import { atOnce, type Counter, good, HAIRCUTS, openCounter, PIN, tally } from './support'

let counter: Counter
let till: string
beforeEach(async () => {
  counter = await openCounter()
  till = await counter.till()
})
/** ¥30 left on a card that was sold for ¥25. */
const SMALL = { paid_fen: 2_500, face_units: 3_000 }
const opens = (lot = SMALL) => counter.holds({ lots: [lot] })
const rings = async (card: string, what: object, key?: string) => {
  const code = (await counter.code(card)).digits
  return counter.redeem({ code, ...what }, { token: till, ...(key ? { key } : {}) })
}
const balanced = async () => expect((await checkBooks(counter.db)).divergences).toEqual([])

describe(`taking what is left on ${ENGINE}`, () => {
  it('takes all of a card that has less, and says what is still to be paid', async () => {
    const card = await opens()
    const refused = await rings(card, { amount_fen: 4_800 })
    expect(refused.body).toMatchObject({
      code: 'redemption_exceeds_balance',
      detail: '没有扣钱。这张卡还剩 ¥30.00',
    })
    const use = good(await rings(card, { amount_fen: 4_800, up_to_balance: true }))
    expect(use).toMatchObject({
      status: 'succeeded',
      units: 3_000,
      rest_units: 1_800,
      released_fen: 2_500,
      balance_after_units: 0,
      label: '消费 ¥30.00（卡里全部）',
      message: '已付 ¥30.00，还剩 ¥0.00；余额不够，还要另收 ¥18.00',
    })
    expect(await counter.balance(escrowAccount(card))).toBe(0)
    const again = good(await counter.call('GET', `/v1/redemptions/${use.id}`, { token: till }))
    expect([again.rest_units, again.message]).toEqual([1_800, use.message])
    const empty = await rings(card, { amount_fen: 4_800, up_to_balance: true })
    expect(empty.body.code).toBe('redemption_exceeds_balance')
    await balanced()
  })
  it('changes nothing where there is enough, to the last fen', async () => {
    const card = await opens()
    const use = good(await rings(card, { amount_fen: 2_999, up_to_balance: true }))
    expect(use).toMatchObject({ units: 2_999, rest_units: 0, label: '消费 ¥29.99' })
    const last = good(await rings(card, { amount_fen: 1, up_to_balance: true }))
    expect(last).toMatchObject({ units: 1, rest_units: 0, balance_after_units: 0 })
    await balanced()
  })
  it('takes visits, and an item of stored value; an item of visits is whole or not at all', async () => {
    const hair = await counter.holds({
      lots: [{ ...HAIRCUTS, paid_fen: 8_000, face_units: 2 }],
      kind: 'count',
      service: '剪发',
    })
    const owner = await counter.till(counter.shop, 'owner')
    const makes = async (name: string, visits?: number) =>
      good(
        await counter.call('POST', '/v1/price-items', {
          token: owner,
          body: { name, list_price_fen: 4_800, ...(visits ? { visits } : {}) },
        }),
      ).id
    const [cake, dyeing] = [await makes('蛋糕'), await makes('染发', 3)]
    const whole = await rings(hair, { item_id: dyeing, up_to_balance: true })
    expect(whole.body.code).toBe('redemption_exceeds_balance')
    expect(good(await rings(hair, { visits: 3, up_to_balance: true }))).toMatchObject({
      units: 2,
      rest_units: 1,
      label: '剪发 2 次（卡里全部）',
      message: '已用 2 次，还剩 0 次；余额不够，还要另收 1 次',
    })
    expect(good(await rings(await opens(), { item_id: cake, up_to_balance: true }))).toMatchObject({
      units: 3_000,
      rest_units: 1_800,
      label: '蛋糕（卡里全部）',
    })
    await balanced()
  })
  it('asks for the PIN above the limits, like any use; what was shown is what is taken', async () => {
    const card = await opens({ paid_fen: 25_000, face_units: 30_000 })
    await counter.setPin(counter.li)
    const waits = await rings(card, { amount_fen: 48_000, up_to_balance: true })
    expect(waits.status).toBe(202)
    expect(waits.body).toMatchObject({ units: 30_000, rest_units: 18_000, released_fen: 0 })
    const confirmed = await counter.call('POST', `/v1/redemptions/${waits.body.id}/confirmation`, {
      token: counter.li.token,
      body: { pin: PIN },
    })
    expect(good(confirmed)).toMatchObject({
      status: 'succeeded',
      units: 30_000,
      rest_units: 18_000,
      balance_after_units: 0,
    })
    await balanced()
  })
  it('does not take more than was shown, nor less, when the card changed before the PIN', async () => {
    const card = await opens({ paid_fen: 25_000, face_units: 30_000 })
    await counter.setPin(counter.li)
    const waits = good(await rings(card, { amount_fen: 48_000, up_to_balance: true }))
    good(await rings(card, { amount_fen: 100 }))
    const late = await counter.call('POST', `/v1/redemptions/${waits.id}/confirmation`, {
      token: counter.li.token,
      body: { pin: PIN },
    })
    expect(late.body.code).toBe('redemption_exceeds_balance')
    await balanced()
  })
  it('is decided anew when another till was first: together never more than there was', async () => {
    const card = await opens()
    const codes = []
    for (let i = 0; i < 3; i++) {
      const session = await counter.as(counter.li.id)
      await counter.call('POST', `/v1/cards/${card}/pay-code-key`, { token: session })
      const shown = await counter.call('GET', `/v1/cards/${card}/pay-code`, { token: session })
      codes.push(String(good(shown).digits))
    }
    const replies = await Promise.all(
      codes.map((code, i) =>
        counter.redeem({ code, amount_fen: 2_000 + i, up_to_balance: true }, { token: till }),
      ),
    )
    expect(tally(replies)).toEqual({ 201: 2, redemption_exceeds_balance: 1 })
    const taken = replies.filter(({ status }) => status === 201).map(({ body }) => body.units)
    expect(taken.reduce((sum, units) => sum + Number(units), 0)).toBe(3_000)
    await balanced()
  })
  it('answers a lost answer with the same sum, though the card is empty by now', async () => {
    const card = await opens()
    const body = {
      code: (await counter.code(card)).digits,
      amount_fen: 4_800,
      up_to_balance: true,
    }
    const replies = await atOnce(5, () => counter.redeem(body, { token: till, key: 'bill-7' }))
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    expect(good(replies[0] as (typeof replies)[number])).toMatchObject({
      units: 3_000,
      rest_units: 1_800,
    })
    const other = await counter.redeem(
      { ...body, up_to_balance: false },
      { token: till, key: 'bill-7' },
    )
    expect(other.body.code).toBe('idempotency_key_reused')
    await balanced()
  })
  it('keeps what was asked for, for ever', async () => {
    const use = good(await rings(await opens(), { amount_fen: 4_800, up_to_balance: true }))
    const edit = (units: number | null) =>
      counter.db.batch([
        { text: 'UPDATE redemptions SET asked_units = ? WHERE id = ?', values: [units, use.id] },
      ])
    await expect(edit(9_000)).rejects.toThrow('redemption_changed_meanwhile')
    await expect(edit(null)).rejects.toThrow('redemption_changed_meanwhile')
  })
})
