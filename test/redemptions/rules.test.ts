import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fen } from '../../src/kernel/money'
import type { Lot } from '../../src/law/lots'
import { codeAt, provenStep, readCode } from '../../src/redemptions/pay-code'
import {
  decideRedemption,
  priceOnCard,
  type RedemptionFacts,
  type Wanted,
} from '../../src/redemptions/rules'

const lot = (over: Partial<Lot> = {}): Lot => ({
  id: 'lot_1',
  card_id: 'crd_1',
  offer_id: 'off_1',
  contract_hash: 'h',
  paid_fen: fen(100_000),
  face_units: 120_000,
  used_units: 0,
  held_units: 0,
  released_fen: fen(0),
  refunded_fen: fen(0),
  refund_id: null,
  dispute_id: null,
  disputed_fen: fen(0),
  charged_back_fen: fen(0),
  difference_fen: fen(0),
  list_price_fen: fen(1),
  starts_on: '2026-03-01',
  ends_on: null,
  cool_off_ends_at: '2026-03-08T16:00:00.000Z',
  bought_at: '2026-03-01T01:00:00.000Z',
  ...over,
})
const stored = { kind: 'stored_value', status: 'active', service: '', lots: [lot()] } as const
const count = {
  kind: 'count',
  status: 'active',
  service: '剪发',
  lots: [lot({ paid_fen: fen(38_000), face_units: 11, list_price_fen: fen(3_800) })],
} as const
const facts: RedemptionFacts = {
  on: '2026-03-02',
  out_no_taken: false,
  just_used: [],
  repeat_confirmed: false,
  no_pin_today: { count: 0, fen: 0 },
  with_pin: false,
}
const decide = (card: object, wanted: Wanted, over: Partial<RedemptionFacts> = {}) =>
  decideRedemption(
    { ...stored, ...card, lots: [...((card as typeof stored).lots ?? stored.lots)] },
    wanted,
    { ...facts, ...over },
  )

describe('deciding a redemption: refusals, by precedence', () => {
  const everything_wrong = { status: 'frozen', kind: 'period' } as const
  it.each([
    ['out_no_taken', everything_wrong, { amount_fen: 999_999 }, { out_no_taken: true }],
    ['card_frozen', everything_wrong, { amount_fen: 999_999 }, {}],
    ['card_closed', { status: 'closed' }, { visits: 1 }, {}],
    ['redemption_unit_mismatch', { kind: 'period' }, { amount_fen: 999_999 }, {}],
    ['redemption_unit_mismatch', {}, { visits: 99 }, {}],
    ['redemption_unit_mismatch', count, { amount_fen: 1 }, {}],
    ['item_not_found', {}, { item: null, quantity: 1 }, {}],
    ['redemption_exceeds_balance', {}, { amount_fen: 120_001 }, { just_used: [120_001] }],
    ['redemption_exceeds_balance', count, { visits: 12 }, {}],
    ['same_amount_just_redeemed', {}, { amount_fen: 30_000 }, { just_used: [5, 30_000] }],
  ] as const)('%s', (code, card, wanted, over) => {
    expect(() => decide(card, wanted, over)).toThrow(code)
  })
  it('says what is left', () => {
    expect(() => decide({}, { amount_fen: 120_001 })).toThrow(
      expect.objectContaining({ details: { detail: '没有扣钱。这张卡还剩 ¥1,200.00' } }),
    )
  })
  it('takes the same amount again once somebody said so', () => {
    expect(
      decide({}, { amount_fen: 600 }, { just_used: [600], repeat_confirmed: true }).released_fen,
    ).toBe(500)
  })
  it('releases the cash share of a visit', () => {
    expect(decide(count, { visits: 1 })).toMatchObject({
      units: 1,
      released_fen: 3454,
      stake_fen: 3454,
      label: '剪发 1 次',
    })
  })
})

