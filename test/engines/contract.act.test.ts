import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ENGINE, openStorage } from '#storage'
import {
  all,
  type Db,
  refusalNamedIn,
  type Statement,
  sql,
  storageFaultIn,
} from '../../src/platform/d1'
import { asked } from '../support/asked'

/**
 * What everything above takes for granted of a batch, on every engine: values come back as they went in, all of it
 * happens or nothing, and what a guard said is told in one form.
 */
const PEOPLE = ['王', '李', '鞠', '丛', '于', '毕', '姜']
const LARGEST = Number.MAX_SAFE_INTEGER

/** What was said, without what an engine wraps around it. */
const saidBy = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => 'nothing',
    (reason: unknown) => reason,
  )
  const text = error instanceof Error ? error.message : String(error)
  return {
    said: text.replace(/^D1_ERROR: /, '').replace(/ \(extended: \w+\)$/, ''),
    fault: storageFaultIn(error),
    refusal: refusalNamedIn(error)?.code ?? null,
  }
}

describe(`a batch on ${ENGINE}`, () => {
  let db: Db
  beforeAll(async () => {
    db = await openStorage()
  })
  beforeEach(async () => {
    await db.batch([sql`DELETE FROM journal_leases`, sql`DELETE FROM job_failures`])
  })
  const lease = (key: string, request = 'req_1') =>
    sql`INSERT INTO journal_leases (actor_id, idempotency_key, request_id, expires_at)
        VALUES ('a', ${key}, ${request}, '2026-03-02')`
  const leases = async () =>
    (
      await all(db, sql<{ k: string }>`SELECT idempotency_key AS k FROM journal_leases ORDER BY k`)
    ).map(({ k }) => k)
  const failure = (id: string, tries: number) =>
    sql`INSERT INTO job_failures (job, subject_id, error, tries, first_at, last_at, next_try_at)
        VALUES ('j', ${id}, '', ${tries}, '', '', '')`
  const tries = (id: string) => sql`SELECT tries FROM job_failures WHERE subject_id = ${id}`

  it('of nothing is nothing', async () => {
    expect(await db.batch([])).toEqual([])
  })
  it.each([
    null,
    '',
    '0',
    "鞠 “A” 'b' ; -- 🎂",
    'é',
    0,
    -1,
    1,
    LARGEST,
    -LARGEST,
    0.5,
    'x'.repeat(90_000),
  ])('gives %j back as it was', async (value) => {
    expect(await db.batch([sql`SELECT ${value} AS value`])).toEqual([[{ value }]])
  })
  it('keeps a whole number whole, up to the largest there is', async () => {
    await db.batch([failure('large', LARGEST), failure('five', 5)])
    const kinds = sql`SELECT typeof(tries) AS kind, tries FROM job_failures ORDER BY tries`
    expect(await asked(db, kinds)).toEqual([
      { kind: 'integer', tries: 5 },
      { kind: 'integer', tries: LARGEST },
    ])
    expect(
      await asked(db, sql`SELECT sum(tries) / 2 AS half FROM job_failures WHERE tries < 9`),
    ).toEqual([{ half: 2 }])
  })
  it('never gives a number that was rounded', async () => {
    for (const text of ['9007199254740993', '-9007199254740993', '9223372036854775807'])
      await expect(db.batch([{ text: `SELECT ${text} AS sum`, values: [] }])).rejects.toThrow(
        /beyond|too large|safely/,
      )
  })
  it('gives rows that are plain, by column, in the order asked for', async () => {
    const rows = await db.batch([
      sql`SELECT value AS name, key AS no FROM json_each(${JSON.stringify(PEOPLE)}) ORDER BY key DESC`,
      sql`SELECT 1 AS one WHERE 0`,
    ])
    expect(rows[1]).toEqual([])
    expect(rows[0]?.map((row) => ({ ...row }))).toEqual(
      PEOPLE.map((name, no) => ({ name, no })).reverse(),
    )
    expect(Object.keys(rows[0]?.[0] ?? {})).toEqual(['name', 'no'])
  })

  it('gives the last of two columns with one name', async () => {
    expect(await asked(db, sql`SELECT NULL AS id, 'a' AS one, 'mch_1' AS id`)).toEqual([
      { id: 'mch_1', one: 'a' },
    ])
  })

  it('happens whole or not at all', async () => {
    expect((await saidBy(db.batch([lease('one'), lease('two'), lease('one')]))).fault).toBe('guard')
    expect(await leases()).toEqual([])
    await db.batch([lease('one'), lease('two')])
    expect(await leases()).toEqual(['one', 'two'])
  })
  it('reads in it what it wrote before, and not what it writes after', async () => {
    const count = sql`SELECT count(*) AS n FROM journal_leases`
    expect(await db.batch([count, lease('one'), count, lease('two'), count])).toEqual([
      [{ n: 0 }],
      [],
      [{ n: 1 }],
      [],
      [{ n: 2 }],
    ])
  })
  it('returns what it inserted in the order given, and of an upsert only what it took', async () => {
    const take = (request: string, until: string) =>
      sql`INSERT INTO journal_leases (actor_id, idempotency_key, request_id, expires_at)
          SELECT 'a', value, ${request}, ${until} FROM json_each(${JSON.stringify(PEOPLE)}) WHERE true
          ON CONFLICT (actor_id, idempotency_key) DO UPDATE
            SET request_id = excluded.request_id, expires_at = excluded.expires_at
            WHERE journal_leases.expires_at < excluded.expires_at
          RETURNING idempotency_key AS name, request_id`
    const by = (request_id: string) => PEOPLE.map((name) => ({ name, request_id }))
    expect(await db.batch([take('req_1', '2'), take('req_2', '1'), take('req_3', '3')])).toEqual([
      by('req_1'),
      [],
      by('req_3'),
    ])
  })
  it('counts, ranks and goes in circles alike', async () => {
    const ranked = sql`WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5)
      SELECT i, row_number() OVER (ORDER BY i DESC) AS rank, sum(i) OVER (ORDER BY i) AS running FROM n ORDER BY i`
    expect(await asked(db, ranked)).toEqual(
      [1, 2, 3, 4, 5].map((i) => ({ i, rank: 6 - i, running: (i * (i + 1)) / 2 })),
    )
    const said = sql`SELECT json_group_array(value) AS list, json_object('fen', 5) AS object,
      ${'{"a":{"b":[1,"二"]}}'} ->> '$.a.b[1]' AS deep, json_array(5, 'x', NULL) AS mixed,
      strftime('%Y-%m-%dT%H:%M:%fZ', '2026-03-02T01:00:00.000Z', '-60 seconds') AS before
      FROM (SELECT value FROM json_each('[3,1,2]') ORDER BY value)`
    expect(await asked(db, said)).toEqual([
      {
        list: '[1,2,3]',
        object: '{"fen":5}',
        deep: '二',
        mixed: '[5,"x",null]',
        before: '2026-03-02T00:59:00.000Z',
      },
    ])
    const sorted = sql`SELECT value FROM json_each('["b","B","二","a","é"]') ORDER BY value`
    expect((await asked(db, sorted)).map(({ value }) => value)).toEqual(['B', 'a', 'b', 'é', '二'])
  })

  const code = (n: number, id = 'sms_1') =>
    sql`INSERT INTO sms_codes (id, phone_index, purpose, code_hash, tries, sent_at, expires_at)
        VALUES (${id}, 'p', 'sign_in', 'h', ${n}, '2026-03-02', '2026-03-03')`
  const account = (id: string) => sql`INSERT INTO ledger_accounts (id, floor_fen) VALUES (${id}, 0)`
  it.each<[string, Statement[], string, string | null]>([
    [
      'a trigger that names a refusal',
      [code(0), code(0, 'sms_2')],
      'code_sent_too_often',
      'code_sent_too_often',
    ],
    ['a trigger of ours alone', [account('escrow:x'), account('escrow:x')], 'account_exists', null],
    [
      'a CHECK that names a refusal',
      [code(6)],
      'CHECK constraint failed: code_wrong',
      'code_wrong',
    ],
    [
      'a CHECK of ours alone',
      [failure('x', 0)],
      'CHECK constraint failed: job_tries_must_be_positive',
      null,
    ],
    [
      'a key that is there',
      [lease('k'), lease('k')],
      'UNIQUE constraint failed: journal_leases.actor_id, journal_leases.idempotency_key',
      null,
    ],
    [
      'a row that refers to nobody',
      [sql`INSERT INTO webhook_attempts (delivery_id, no, at) VALUES ('nobody', 1, '2026-03-02')`],
      'FOREIGN KEY constraint failed',
      null,
    ],
    [
      'a missing value',
      [sql`INSERT INTO journal_leases (actor_id, idempotency_key) VALUES ('a', 'k')`],
      'NOT NULL constraint failed: journal_leases.request_id',
      null,
    ],
    [
      'a value of another kind',
      [sql`INSERT INTO webhook_attempts (delivery_id, no, at) VALUES ('d', 'one', '2026-03-02')`],
      'cannot store TEXT value in INTEGER column webhook_attempts.no',
      null,
    ],
  ])('tells %s in one form', async (_what, statements, said, refusal) => {
    expect(await saidBy(db.batch(statements))).toEqual({
      said: `${said}: SQLITE_CONSTRAINT`,
      fault: 'guard',
      refusal,
    })
  })
  it('tells a statement that goes wrong as what it is: no guard, no refusal', async () => {
    const wrong = sql`SELECT json_extract(${'{"a"'}, '$.a') AS a`
    const told = { said: 'malformed JSON: SQLITE_ERROR', fault: null, refusal: null }
    expect(await saidBy(db.batch([wrong]))).toEqual(told)
    expect(await saidBy(db.batch([lease('one'), wrong]))).toEqual(told)
    expect(await leases()).toEqual([])
  })

  it('loses nothing of many at once, and shows nobody half of one', async () => {
    await db.batch([failure('left', 1), failure('right', 1)])
    const both = (n: number) => [
      sql`UPDATE job_failures SET tries = tries + ${n} WHERE subject_id = 'left'`,
      sql`UPDATE job_failures SET tries = tries + ${n} WHERE subject_id = 'right'`,
    ]
    const seen = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        n % 2 === 0 ? db.batch(both(n)) : db.batch([tries('left'), tries('right')]),
      ),
    )
    const reads = seen.filter((_rows, n) => n % 2 === 1)
    for (const [left, right] of reads) expect(left).toEqual(right)
    const sum = 1 + (24 / 2 - 1) * (24 / 2)
    expect(await db.batch([tries('left'), tries('right')])).toEqual([
      [{ tries: sum }],
      [{ tries: sum }],
    ])
  })
})
