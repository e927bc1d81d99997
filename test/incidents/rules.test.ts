import { expect, it } from 'vitest'
import { maskedCard, refundsStanding, respondersIn, whistleState } from '../../src/incidents/rules'
import { WEIHAI } from '../support/weihai'

it('calls the quickest first, and only units of the district', () => {
  const units = respondersIn(WEIHAI, 'huancui', '2026-03-01')
  expect(units.map(({ unit }) => unit)).toEqual([
    ...['custodian', 'market', 'subdistrict', 'police', 'commerce'],
  ])
})
it('says whether a unit answered, and in time', () => {
  const [due_at, before, after] = ['2026-03-01T10:00', '2026-03-01T09:00', '2026-03-01T11:00']
  expect(whistleState({ due_at, answered_at: null }, before)).toBe('waiting')
  expect(whistleState({ due_at, answered_at: null }, after)).toBe('late')
  expect(whistleState({ due_at, answered_at: before }, after)).toBe('answered')
  expect(whistleState({ due_at, answered_at: after }, after)).toBe('answered_late')
})
it('counts every refund once beside all that were opened', () => {
  const sums = [
    { state: 'sent', n: 2, fen: 300 },
    { state: 'succeeded', n: 3, fen: 500 },
    { state: 'awaiting_account', n: 1, fen: 70 },
    { state: 'withdrawn', n: 4, fen: 999 },
  ]
  expect(refundsStanding(sums)).toEqual({
    opened: { count: 6, fen: 870 },
    on_the_way: { count: 2, fen: 300 },
    arrived: { count: 3, fen: 500 },
    failed: { count: 1, fen: 70 },
  })
})
it('names a card to outsiders by its tail', () => {
  expect(maskedCard('crd_01KJP0Y9M0K9BXBGGWGHAEX21Y')).toBe('…AEX21Y')
})
