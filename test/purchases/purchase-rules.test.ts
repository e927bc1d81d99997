import { describe, expect, it } from 'vitest'
import { fen } from '../../src/kernel/money'
import type { Card, Lot } from '../../src/law/lots'
import {
  decideCredit,
  decidePayment,
  decidePurchase,
  lotTerms,
  type Notice,
  type OfferOnSale,
  type Purchase,
  type Sale,
  statusAfter,
} from '../../src/purchases/rules'
import { UNDISPUTED } from '../support/lots'
import { CALENDAR, trade } from '../support/weihai'

const NO = '01KJZ0000000000000000000AA'
const anOrder = (over: Partial<Purchase> = {}): Purchase => ({
  id: `pur_${NO}`,
  consumer_id: 'csm_1',
  merchant_id: 'mch_1',
  offer_id: 'off_1',
  contract_hash: 'h1',
  paid_fen: fen(20_000),
  provider: 'stripe',
  provider_ref: 'pi_1',
  status: 'processing',
  reason: null,
  attempts: 1,
  card_id: null,
  lot_id: null,
  accepted_at: '2026-03-02T01:00:00.000Z',
  expires_at: '2026-03-02T01:30:00.000Z',
  paid_at: null,
  refunds_fen: 0,
  wallet: null,
  version: 2,
  ...over,
})
type Payment = NonNullable<Notice['payment']>
const aNotice = (payment: Partial<Payment> | null = {}, over: Partial<Notice> = {}): Notice => ({
  kind: 'succeeded',
  type: 'payment_intent.succeeded',
  payment: payment && {
    provider_ref: 'pi_1',
    state: 'succeeded',
    amount_fen: 20_000,
    currency: 'cny',
    our_no: NO,
    reason: null,
    ...payment,
  },
  ...over,
})

describe('decideCredit', () => {
  it('credits a success that fits our order in every part', () => {
    const purchase = anOrder()
    expect(decideCredit(aNotice(), [purchase])).toEqual({ outcome: 'credited', purchase })
  })
  it.each(['awaiting_payment', 'processing', 'expired', 'failed'] as const)(
    'credits money that arrives while the order is %s, for the consumer has paid',
    (status) => {
      expect(decideCredit(aNotice(), [anOrder({ status })]).outcome).toBe('credited')
    },
  )
  it('only notes a second success of a paid order', () => {
    const purchase = anOrder({ status: 'paid' })
    expect(decideCredit(aNotice(), [purchase])).toEqual({
      outcome: 'noted',
      purchase,
      becomes: null,
    })
  })
  it.each<[string, Partial<Payment>, string]>([
    ['one fen less', { amount_fen: 19_999 }, 'amount_mismatch'],
    ['one fen more', { amount_fen: 20_001 }, 'amount_mismatch'],
    ['nothing', { amount_fen: 0 }, 'amount_mismatch'],
    ['dollars', { currency: 'usd' }, 'currency_mismatch'],
    ['another number of ours', { our_no: 'x' }, 'our_no_mismatch'],
    ['no number', { our_no: null }, 'our_no_mismatch'],
    ['another payment object', { provider_ref: 'pi_2' }, 'provider_ref_mismatch'],
    ['a state that is no success', { state: 'processing' }, 'state_not_succeeded'],
    ['an unclear state', { state: 'unclear' }, 'state_not_succeeded'],
  ])('parks a success with %s', (_what, payment, reason) => {
    for (const status of ['processing', 'paid', 'expired'] as const) {
      const verdict = decideCredit(aNotice(payment), [anOrder({ status })])
      expect(verdict).toMatchObject({ outcome: 'parked', reason })
    }
  })
  it('parks a success for an order that was never sent to the provider', () => {
    const verdict = decideCredit(aNotice(), [anOrder({ provider_ref: null })])
    expect(verdict).toMatchObject({ outcome: 'parked', reason: 'provider_ref_mismatch' })
  })
  it('parks money for an order we do not know', () => {
    expect(decideCredit(aNotice(), [])).toEqual({
      outcome: 'parked',
      purchase: null,
      reason: 'purchase_unknown',
    })
  })
  it('parks a success that wears the number of one order and the reference of another', () => {
    const other = anOrder({ id: 'pur_01KJZ0000000000000000000BB', provider_ref: 'pi_2' })
    const verdict = decideCredit(aNotice({ provider_ref: 'pi_2' }), [anOrder(), other])
    expect(verdict).toMatchObject({ outcome: 'parked', purchase: other, reason: 'our_no_mismatch' })
  })
  it('parks a success nobody can read, and a refund or dispute we did not start', () => {
    expect(decideCredit(aNotice(null), [])).toMatchObject({ reason: 'notice_unreadable' })
    const refund = aNotice({}, { kind: 'other', type: 'charge.refunded' })
    const dispute = aNotice({}, { kind: 'other', type: 'charge.dispute.created' })
    expect(decideCredit(refund, [anOrder()])).toMatchObject({ reason: 'unexpected_refund' })
    expect(decideCredit(dispute, [])).toMatchObject({ reason: 'unexpected_dispute' })
  })
  it('ignores what says nothing about money', () => {
    for (const notice of [aNotice(null, { kind: 'other' }), aNotice({}, { kind: 'failed' })])
      expect(decideCredit(notice, []).outcome).toBe('ignored')
  })
  it('frees the order after a failure, but never takes a paid one back', () => {
    const failed = aNotice({ state: 'declined' }, { kind: 'failed' })
    expect(decideCredit(failed, [anOrder()])).toMatchObject({ becomes: 'awaiting_payment' })
    expect(decideCredit(failed, [anOrder({ status: 'paid' })])).toMatchObject({ becomes: null })
    const stale = aNotice({ state: 'processing' }, { kind: 'failed' })
    expect(decideCredit(stale, [anOrder()])).toMatchObject({ outcome: 'noted', becomes: null })
  })
})

