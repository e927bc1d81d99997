import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { MINUTE_MS } from '../../src/kernel/time'
import { type Statement, sql } from '../../src/platform/d1'
import { LOSSES, loses } from '../support/lost'
import { goesOn, openWith, sentInstructions, THINGS, turns } from './support'

/** It says of an instruction how it ended. */
const books = ({ text, values: [state] }: Statement): boolean =>
  text.startsWith('UPDATE instructions SET state = ?') && (state === 'done' || state === 'accepted')

describe(`everything told outside on ${ENGINE}`, () => {
  for (const thing of THINGS)
    it.each(LOSSES)(`${thing.kind}: told, and the commit lost (%s)`, async (how) => {
      const desk = await openWith(thing)
      const commit = loses(desk.faulty, how, books)
      await thing.runs(desk).catch(() => null)
      expect(commit.found()).toBeGreaterThan(0)
      desk.advance(20 * MINUTE_MS)
      await goesOn(desk, thing, 8)
      const told = await sentInstructions(desk, thing.kind)
      expect(told.length).toBeGreaterThan(0)
      for (const one of told) expect(one).toMatchObject({ times: 1, state: 'done' })
      for (const table of [sql`job_failures`, sql`journal_leases`])
        expect(await desk.rows(sql`SELECT * FROM ${table}`)).toEqual([])
      expect((await checkBooks(desk.db)).divergences).toEqual([])
    })

  it.each(THINGS)('$kind: two runs at once tell it once', async (thing) => {
    const desk = await openWith(thing)
    await turns(desk, thing, [{ on: 'tell', kind: 'served_not_answered' }])
    await Promise.all([thing.runs(desk), thing.runs(desk)])
    desk.advance(20 * MINUTE_MS)
    await Promise.all([thing.runs(desk), thing.runs(desk)])
    await goesOn(desk, thing, 8)
    for (const one of await sentInstructions(desk, thing.kind))
      expect(one).toMatchObject({ times: 1, state: 'done' })
    expect(await desk.rows(sql`SELECT job, subject_id, error FROM job_failures`)).toEqual([])
    expect((await checkBooks(desk.db)).divergences).toEqual([])
  })
})
