import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/kernel/refusals'
import { alarmsFor, purposeFor, subjectsFrom } from '../../src/traces/rules'

const at = '2026-03-02T01:00:00.000Z'
const of = (id: string, more: object) => ({
  id,
  kind: 'case' as const,
  consumer_id: null,
  merchant_id: null,
  opened_at: at,
  ...more,
})
const LI = of('acp_1', { consumer_id: 'li', merchant_id: 'a' })
const SHOP_A = of('acp_2', { merchant_id: 'a' })
const FILE = of('acp_3', {})
const URGENT = { ...of('acp_4', {}), kind: 'emergency' as const }
const ALL = [URGENT, FILE, SHOP_A, LI]
const read = (consumer_id: string | null, merchant_id: string | null) => ({
  consumer_id,
  merchant_id,
  things: [],
})
const chosen = (named: string | null, told: ReturnType<typeof read>[], open = ALL) => {
  try {
    return purposeFor(open, named, told).id
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

describe('the purpose of a reading', () => {
  it.each([
    ['that person there', null, [read('li', 'a')], 'acp_1'],
    ['another person there', null, [read('wang', 'a')], 'acp_2'],
    ['both', null, [read('li', 'a'), read('wang', 'a')], 'acp_2'],
    ['that person elsewhere', null, [read('li', 'b')], 'acp_4'],
    ['a file of the shop', null, [read(null, 'a')], 'acp_2'],
    ['a file of the city', null, [read(null, null)], 'acp_3'],
    ['a file of another shop', null, [read(null, 'b')], 'access_purpose_needed'],
    ['under a named one', 'acp_2', [read('li', 'a')], 'acp_2'],
    ['under one that is not for it', 'acp_1', [read('wang', 'a')], 'access_purpose_not_for_this'],
    ['under one that is over', 'acp_9', [read('li', 'a')], 'access_purpose_over'],
  ] as const)('of %s is found', (_what, named, told, expected) => {
    expect(chosen(named, [...told])).toBe(expected)
  })
  it('is asked for where only a matter of the city is open', () => {
    expect(chosen(null, [read('li', 'a')], [FILE])).toBe('access_purpose_needed')
  })
})

describe('alarms', () => {
  const before = { burst_count: 0, people: [], readers: [] }
  const me = { official_id: 'ofc_me', day: '2026-03-02' }
  it('are raised from the thirtieth reading, the fiftieth person, the fifth reader on', () => {
    const told = [read('li', 'a')]
    const people = Array.from({ length: 49 }, (_, n) => `csm_${n}`)
    const readers = ['1', '2', '3', '4'].map((n) => ({ consumer_id: 'li', official_id: n }))
    const kinds = (more: object) =>
      alarmsFor({ ...me, told }, { ...before, ...more }).map(({ kind }) => kind)
    expect(kinds({})).toEqual([])
    expect([kinds({ burst_count: 28 }), kinds({ burst_count: 29 })]).toEqual([[], ['burst']])
    expect([kinds({ people: people.slice(1) }), kinds({ people })]).toEqual([[], ['many_people']])
    expect([kinds({ readers: readers.slice(1) }), kinds({ readers })]).toEqual([
      [],
      ['same_person'],
    ])
  })
  it('count each person once, with all that was read of them', () => {
    const one = (id: string) => ({ id, consumer_id: 'li', merchant_id: 'a' })
    expect(subjectsFrom([one('b'), one('a'), one('b')])).toEqual([
      { consumer_id: 'li', merchant_id: 'a', things: ['a', 'b'] },
    ])
  })
})