describe('limits without a PIN', () => {
  it.each([
    [20_000, { count: 0, fen: 0 }, false],
    [20_001, { count: 0, fen: 0 }, true],
    [20_000, { count: 9, fen: 80_000 }, false],
    [20_000, { count: 9, fen: 80_001 }, true],
    [1, { count: 10, fen: 0 }, true],
  ])('%i fen after %o needs a PIN: %s', (amount_fen, no_pin_today, needs_pin) => {
    expect(decide({}, { amount_fen }, { no_pin_today }).needs_pin).toBe(needs_pin)
    expect(decide({}, { amount_fen }, { no_pin_today, with_pin: true }).needs_pin).toBe(false)
  })
})

describe('the price of an item on a card', () => {
  const listed = (id: string, name: string, list_price_fen: number) => [
    { id, name, list_price_fen },
  ]
  it.each([
    [2600, [], 2600],
    [2600, [listed('itm_1', '蛋糕', 2000)], 2000],
    [2600, [listed('itm_0', '蛋糕', 2000), listed('itm_0', '蛋糕', 1900)], 1900],
    [1500, [listed('itm_1', '蛋糕', 2000)], 1500],
    [2600, [listed('itm_2', '面包', 1)], 2600],
  ])('list price %i with contracts %o is %i (法释 §12)', (list_price_fen, lists, price) => {
    expect(priceOnCard({ id: 'itm_1', name: '蛋糕', list_price_fen }, lists)).toBe(price)
  })
})

describe('pay codes', () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i)
  /** RFC 4226 written a second time, on node:crypto. */
  const otp = (alias: number, step: number) => {
    const message = Buffer.alloc(16)
    message.writeBigUInt64BE(BigInt(alias), 0)
    message.writeBigUInt64BE(BigInt(step), 8)
    const tag = createHmac('sha256', key).update(message).digest()
    return String((tag.readUInt32BE(tag[31]! & 15) & 0x7fffffff) % 10_000_000).padStart(7, '0')
  }
  it('agree with an independent computation over many steps', async () => {
    for (let i = 0; i < 200; i++) {
      const [alias, step] = [100_000_000 + i * 4_444_444, 59_000_000 + i * 977]
      expect(codeAt(key, alias, step).digits).toBe(`81${alias}${otp(alias, step)}`)
    }
  })
  it('are 18 digits or 35 characters, and read back', async () => {
    const { digits, qr } = codeAt(key, 123_456_789, 59_123_456)
    expect([digits.length, qr.length]).toEqual([18, 35])
    const spaced = digits.replace(/(\d{4})/g, '$1 ')
    const wide = [...digits].map((d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)).join('')
    for (const text of [digits, spaced, wide, qr, qr.toLowerCase()]) {
      const said = readCode(text)!
      expect(said.alias).toBe(123_456_789)
      expect(provenStep([key], said, 59_123_456)).toBe(59_123_456)
    }
  })
  it.each([
    [-2, null],
    [-1, -1],
    [0, 0],
    [1, 1],
    [2, null],
  ])('shown %i steps off prove step %s', async (off, proven) => {
    const now = 59_000_000
    for (const text of Object.values(codeAt(key, 123_456_789, now + off))) {
      expect(provenStep([key], readCode(text)!, now)).toBe(proven === null ? null : now + proven)
    }
  })
  it('do not prove another alias, another key or one changed character', async () => {
    const { digits, qr } = codeAt(key, 123_456_789, 59_000_000)
    const other = Uint8Array.from(key, (byte) => byte ^ 1)
    expect(provenStep([other], readCode(digits)!, 59_000_000)).toBe(null)
    expect(provenStep([key], readCode(digits.replace('123456789', '123456780'))!, 59_000_000)).toBe(
      null,
    )
    expect(
      provenStep(
        [key],
        readCode(`${qr.slice(0, 33)}${qr[33] === 'A' ? 'B' : 'A'}${qr[34]}`)!,
        59_000_000,
      ),
    ).toBe(null)
  })
  it.each([
    '',
    '81',
    '82123456789' + '1234567',
    '810123456781234567',
    'YFB1',
    `YFB1${'A'.repeat(31)}`,
    `YFB1${'1'.repeat(31)}`,
    '🙂'.repeat(9),
  ])('have no form: %s', (text) => expect(readCode(text)).toBe(null))
})
