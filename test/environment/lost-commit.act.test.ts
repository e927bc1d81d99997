import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { type Statement, sql } from '../../src/platform/d1'
import { loses } from '../support/lost'
import { OUTSIDE_ACTS, openStand, outsideCounts, type Stand } from './outside-support'

let desk: Stand
beforeEach(async () => {
  desk = await openStand()
})
const DONE = [200, 201, 202]
const acts = OUTSIDE_ACTS.flatMap(({ key, leaves, ...act }) =>
  key === undefined || leaves === undefined ? [] : [{ ...act, key, leaves }],
)
/** The batch that writes down what was asked outside. */
const writes =
  (key: string) =>
  ({ text, values }: Statement) =>
    text.startsWith('INSERT INTO journal (') &&
    values.some((value) => value === key || String(value).startsWith(`${key}:`))
const leases = () => desk.rows(sql`SELECT * FROM journal_leases`)

describe.each(acts)(`what was asked outside, on ${ENGINE}: $name`, ({ key, leaves, ready }) => {
  const opens = async () => {
    const act = await ready(desk)
    const before = await outsideCounts(desk)
    const leftOutside = async () => {
      const now = await outsideCounts(desk)
      const more = Object.entries(now).map(([name, n]) => [
        name,
        n - before[name as keyof typeof before],
      ])
      return Object.fromEntries(more.filter(([, n]) => n !== 0))
    }
    return { act, leftOutside }
  }

  it.each(['before', 'after'] as const)(
    'is written down once, though the line is lost %s the commit',
    async (when) => {
      const { act, leftOutside } = await opens()
      const commit = loses(desk.faulty, when, writes(key))
      const said = await act()
      expect(DONE, said.text).toContain(said.status)
      // An order that moved on meanwhile, by the provider's own notice, is decided on once more.
      expect(commit.found()).toBeGreaterThanOrEqual(when === 'before' ? 2 : 1)
      expect((await act()).text).toBe(said.text)
      expect(await leftOutside()).toEqual(leaves)
      expect(await leases()).toEqual([])
    },
  )
  it('is found again by the same request when the process died before the commit', async () => {
    const { act, leftOutside } = await opens()
    const commit = loses(desk.faulty, 'dies', writes(key))
    expect((await act()).status).toBeGreaterThanOrEqual(500)
    expect(commit.found()).toBe(1)
    expect((await act()).body.code).toBe('request_in_flight')
    desk.advance(31_000)
    const again = await act()
    expect(DONE, again.text).toContain(again.status)
    expect((await act()).text).toBe(again.text)
    expect(await leftOutside()).toEqual(leaves)
    expect(await leases()).toEqual([])
  })
})
