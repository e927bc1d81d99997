import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { claimRefusal } from '../../src/tills/claim-cards'
import { BREAD, type Counter, good, HAIRCUTS, openCounter } from '../redemptions/support'

let counter: Counter
let till: string
beforeEach(async () => {
  counter = await openCounter()
  till = await counter.till()
})
const finds = async (tail = counter.li.phone.slice(-4), token = till) =>
  good(await counter.call('GET', `/v1/claims/cards?phone_tail=${tail}`, { token }))
const claims = (card_id: string) =>
  counter.call('POST', '/v1/claims', { token: till, body: { card_id, amount_fen: 100 } })

describe(`the cards a shop may claim from on ${ENGINE}`, () => {
  it('are found whether or not the counter PIN is on, of this shop alone', async () => {
    const [bread, hair] = [
      await counter.holds({ lots: [BREAD] }),
      await counter.holds({ lots: [HAIRCUTS], kind: 'count', service: '剪发' }),
    ]
    await counter.holds({ lots: [BREAD], at: counter.other })
    await counter.holds({ lots: [BREAD], holder: counter.wang })
    const found = await finds()
    expect(found.message).toBe(null)
    expect(found.data.map((card: { card_id: string }) => card.card_id)).toEqual([hair, bread])
    expect(found.data[1]).toEqual({
      card_id: bread,
      nickname: `顾客${counter.li.phone.slice(-4)}`,
      phone_mask: expect.stringMatching(/^\d{3}\*{4}\d{4}$/),
      service: '',
      kind: 'stored_value',
      unit: 'fen',
      remaining_units: 120_000,
    })
    expect(found.others).toEqual([])
    good(await claims(bread))
  })
  it('say why, where there is none', async () => {
    expect(await finds('0000')).toEqual({
      object: 'list',
      data: [],
      others: [],
      message: '没有手机尾号 0000 的顾客在本店有卡。请核对尾号；换过号码的顾客报新号',
    })
    const card = await counter.holds({ lots: [BREAD] })
    await counter.call('POST', `/v1/cards/${card}/freeze`, {
      token: counter.li.token,
      body: { reason: 'lost_phone' },
    })
    const frozen = await finds()
    expect(frozen.message).toContain('现在都不能免码核销')
    expect([frozen.data, frozen.others[0]?.why]).toEqual([[], 'card_frozen'])
    expect(frozen.others[0]?.message).toBe('这张卡已冻结')
    expect((await claims(card)).body.code).toBe('card_frozen')
  })
  it('answer as the act does, when a card has three that wait', async () => {
    const card = await counter.holds({ lots: [BREAD] })
    for (let i = 0; i < 3; i++) good(await claims(card))
    const [found] = (await finds()).others
    expect([found?.why, (await claims(card)).body.code]).toEqual([
      'card_has_open_claims',
      'card_has_open_claims',
    ])
  })
  it('are for the till alone, by four digits', async () => {
    const asked = await counter.call('GET', '/v1/claims/cards?phone_tail=0001', {
      token: counter.li.token,
    })
    expect(asked.status).toBe(403)
    const short = await counter.call('GET', '/v1/claims/cards?phone_tail=1', { token: till })
    expect(short.status).toBe(422)
  })
})

describe('why a card may not be claimed from', () => {
  const fine = {
    status: 'active',
    kind: 'stored_value',
    is_sales_held: false,
    remaining_units: 1,
    open_claims: 0,
    claims_today: 0,
    on: '2026-03-02',
  }
  it.each([
    [{}, null],
    [{ is_sales_held: true, status: 'frozen' }, 'claims_while_held'],
    [{ status: 'frozen', kind: 'period' }, 'card_frozen'],
    [{ status: 'closed' }, 'card_closed'],
    [{ kind: 'period', remaining_units: 0 }, 'redemption_unit_mismatch'],
    [{ remaining_units: 0 }, 'redemption_exceeds_balance'],
    [{ open_claims: 2 }, null],
    [{ open_claims: 3, claims_today: 3 }, 'card_has_open_claims'],
    [{ claims_today: 3 }, 'claims_limit_reached'],
  ])('%j: %s', (over, why) => {
    expect(claimRefusal({ ...fine, ...over })).toBe(why)
  })
})
