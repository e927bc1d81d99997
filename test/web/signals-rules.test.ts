import { describe, expect, it } from 'vitest'
import { levelOf, type Seen, workOf } from '../../src/web/regulator/signals'

const shop = (id: string, more: object = {}) => ({
  id,
  name: id,
  admitted_at: '2026-01-01T00:00:00.000Z',
  owed_fen: 100_000,
  cards_count: 4,
  sales_held_at: null,
  licence_expires_on: null,
  lease_ends_on: null,
  level: 'A',
  ...more,
})
const NOTHING: Seen = {
  today: '2026-03-02',
  merchants: [],
  endings: [],
  breaks: [],
  refunds: [],
  holds: [],
  changes: [],
  coverage: [],
}
const incident = (more: object = {}) => ({
  id: 'end_1',
  kind: 'incident',
  merchant_id: 'a',
  reason: '卷闸门关闭',
  phase: 'waiting',
  confirmed_at: null,
  owed_fen: 0,
  cards_count: 0,
  shortfall_fen: 0,
  ...more,
})
const covered = (more: object) => ({
  day: '2026-03-01',
  merchant_id: 'a',
  cards_count: 4,
  requirement_fen: 100_000,
  resource_fen: 90_000,
  in_transit_fen: 10_000,
  missing_fen: 0,
  unexplained_fen: 0,
  ...more,
})

describe('whom an official visits', () => {
  it('is nobody where nothing is the matter, and such a shop is green', () => {
    const work = workOf({ ...NOTHING, merchants: [shop('a')] })
    expect(work).toEqual([])
    expect(levelOf(work, 'a')).toBe(1)
  })
  it('is the highest level first and then the most money', () => {
    const work = workOf({
      ...NOTHING,
      merchants: [
        shop('small', { level: 'D', owed_fen: 5 }),
        shop('a'),
        shop('large', { level: 'D', owed_fen: 9_000 }),
      ],
      endings: [incident()],
    })
    expect(work.map(({ merchant }) => merchant.id)).toEqual(['a', 'large', 'small'])
    expect(work.map(({ worst }) => worst.level)).toEqual([5, 3, 3])
  })
  it('has everything the shop owes at stake when it is reported unreachable', () => {
    const [row] = workOf({ ...NOTHING, merchants: [shop('a')], endings: [incident()] })
    expect(row).toMatchObject({ money_fen: 100_000, cards_count: 4 })
    expect(row?.worst.why.zh).toContain('卷闸门关闭')
    expect(row?.worst.next.href).toBe('/r/incidents/end_1')
  })
  it.each([
    ['dismissed', incident({ phase: 'dismissed' }), undefined],
    ['done and whole', incident({ phase: 'done', confirmed_at: 'x' }), undefined],
    ['done and short', incident({ phase: 'done', confirmed_at: 'x', shortfall_fen: 7 }), 5],
    ['confirmed', incident({ phase: 'refunding', confirmed_at: 'x' }), 4],
    ['a closure announced', incident({ kind: 'closure', phase: 'waiting' }), 2],
    ['a closure that refunds', incident({ kind: 'closure', phase: 'refunding' }), 3],
  ])('has the level of an ending that is %s', (_name, ending, level) => {
    const [row] = workOf({ ...NOTHING, merchants: [shop('a')], endings: [ending] })
    expect(row?.worst.level).toBe(level)
  })
  it.each([
    ['whole with what is on its way', {}, undefined, undefined],
    ['short', { in_transit_fen: 0, missing_fen: 10_000 }, 5, 10_000],
    ['unexplained', { unexplained_fen: -3 }, 5, 3],
    ['without a statement', { unexplained_fen: null }, undefined, undefined],
  ])('has the level of a coverage that is %s', (_name, more, level, money_fen) => {
    const [row] = workOf({ ...NOTHING, merchants: [shop('a')], coverage: [covered(more)] })
    expect([row?.worst.level, row?.money_fen]).toEqual([level, money_fen])
  })
  it.each([
    ['over', '2026-03-01', 4],
    ['over within thirty days', '2026-04-01', 2],
    ['good for longer', '2026-04-02', undefined],
  ])('has the level of a licence that is %s', (_name, licence_expires_on, level) => {
    const [row] = workOf({ ...NOTHING, merchants: [shop('a', { licence_expires_on })] })
    expect(row?.worst.level).toBe(level)
  })
  it('names a stop of sales once: not beside the ending that caused it', () => {
    const held = shop('a', { sales_held_at: 'x', sales_held_reason: '疑似失联' })
    const [alone] = workOf({ ...NOTHING, merchants: [held] })
    expect(alone?.worst.why.zh).toBe('已暂停充值：疑似失联')
    const [row] = workOf({ ...NOTHING, merchants: [held], endings: [incident()] })
    expect(row?.others).toEqual([])
  })
  it('leaves out matters of shops that the filter left out', () => {
    expect(workOf({ ...NOTHING, merchants: [shop('b')], endings: [incident()] })).toEqual([])
  })
})