describe('statusAfter', () => {
  it.each([
    ['processing', 'declined', 'awaiting_payment'],
    ['processing', 'requires_method', 'awaiting_payment'],
    ['processing', 'canceled', 'failed'],
    ['awaiting_payment', 'canceled', 'failed'],
    ['awaiting_payment', 'declined', null],
    ['processing', 'unclear', null],
    ['processing', 'succeeded', null],
    ['paid', 'canceled', null],
    ['expired', 'canceled', null],
    ['failed', 'declined', null],
  ] as const)('%s and %s makes %s', (status, state, next) => {
    expect(statusAfter({ status }, state)).toBe(next)
  })
})

const anOffer = (over: Partial<OfferOnSale> = {}): OfferOnSale => ({
  id: 'off_1',
  merchant_id: 'mch_1',
  kind: 'stored_value',
  name: '充 200',
  service: '',
  price_fen: fen(20_000),
  bonus_units: 0,
  discount_bp: 10_000,
  face_units: 20_000,
  list_price_fen: fen(1),
  valid_days: null,
  use_limit: null,
  shops: [],
  clauses: [],
  contract_hash: 'h1',
  withdrawn_at: null,
  ...over,
})
const aLot = (over: Partial<Lot> = {}): Lot => ({
  id: 'lot_1',
  card_id: 'crd_1',
  offer_id: 'off_1',
  contract_hash: 'h1',
  paid_fen: fen(20_000),
  face_units: 20_000,
  used_units: 0,
  held_units: 0,
  released_fen: fen(0),
  refunded_fen: fen(0),
  refund_id: null,
  ...UNDISPUTED,
  difference_fen: fen(0),
  list_price_fen: fen(1),
  starts_on: '2026-03-01',
  ends_on: null,
  cool_off_ends_at: '2026-03-08T16:00:00.000Z',
  bought_at: '2026-03-01T01:00:00.000Z',
  ...over,
})
const aCard = (lots: Lot[], over: Partial<Card> = {}): Card => ({
  id: 'crd_1',
  merchant_id: 'mch_1',
  consumer_id: 'csm_1',
  kind: 'stored_value',
  service: '',
  status: 'active',
  version: 1,
  lots,
  ...over,
})
const aSale = (over: Partial<Sale> = {}): Sale => ({
  offer: anOffer(),
  merchant: {
    entity_type: 'company',
    sector_groups: trade('bakery'),
    licence_expires_on: null,
    lease_ends_on: null,
    admitted_at: '2026-01-01T00:00:00.000Z',
    sales_held_at: null,
    ...{ level: 'A' as const, owed_fen: 0, deposit_fen: 0 },
  },
  cards: [],
  on: '2026-03-02',
  region: 'shandong',
  ...over,
})
const buying = (over: Partial<Sale> & { contract_hash?: string } = {}) =>
  decidePurchase({ contract_hash: 'h1', ...aSale(over), ...over })

