import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { PASSES } from '../../src/books/passes'
import { continueRuns, startNightlyRun } from '../../src/books/run'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
let boss: string
beforeEach(async () => {
  desk = await openDesk()
  const [person] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  boss = String(person?.id)
  await desk.uses(await desk.buysCard(), 40_000)
})
const start = () => desk.says(boss, 'POST', '/v1/book-runs')
const read = async (id: string) => good(await desk.says(boss, 'GET', `/v1/book-runs/${id}`))

describe(`a check of the books on ${ENGINE}`, () => {
  it('is asked for, goes on by the clock, and shows how far it is', async () => {
    const run = good(await start())
    expect(run).toMatchObject({ state: 'running', passes_done: 0, result: null })
    expect((await start()).body.code).toBe('book_run_is_running')
    while ((await continueRuns(desk.world, 1)) > 0);
    expect(await read(run.id)).toMatchObject({
      state: 'done',
      result: 'clean',
      passes_done: PASSES.length,
      findings_count: 0,
    })
    good(await start())
  })
  it('begins by itself every night, once', async () => {
    await startNightlyRun(desk.world, 1)
    await startNightlyRun(desk.world, 1)
    expect(await desk.rows(sql`SELECT asked_by FROM book_runs`)).toEqual([{ asked_by: 'clock' }])
  })
  const night = async () => {
    desk.advance(24 * 3_600_000)
    await startNightlyRun(desk.world, 1)
    while ((await continueRuns(desk.world, 1)) > 0);
    const [last] = await desk.rows(sql`SELECT id FROM book_runs ORDER BY id DESC LIMIT 1`)
    return read(String(last?.id))
  }
  it('takes up at night what acts touched since the last clean run, and until it is clean again', async () => {
    expect(await night()).toMatchObject({ scope: 'night', result: 'clean' })
    const card = await desk.buysCard()
    expect(await night()).toMatchObject({ scope: 'night', result: 'clean' })
    const touched = await desk.rows(sql`SELECT key FROM book_touched WHERE kind = 'cards'`)
    expect(touched).toEqual([{ key: card }])
    desk.advance(2 * 3_600_000)
    expect(await night()).toMatchObject({ result: 'clean' })
    expect(await desk.rows(sql`SELECT key FROM book_touched WHERE kind = 'cards'`)).toEqual([])
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/freeze`, { reason: 'other' }))
    expect(await night()).toMatchObject({ result: 'clean' })
    expect(await desk.rows(sql`SELECT key FROM book_touched WHERE kind = 'cards'`)).toEqual(touched)
    const wrong = (by: number) =>
      desk.db.batch([sql`UPDATE merchant_totals SET cards_count = cards_count + ${by}`])
    await wrong(1)
    expect(await night()).toMatchObject({ result: 'mismatch', findings_count: 1 })
    expect(await night()).toMatchObject({ result: 'mismatch', findings_count: 1 })
    await wrong(-1)
    expect(await night()).toMatchObject({ result: 'clean' })
    const marks = await desk.rows(
      sql`SELECT since ->> 'journal' AS since, upto ->> 'journal' AS upto FROM book_runs ORDER BY id`,
    )
    const upto = (run: number) => marks[run]?.upto
    const last_clean = [upto(0), upto(1), upto(2), upto(3), upto(3), upto(3)]
    expect(marks.map(({ since }) => since)).toEqual([null, ...last_clean])
  })
  it('goes on at night after being killed anywhere, and says the same', async () => {
    await night()
    await desk.uses(await desk.buysCard(), 10_000)
    desk.advance(24 * 3_600_000)
    await startNightlyRun(desk.world, 1)
    let n = 0
    desk.faulty.next = () => (n++ % 3 === 1 ? 'after' : n % 5 === 0 ? 'before' : null)
    for (let i = 0; i < 20; i++) await continueRuns(desk.world, 1).catch(() => 0)
    desk.faulty.next = () => null
    desk.advance(24 * 3_600_000)
    while ((await continueRuns(desk.world, 1)) > 0);
    const runs = await desk.rows(sql`SELECT result, broken_passes FROM book_runs ORDER BY id`)
    expect(runs[1]?.result).not.toBeNull()
    expect(await night()).toMatchObject({ result: 'clean', findings_count: 0 })
  })
  it('names what diverges, tells of it, and goes on after being killed', async () => {
    await desk.db.batch([
      sql`UPDATE merchant_totals SET cards_count = cards_count + 1 WHERE merchant_id = ${desk.shop.id}`,
    ])
    const run = good(await start())
    let n = 0
    desk.faulty.next = () => (n++ % 3 === 1 ? 'after' : n % 5 === 0 ? 'before' : null)
    for (let i = 0; i < 20; i++) await continueRuns(desk.world, 1).catch(() => 0)
    desk.faulty.next = () => null
    desk.advance(3_600_000)
    while ((await continueRuns(desk.world, 1)) > 0);
    expect(await read(run.id)).toMatchObject({ result: 'mismatch', findings_count: 1 })
    const { data } = good(await desk.says(boss, 'GET', `/v1/book-runs/${run.id}/findings`))
    expect(data).toMatchObject([{ pass: 'totals_match_the_facts', id: desk.shop.id }])
    const told = await desk.rows(
      sql`SELECT count(*) AS n FROM events WHERE type = 'books.mismatch'`,
    )
    expect(told).toEqual([{ n: 1 }])
  })
  it('says of every pass when the new and the oldest part of the old were read', async () => {
    const passes = async () => good(await desk.says(boss, 'GET', '/v1/book-passes')).data
    expect(await passes()).toMatchObject(
      PASSES.map(({ name }) => ({ name, parts_count: 0, oldest_read_at: null, new_read_at: null })),
    )
    await night()
    const at = desk.world.now()
    expect((await passes())[0]).toMatchObject({ new_read_at: at })
    await desk.db.batch([
      sql`INSERT INTO book_parts (pass, from_key, to_key, rows_count, read_at)
          VALUES ('transfer_has_two_entries', '', 'trf_0', 7, ${at})`,
    ])
    const [part] = (await passes()).filter((one: { parts_count: number }) => one.parts_count > 0)
    expect(part).toMatchObject({
      name: 'transfer_has_two_entries',
      rows_count: 7,
      oldest_read_at: at,
    })
  })
  it('is for the platform and the bank alone', async () => {
    for (const who of [desk.li.id, desk.owner, desk.supervisor])
      expect((await desk.says(who, 'GET', '/v1/book-passes')).status).toBe(403)
    for (const who of [desk.li.id, desk.owner, desk.supervisor])
      expect((await desk.says(who, 'GET', '/v1/book-runs')).status).toBe(403)
  })
})
