import { describe, expect, it } from 'vitest'
import {
  addedUp,
  type CellRow,
  linesBy,
  quarterSpan,
  reasons,
  type ShopRow,
  shopsBehind,
  weekSpan,
  worstLine,
} from '../../src/reports/rules'

const nothing = addedUp([])
const cell = (half: CellRow['half'], district: string, of: Partial<CellRow>): CellRow => ({
  ...nothing,
  half,
  district,
  sector: 'food',
  ...of,
})

describe('a report', () => {
  it('holds a week against the seven days before, a quarter against the one before, over the year’s end', () => {
    expect(weekSpan('2026-03-01')).toEqual({
      from: '2026-02-23',
      to: '2026-03-01',
      before_from: '2026-02-16',
      before_to: '2026-02-22',
    })
    expect(quarterSpan('2026Q1')).toEqual({
      from: '2026-01-01',
      to: '2026-03-31',
      before_from: '2025-10-01',
      before_to: '2025-12-31',
    })
  })
  it('says why: reasons add up to the change, and what got better counts against it', () => {
    const rows = [
      cell('before', 'a', { complaints: 1, refund_requests: 4, uses: 100 }),
      cell('now', 'a', { complaints: 4, refund_requests: 1, uses: 70, alarmed_count: 1 }),
    ]
    const [line] = linesBy(rows, 'district')
    expect(line?.why.map(({ cause, points }) => [cause, points])).toEqual([
      ['complaints', 15],
      ['alarmed_count', 10],
      ['uses_fell', 6],
      ['refund_requests', -6],
    ])
    expect(line?.change).toBe(25)
  })
  it('takes no fall of uses seriously where there were few, or where it is small', () => {
    const of = (uses: number) => ({ ...nothing, uses })
    expect(reasons(of(0), of(49))).toEqual([])
    expect(reasons(of(81), of(100))).toEqual([])
    expect(reasons(of(-3), of(100))[0]?.points).toBe(20)
  })
  it('names the worst district, and none where none is worse', () => {
    const rows = [
      cell('now', 'b', { complaints: 1 }),
      cell('before', 'b', {}),
      cell('now', 'a', { complaints: 1 }),
      cell('before', 'c', { complaints: 9 }),
    ]
    expect(worstLine(rows)?.key).toBe('a')
    expect(worstLine([cell('before', 'c', { complaints: 9 })])).toBeNull()
  })
  it('names at most five shops, those that added most first', () => {
    const shop = (n: number, now: number): ShopRow => ({
      merchant_id: `mch_${n}`,
      merchant_name: `店 ${n}`,
      district: 'a',
      ...{ complaints_now: now, complaints_before: 1, contested_uses_now: 0 },
      ...{ contested_uses_before: 0, refund_requests_now: 0, refund_requests_before: 0 },
      ...{ payout_bounces_now: 0, payout_bounces_before: 0 },
      ...{ bank_breaks_now: 0, bank_breaks_before: 0 },
    })
    const found = shopsBehind([0, 1, 2, 3, 4, 5, 6, 7].map((n) => shop(n, n)))
    expect(found.map(({ merchant_id }) => merchant_id)).toEqual(
      [7, 6, 5, 4, 3].map((n) => `mch_${n}`),
    )
  })
})