describe('decidePurchase', () => {
  it('lets a consumer buy what is on sale under the contract they read', () => {
    expect(() => buying()).not.toThrow()
  })
  it('refuses in a fixed order: offer, shop, contract, card, caps', () => {
    const withdrawn = anOffer({ withdrawn_at: '2026-03-01T00:00:00.000Z' })
    const held = { ...aSale().merchant, sales_held_at: '2026-03-01T00:00:00.000Z' }
    const frozen = aCard([], { status: 'frozen' })
    const dear = anOffer({ price_fen: fen(500_100), face_units: 500_100 })
    const worst = { offer: withdrawn, merchant: held, contract_hash: 'old', cards: [frozen] }
    expect(() => buying(worst)).toThrow('offer_withdrawn')
    expect(() => buying({ ...worst, offer: dear })).toThrow('sales_on_hold')
    const on_sale = { offer: dear, contract_hash: 'old', cards: [frozen] }
    expect(() => buying(on_sale)).toThrow('contract_not_accepted')
    expect(() => buying({ offer: dear, cards: [frozen] })).toThrow('card_frozen')
    expect(() => buying({ cards: [aCard([], { status: 'closed' })] })).toThrow('card_closed')
    expect(() => buying({ offer: dear })).toThrow('offer_exceeds_card_cap')
  })
  it('counts what is still unused on the card to be topped up', () => {
    const half = (used_units: number) =>
      aLot({
        paid_fen: fen(490_000),
        face_units: 490_000,
        used_units,
        released_fen: fen(used_units),
      })
    expect(() => buying({ cards: [aCard([half(0)])] })).toThrow('offer_exceeds_card_cap')
    expect(() => buying({ cards: [aCard([half(20_000)])] })).not.toThrow()
  })
})

describe('decidePayment', () => {
  it('honours the contract accepted with the order, and stops for a shop put on hold', () => {
    const renewed = anOffer({ contract_hash: 'h2' })
    expect(() => decidePayment(aSale({ offer: renewed }))).not.toThrow()
    const held = { ...aSale().merchant, sales_held_at: '2026-03-02T00:00:00.000Z' }
    expect(() => decidePayment(aSale({ merchant: held }))).toThrow('sales_on_hold')
  })
})

describe('lotTerms', () => {
  const bought_at = '2026-03-02T01:00:00.000Z'
  it('takes the terms sold, and gives seven whole days to think again', () => {
    const sold = { offer: anOffer(), merchant: aSale().merchant, lots: [] }
    const terms = lotTerms({ ...sold, bought_at, region: 'shandong', calendar: CALENDAR })
    expect(terms).toEqual({
      face_units: 20_000,
      bonus_units: 0,
      list_price_fen: 1,
      bought_at,
      starts_on: '2026-03-02',
      ends_on: null,
      cool_off_ends_at: '2026-03-09T16:00:00.000Z',
      ...{ card_cap_fen: 500_000, holder_cap_fen: null },
    })
  })
  it('starts a period card on the day of payment, or after the one that is running', () => {
    const month = anOffer({
      kind: 'period',
      service: '健身',
      face_units: 30,
      valid_days: 30,
      list_price_fen: fen(1_000),
      use_limit: 'unlimited',
    })
    const sector = { ...aSale().merchant }
    const here = { region: 'shandong', calendar: CALENDAR } as const
    const terms = { offer: month, merchant: sector, bought_at, ...here }
    const first = lotTerms({ ...terms, lots: [] })
    expect([first.starts_on, first.ends_on]).toEqual(['2026-03-02', '2026-03-31'])
    const running = aLot({ starts_on: first.starts_on, ends_on: first.ends_on, face_units: 30 })
    const second = lotTerms({ ...terms, lots: [running] })
    expect([second.starts_on, second.ends_on]).toEqual(['2026-04-01', '2026-04-30'])
  })
})
