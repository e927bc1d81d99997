import { describe, expect, it } from 'vitest'
import {
  cardRefundableFen,
  type PackCard,
  packPayments,
  saysNothingNew,
  withContracts,
} from '../../src/packs/rules'
import { dueOn, quarterPeriod, quarterState } from '../../src/quarters/rules'
import { CALENDAR, trade } from '../support/weihai'

const payment = {
  purchase_id: 'p',
  provider: 'stripe',
  provider_ref: 'pi_1',
  contract_hash: 'b',
  template_version: 'v1',
  paid_on: '2026-03-01',
  paid_fen: 300,
  refunded_fen: 0,
  left_now_fen: 200,
}
const card: PackCard = {
  card_id: 'c',
  holder_no: 'h',
  escrow_fen: 150,
  held_fen: 50,
  refunding_fen: 0,
  contract_hash: 'b',
  first_paid_on: '2026-03-01',
  payments: packPayments([payment], 200),
}

describe('a card of a pack', () => {
  it('tells what stands under each payment only while nothing has moved since the day', () => {
    expect(packPayments([payment], 200)[0]).toMatchObject({ left_fen: 200, provider_ref: 'pi_1' })
    expect(packPayments([payment], 250)[0]?.left_fen).toBeNull()
    expect(packPayments([payment], 200)[0]).not.toHaveProperty('template_version')
  })
  it('gives back by §18 what is neither earned nor on its way', () => {
    expect(cardRefundableFen({ ...card })).toBe(200)
  })
  it('is written again only when something about it is new', () => {
    expect(saysNothingNew(card, { ...card })).toBe(true)
    expect(saysNothingNew(card, { ...card, escrow_fen: 149 })).toBe(false)
    expect(saysNothingNew(card, { ...card, holder_no: 'somebody else' })).toBe(false)
    expect(saysNothingNew(card, null)).toBe(false)
    expect(saysNothingNew({ ...card, escrow_fen: 0, held_fen: 0 }, null)).toBe(true)
  })
  it('counts once under each contract, however many payments it has', () => {
    const other = { contract_hash: 'a', template_version: 'v2' }
    const first = withContracts([], [[payment, payment, other]])
    expect(first.map((c) => [c.contract_hash, c.cards_count])).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    const [, second] = withContracts(first, [[payment], []])
    expect(second).toEqual({ contract_hash: 'b', template_version: 'v1', cards_count: 2 })
    expect(first[1]?.cards_count).toBe(1)
  })
})

describe('a quarter', () => {
  it.each([
    ['2026Q1', '2026-01-01', '2026-03-31', '2025-12-31T16:00:00.000Z', '2026-03-31T16:00:00.000Z'],
    ['2028Q1', '2028-01-01', '2028-03-31', '2027-12-31T16:00:00.000Z', '2028-03-31T16:00:00.000Z'],
    ['2026Q3', '2026-07-01', '2026-09-30', '2026-06-30T16:00:00.000Z', '2026-09-30T16:00:00.000Z'],
    ['2026Q4', '2026-10-01', '2026-12-31', '2026-09-30T16:00:00.000Z', '2026-12-31T16:00:00.000Z'],
  ])('%s is three months of Asia/Shanghai', (quarter, from_on, to_on, from_at, end_at) => {
    expect(quarterPeriod(quarter)).toEqual({ quarter, from_on, to_on, from_at, end_at })
  })
  const company = {
    entity_type: 'company' as const,
    sector: 'bakery' as const,
    admitted_at: '2026-03-31T15:59:59.999Z',
  }
  it.each([
    ['a company of the three trades, fifteen working days', company, 'shandong', '2026-04-22'],
    [
      'a sole trader is asked by no norm',
      { ...company, entity_type: 'individual' as const },
      'shandong',
      null,
    ],
    ['a gym stands outside order 9', { ...company, sector: 'gym' as const }, 'shandong', null],
    [
      'every operator of Shanghai, by the 25th',
      { ...company, sector: 'gym' as const },
      'shanghai',
      '2026-04-25',
    ],
    [
      'nobody before there was a shop',
      { ...company, admitted_at: '2026-03-31T16:00:00.000Z' },
      'shandong',
      null,
    ],
  ])('%s', (_why, issuer, region, due_on) => {
    const due = dueOn(issuer, quarterPeriod('2026Q1'), {
      ...{ region, calendar: CALENDAR },
      groups: trade(issuer.sector),
    })
    expect(due?.last_day ?? null).toBe(due_on)
  })
  it.each([
    ['2026-03-31', null, '2026-04-22', 'running'],
    ['2026-04-01', null, '2026-04-22', 'due'],
    ['2026-04-22', null, '2026-04-22', 'due'],
    ['2026-04-23', null, '2026-04-22', 'overdue'],
    ['2026-04-23', null, null, 'open'],
    ['2026-06-01', '2026-04-22T15:59:59.999Z', '2026-04-22', 'filed'],
    ['2026-06-01', '2026-04-22T16:00:00.000Z', '2026-04-22', 'filed_late'],
    ['2026-06-01', '2026-05-22T16:00:00.000Z', null, 'filed'],
  ])('on %s, filed at %s and due on %s, is %s', (today, filed_at, due_on, state) => {
    expect(quarterState({ to_on: '2026-03-31' }, { due_on, filed_at }, today)).toBe(state)
  })
})
