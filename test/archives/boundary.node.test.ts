import { beforeEach, describe, expect, it } from 'vitest'
import { moveHistoryOut } from '../../src/archives/move'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { exportBytes } from '../../src/exports/formats'
import { exportSource } from '../../src/exports/source'
import { exportSpan } from '../../src/exports/span-rules'
import { localDate, plusDays } from '../../src/kernel/time'
import { openSegment } from '../../src/platform/archived'
import { all, sql } from '../../src/platform/d1'
import { good } from '../support/addresses'
import { type Aged, agedFindings, openAged } from './support'

let aged: Aged
beforeEach(async () => {
  aged = await openAged()
  await aged.night()
})
/** The book of the city, card by card, of the days from one to another before today. */
async function book(from: number, to: number): Promise<string> {
  const now = aged.world.now()
  const today = localDate(now)
  const span = exportSpan(plusDays(today, -from), plusDays(today, -to), now)
  const chunks: string[] = []
  const utf8 = new TextDecoder()
  for (const merchant_id of [null, aged.shop.id])
    for (const detail of ['card', 'shop'] as const) {
      const source = exportSource(aged.world, { merchant_id, detail }, span)
      for await (const chunk of exportBytes('hledger', source)) chunks.push(utf8.decode(chunk))
    }
  return chunks.join('').replace(/^;.*$/gm, '')
}
const spans = [
  [9, 0],
  [5, 2],
  [3, 0],
  [9, 6],
  [1, 0],
] as const
const books = async () => {
  const out: string[] = []
  for (const [from, to] of spans) out.push(await book(from, to))
  return out
}
const linesOf = async (account: string, limit: number) => {
  const ids: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`
    const page = good(
      await aged.says(
        aged.teller,
        'GET',
        `/v1/ledger/accounts/${account}/entries?limit=${limit}${query}`,
      ),
    )
    ids.push(
      ...page.data.map(
        (one) => `${one.account_version} ${one.amount_fen} ${one.reason} ${one.counter_account_id}`,
      ),
    )
    cursor = page.next_cursor
  }
  return ids
}

describe('history that moves out', () => {
  it('leaves balances, facts and keys; files, lists and old answers cross the boundary', async () => {
    const before = await aged.counts()
    expect(await agedFindings(aged)).toEqual([])
    const [files, lines, hub] = [
      await books(),
      await linesOf(`escrow:${aged.card}`, 2),
      await linesOf(`custody:${aged.shop.id}`, 50),
    ]
    const segments = await aged.moves()
    const after = await aged.counts()
    expect(segments).toBeGreaterThan(2)
    expect(await aged.rows(sql`SELECT * FROM job_failures`)).toEqual([])
    expect(after).toMatchObject({
      segments,
      sum_fen: before.sum_fen,
      transfers: before.transfers - after.gone_transfers,
      entries: before.entries - 2 * after.gone_transfers,
    })
    expect(after.gone_transfers).toBeGreaterThan(2)
    expect(after.answers).toBeGreaterThan(20)
    expect(await agedFindings(aged)).toEqual([])
    expect(await books()).toEqual(files)
    expect(await linesOf(`escrow:${aged.card}`, 2)).toEqual(lines)
    expect(await linesOf(`custody:${aged.shop.id}`, 50)).toEqual(hub)
    await aged.paysOut(500)
    await aged.closes()
    await aged.night()
    expect(await agedFindings(aged)).toEqual([])
    const [run] = await aged.rows(sql`SELECT result FROM book_runs ORDER BY id DESC LIMIT 1`)
    expect(run?.result).toBe('clean')
  })
  it('stops anywhere and goes on: nothing is lost, nothing is twice, whichever batch fails', async () => {
    const before = await aged.counts()
    const files = await books()
    const wanted = before.transfers
    // Each batch of the job fails once on its way there and once with its answer lost.
    let trips = 0
    for (let at = 0; at < 60; at++) {
      let n = 0
      aged.faulty.next = () => (n++ === at >> 1 ? (at % 2 === 0 ? 'before' : 'after') : null)
      await moveHistoryOut(aged.world, 1).catch(() => null)
      aged.faulty.next = () => null
      trips = Math.max(trips, n)
      aged.advance(7 * 60_000)
    }
    expect(trips).toBeGreaterThan(8)
    await aged.moves()
    const after = await aged.counts()
    expect(after.transfers + after.gone_transfers).toBe(wanted)
    expect(after.entries).toBe(2 * after.transfers)
    expect(after.sum_fen).toBe(before.sum_fen)
    const [journal] = await aged.rows(
      sql`SELECT (SELECT max(seq) FROM journal) - (SELECT count(*) FROM journal) - (SELECT count(*) FROM archived_answers) AS lost`,
    )
    expect(journal?.lost).toBe(0)
    expect(await aged.rows(sql`SELECT no FROM archive_segments WHERE phase <> 'cleared'`)).toEqual(
      [],
    )
    expect(await agedFindings(aged)).toEqual([])
    expect(await books()).toEqual(files)
  })
  it('is not let go of where what was read back is not what the database says', async () => {
    const objects = new Map<string, string>()
    let spoils = (text: string) => text
    Object.assign(aged.world, {
      archive: {
        name: 'spoilt',
        put: async (name: string, text: string) => void objects.set(name, text),
        get: async (name: string) => spoils(objects.get(name) ?? ''),
      },
    })
    const before = await aged.counts()
    for (const spoilt of [
      () => '',
      (text: string) => `${text.slice(0, -4)}AAAA`,
      (text: string) => text.slice(0, 200),
    ]) {
      spoils = spoilt
      expect(await moveHistoryOut(aged.world, 5)).toBe(0)
      aged.advance(3_600_000)
    }
    const { transfers, entries } = before
    expect(await aged.counts()).toMatchObject({ transfers, entries, segments: 1, answers: 0 })
    spoils = (text) => text
    await aged.moves()
    expect(await agedFindings(aged)).toEqual([])
    expect([...objects.values()].join()).not.toContain(aged.card)
  })
  it('is sealed as a whole, and has nobody’s number even for whoever opens it', async () => {
    await aged.moves()
    const rows = await all(
      aged.db,
      sql<{ no: number; content_hash: string }>`SELECT no, content_hash FROM archive_segments`,
    )
    const phones = Object.values({ ...HOLDERS, ...OFFICIALS }).map(({ phone }) => phone)
    const kept = await aged.rows(sql`SELECT content FROM mock_archive_objects`)
    expect(kept.every(({ content }) => /^v1\.[\w.-]+$/.test(String(content)))).toBe(true)
    for (const row of rows) {
      const text = JSON.stringify(await openSegment(aged.world, row))
      expect(phones.filter((phone) => text.includes(phone))).toEqual([])
    }
  })
})
