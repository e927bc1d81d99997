import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { type IdRow, one, sql } from '../../src/platform/d1'
import { good } from '../support/addresses'
import { type Aged, openAged } from './support'

it(`history that moves out leaves the rest closed, answers, and is shown, on ${ENGINE}`, async () => {
  const aged = await openAged()
  const use = await aged.uses(300)
  await aged.closes()
  await aged.closes()
  await aged.paysOut(700)
  await aged.closes()
  await aged.night()
  const before = await aged.counts()
  const row = await one(
    aged.db,
    sql<{
      idempotency_key: string
      actor_id: string
    }>`SELECT idempotency_key, actor_id FROM journal WHERE subject_id = ${use.id}`,
  )
  const segments = await aged.moves()
  const after = await aged.counts()
  expect(after).toMatchObject({
    segments,
    sum_fen: before.sum_fen,
    transfers: before.transfers - after.gone_transfers,
    entries: before.entries - 2 * after.gone_transfers,
  })
  expect(after.gone_transfers).toBeGreaterThan(2)
  await letsGoOfNothingElse(aged)
  await answersAsEver(aged, { ...row, id: use.id })
  await isShown(aged, segments)
})

async function letsGoOfNothingElse(aged: Aged) {
  for (const text of [
    sql`DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)`,
    sql`DELETE FROM ledger_entries`,
    sql`DELETE FROM ledger_transfers WHERE id = (SELECT max(id) FROM ledger_transfers)`,
    sql`DELETE FROM archive_segments`,
    sql`DELETE FROM archived_answers`,
    sql`DELETE FROM archived_stretches`,
    sql`DELETE FROM archived_subjects`,
    sql`UPDATE archive_segments SET phase = 'verified', cleared_at = NULL`,
    sql`UPDATE archived_answers SET seq = 1`,
    sql`INSERT INTO archived_subjects (subject_id, segment_no) VALUES ('rdm_of_nobody', 1)`,
    sql`INSERT INTO archived_answers (actor_id, idempotency_key, seq, segment_no)
        SELECT actor_id, idempotency_key, seq, 1 FROM journal LIMIT 1`,
  ])
    await expect(aged.db.batch([text]), text.text).rejects.toThrow(
      /append_only|archive_is_kept|archive_changed_meanwhile/,
    )
}

/** The answer that a key was given comes from its segment, and the key is refused for another request. */
async function answersAsEver(
  aged: Aged,
  of: { id: string; idempotency_key?: string; actor_id?: string },
) {
  const left = sql<IdRow>`SELECT id FROM journal WHERE subject_id = ${of.id}`
  expect(await one(aged.db, left)).toBeNull()
  const again = async (amount_fen: number) =>
    aged.call('POST', '/v1/redemptions', {
      token: await aged.as(of.actor_id ?? ''),
      key: of.idempotency_key ?? '',
      body: { code: '000000000000000000', amount_fen },
    })
  expect((await again(300)).body).toMatchObject({ code: 'idempotency_key_reused' })
  const { archive } = aged.world
  const empty = { name: 'none', put: async () => {}, get: async () => null }
  Object.assign(aged.world, { archive: empty })
  expect(await again(300)).toMatchObject({ status: 503, body: { code: 'archive_unavailable' } })
  Object.assign(aged.world, { archive })
}

async function isShown(aged: Aged, segments: number) {
  const days = good(await aged.says(aged.teller, 'GET', '/v1/archives'))
  const sum = days.data.reduce((all, { segments_count }) => all + segments_count, 0)
  expect(sum).toBe(segments)
  for (const { day, transfers_count, moved_fen } of days.data) {
    const read = good(await aged.says(aged.teller, 'GET', `/v1/archives/${day}`))
    expect(read).toMatchObject({ is_whole: true, verified_count: read.segments_count })
    const lines: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = good(
        await aged.says(aged.teller, 'GET', `/v1/archives/${day}/transfers?limit=2${query}`),
      )
      lines.push(...page.data.map(({ amount_fen }) => amount_fen))
      cursor = page.next_cursor
    }
    expect([lines.length, lines.reduce((all, fen) => all + fen, 0)]).toEqual([
      transfers_count,
      moved_fen,
    ])
  }
  const gone = await aged.says(aged.teller, 'GET', '/v1/archives/2020-01-01')
  expect(gone.body).toMatchObject({ code: 'archive_day_not_found' })
}
