import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { PASSES } from '../../src/books/passes'
import { chainHash, contentHash, contentHashBefore } from '../../src/environment/content-hash'
import { hex } from '../../src/environment/crypto'
import { isSameRequest, requestFingerprint } from '../../src/environment/fingerprint'
import { keyedAsk } from '../../src/identity/asks'
import { CLOCK } from '../../src/platform/actor'
import { sql } from '../../src/platform/d1'
import { jobAct } from '../../src/platform/journal'
import { journalRowHashLike } from '../../src/platform/journal-row'
import { openWorld, type TestWorld } from '../support/world'

let city: TestWorld
beforeEach(async () => {
  city = await openWorld()
})
const told = (key: string, said: string) =>
  jobAct(city.world, { operation: 'told', key, said }, act)
const act = {
  reads: () => ({}),
  decide: () => ({ status: 200, subject_id: '', body: { of: 'today' }, statements: [] }),
}
/** A row as the program wrote it before hashes had a mark. */
async function keptBefore(key: string, said: string, answer = '{"of":"before"}') {
  const row = {
    id: `jrn_${key}`,
    actor_kind: 'clock',
    actor_id: CLOCK.id,
    idempotency_key: `told:${key}`,
    operation: 'told',
    fingerprint: contentHashBefore(['told', said]),
    subject_id: '',
    status: 200,
    answer: '{"of":"before"}',
    request_id: 'req_1',
    at: city.world.now(),
  }
  const content_hash = journalRowHashLike('', row)
  await city.db.batch([
    sql`INSERT INTO journal (id, actor_kind, actor_id, idempotency_key, operation, fingerprint, subject_id, status,
                             answer, request_id, at, content_hash)
        VALUES (${row.id}, ${row.actor_kind}, ${row.actor_id}, ${row.idempotency_key}, ${row.operation},
                ${row.fingerprint}, ${row.subject_id}, ${row.status}, ${answer}, ${row.request_id}, ${row.at},
                ${content_hash})`,
  ])
}
const falsified = async () => {
  const pass = PASSES.find(({ name }) => name === 'journal_rows_are_as_written')
  const { findings, looked_at } = await pass!.read(city.db, { after: '', upto: null })
  return { found: findings.map(({ id }) => id), looked_at }
}

describe(`what was written before hashes had a mark, on ${ENGINE}`, () => {
  it('stays as written to the checker, beside what is written today; falsified it is found', async () => {
    await keptBefore('a', 'one')
    await told('b', 'one')
    expect(await falsified()).toEqual({ found: [], looked_at: 2 })
    await keptBefore('c', 'one', '{"of":"nothing"}')
    expect(await falsified()).toEqual({ found: ['jrn_c'], looked_at: 3 })
  })
  it('is answered again under its key, and only for the same request', async () => {
    await keptBefore('a', 'one')
    const again = await told('a', 'one')
    expect(again).toEqual({ status: 200, body: '{"of":"before"}', replayed: true })
    await expect(told('a', 'two')).rejects.toThrow('idempotency_key_reused')
  })
  it('is known again when its fingerprint was keyed', async () => {
    const { fingerprint } = await keyedAsk(city.world, {
      who: CLOCK,
      key: 'told:a',
      operation: 'told',
      policy: 'clock',
      request_id: 'req_2',
      fingerprint: requestFingerprint('told', 'one'),
      shape: (_status, body) => body,
    })
    const keyed = async (plain: string) => hex(await city.world.secrets.mac('fingerprint', plain))
    const before = contentHashBefore(['told', 'one'])
    expect(await isSameRequest(await keyed(before), fingerprint)).toBe(true)
    expect(
      await isSameRequest(`v2:${await keyed(contentHash(['told', 'one']))}`, fingerprint),
    ).toBe(true)
    expect(await isSameRequest(before, fingerprint)).toBe(false)
    expect(await isSameRequest(await keyed(contentHash(['told', 'one'])), fingerprint)).toBe(false)
  })
  it('goes on in its form when it is a chain; a new chain begins in the form of today', () => {
    const first = contentHashBefore(['', 1])
    expect(chainHash(first, 2)).toBe(contentHashBefore([first, 2]))
    expect(chainHash('', 1)).toBe(contentHash(['', 1]))
    expect(chainHash(chainHash('', 1), 2)).toBe(contentHash([contentHash(['', 1]), 2]))
  })
})
