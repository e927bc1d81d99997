import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CityShard } from '../../src/engines/city-shard'
import { type Shards, shard } from '../../src/engines/shard'
import type { Asked, Outcome } from '../../src/engines/shared-commits'
import { type Db, storageFaultIn } from '../../src/platform/d1'
import { asked } from '../support/asked'

const { CITY, STUCK } = env as Env & { CITY: Shards; STUCK: Shards }
const plain = (text: string): Asked => ({ text, values: [] })
const lease = (key: string) =>
  plain(`INSERT INTO journal_leases (actor_id, idempotency_key, request_id, expires_at)
         VALUES ('a', '${key}', 'req_1', '2026-03-02')`)
const LEASES = plain('SELECT idempotency_key AS k FROM journal_leases ORDER BY k')

/** What workerd itself does with acts that share a commit. */
describe('a group in a real object', () => {
  let name: string
  let db: Db
  let city: CityShard
  beforeEach(() => {
    name = crypto.randomUUID()
    db = shard(CITY, name)
    city = CITY.get(CITY.idFromName(name))
  })
  /** All in one group: each says that as many are on the way. */
  const together = async (batches: Asked[][]): Promise<(Outcome | string)[]> =>
    Promise.all(
      batches.map((statements) =>
        city.batch(statements, 'test', batches.length).catch((error: Error) => error.message),
      ),
    )
  const leases = async () => (await asked(db, LEASES)).map(({ k }) => k)

  it('keeps three of five when two abort, and nothing of the two', async () => {
    const told = await together([
      [lease('a')],
      [lease('b'), lease('b')],
      [lease('c')],
      [lease('d'), plain('SELEC 1')],
      [lease('e')],
    ])
    expect(told.map((one) => typeof one === 'object' && 'rows' in one)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ])
    expect(told[1]).toEqual({ error: expect.stringMatching(/^UNIQUE .*: SQLITE_CONSTRAINT$/) })
    expect(told[3]).toEqual({ error: expect.stringMatching(/syntax error.*: SQLITE_ERROR$/) })
    expect(await leases()).toEqual(['a', 'c', 'e'])
  })

  it('acknowledges none of a group whose transaction one of them ended, and serves on', async () => {
    await db.batch([
      plain('CREATE TABLE enders (id)'),
      plain(
        `CREATE TRIGGER enders_end BEFORE INSERT ON enders BEGIN SELECT RAISE(ROLLBACK, 'ended'); END`,
      ),
    ])
    const told = await together([
      [lease('a')],
      [lease('b')],
      [plain('INSERT INTO enders VALUES (1)')],
      [lease('d')],
      [lease('e')],
    ])
    for (const one of told) expect(typeof one === 'string' || 'error' in one).toBe(true)
    expect(await leases()).toEqual([])
    expect(
      storageFaultIn(
        await db.batch([plain('INSERT INTO enders VALUES (1)')]).catch((e: unknown) => e),
      ),
    ).toBe('lost')
    await db.batch([lease('a')])
    expect(await leases()).toEqual(['a'])
  })
  it('shows an act that was answered to every read after it', async () => {
    const seen = await Promise.all(
      Array.from({ length: 64 }, async (_, i) => {
        await db.batch([lease(`k${i}`)])
        return (await leases()).includes(`k${i}`)
      }),
    )
    expect(seen.filter((is) => !is)).toEqual([])
  })
})

describe('a migration of a shard', () => {
  it('that fails keeps everybody out, is named, and goes through once its cause is gone', async () => {
    const name = crypto.randomUUID()
    const db = shard(STUCK, name)
    for (const text of ['SELECT 1', 'INSERT INTO first VALUES (1)']) {
      const error: unknown = await db.batch([plain(text)]).catch((e: unknown) => e)
      expect(String(error)).toContain('migration later: no such table')
      expect(storageFaultIn(error)).toBe('busy')
    }
    const object = STUCK.get(STUCK.idFromName(name)) as CityShard & { help(): Promise<void> }
    await object.help()
    await db.batch([plain('INSERT INTO first VALUES (1)')])
    const applied = plain('SELECT name FROM d1_migrations ORDER BY id')
    expect(await asked(db, applied)).toEqual([{ name: 'first' }, { name: 'later' }])
  })
})
