import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { JOBS, runJobs } from '../../src/jobs'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { VERSION } from '../../src/operations/version'
import { all, type Statement, sql } from '../../src/platform/d1'
import { good } from '../refunds/support'
import { type City, openCity } from '../support/city'

let city: City
let boss: string
let shop: string
const health = async () =>
  good(await city.call('GET', '/v1/operations/health', { token: await city.as(boss) }))
const kinds = async () => (await health()).troubles.map((one: { kind: string }) => one.kind)
const plants = (...statements: Statement[]) => city.db.batch(statements)
const open = async () => {
  city = await openCity()
  const [operator] = await all(
    city.db,
    sql<{ id: string }>`SELECT id FROM officials WHERE kind = 'operator'`,
  )
  boss = operator?.id ?? ''
  shop = (await city.opens()).id
  await runJobs(city.world, () => true)
}

describe(`the health of the platform, on ${ENGINE}`, () => {
  beforeEach(open)

  it('is well only while nothing waits, and is the operators’ to read', async () => {
    expect(await health()).toMatchObject({
      state: 'well',
      troubles: [],
      version: VERSION,
      jobs: { jobs_count: JOBS.length, late_count: 0, last_ran_at: city.world.now() },
    })
    const reply = await city.call('GET', '/v1/operations/health', {
      token: await city.as(shop === '' ? '' : (await staff()).id),
    })
    expect(reply.status).toBe(403)
  })
  const staff = async () =>
    (await all(city.db, sql<{ id: string }>`SELECT id FROM staff ORDER BY id LIMIT 1`))[0] ?? {
      id: '',
    }

  it('asks once, however much there is', async () => {
    const token = await city.as(boss)
    let trips = 0
    city.faulty.next = () => {
      trips += 1
      return null
    }
    await city.call('GET', '/v1/operations/health', { token })
    expect(trips).toBe(1)
  })
  const NOW = '2026-03-02T01:00:00.000Z'
  const planted: [string, () => Statement[]][] = [
    [
      'coverage_short',
      () => [
        sql`INSERT INTO merchant_covers (merchant_id, business_day, owed_fen, covered_fen, short_fen, cards_owed_fen,
              cards_covered_fen, transit_fen, missing_fen, is_complete, closed_at)
            VALUES (${shop}, '2026-03-01', 100, 90, 10, 100, 90, 0, 10, 1, ${NOW})`,
      ],
    ],
    [
      'breaks_overdue',
      () => [
        sql`INSERT INTO bank_breaks (id, subject, leg, class, first_class, day, found_on, difference_fen, lines, movements,
              note, owner, limit_on)
            VALUES ('brk_1', 's', 'bank', 'B1', 'B1', '2026-02-20', '2026-02-21', -4200, '[]', '[]', '', 'bank', '2026-03-01')`,
      ],
    ],
    [
      'jobs_dead',
      () => [
        sql`INSERT INTO job_failures (job, subject_id, error, tries, first_at, last_at, next_try_at, dead_at)
            VALUES ('sendRefunds', 'x', 'no answer', 8, ${NOW}, ${NOW}, ${NOW}, ${NOW})`,
      ],
    ],
    [
      'jobs_retrying',
      () => [
        sql`INSERT INTO job_failures (job, subject_id, error, tries, first_at, last_at, next_try_at)
            VALUES ('sendRefunds', 'x', 'no answer', 1, ${NOW}, ${NOW}, ${NOW})`,
      ],
    ],
    [
      'letters_dead',
      () => [
        sql`INSERT INTO job_failures (job, subject_id, error, tries, first_at, last_at, next_try_at, dead_at)
            VALUES ('sendNotices', 'x', 'no answer', 8, ${NOW}, ${NOW}, ${NOW}, ${NOW})`,
      ],
    ],
    ['jobs_broken', () => [sql`UPDATE job_runs SET error = 'broken' WHERE job = 'payEvening'`]],
    [
      'books_mismatch',
      () => [
        sql`UPDATE book_runs SET result = 'mismatch', done_at = ${NOW}, findings_count = 2, version = version + 1
             WHERE result IS NULL`,
        sql`INSERT INTO book_runs (id, asked_by, started_at, findings_count, result, done_at)
            VALUES ('bkr_zzzz', 'clock', ${NOW}, 2, 'mismatch', ${NOW})`,
      ],
    ],
    [
      'books_incomplete',
      () => [
        sql`UPDATE book_runs SET result = 'clean', done_at = ${NOW}, version = version + 1 WHERE result IS NULL`,
        sql`INSERT INTO book_runs (id, asked_by, started_at, result, done_at)
            VALUES ('bkr_zzzz', 'clock', ${NOW}, 'incomplete', ${NOW})`,
      ],
    ],
    [
      'instructions_overdue',
      () => [
        sql`INSERT INTO instructions (id, kind, subject_id, amount_fen, told_at, due_by)
            VALUES ('i', 'payout', 'pyo_1', 4200, '2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z')`,
      ],
    ],
    [
      'facts_open',
      () => [
        sql`INSERT INTO parked_facts (id, kind, provider, ref, reason, amount_fen, currency, opened_at)
            VALUES ('pkd_1', 'bill_line', 'stripe', 'x', 'unknown', 100, 'cny', ${NOW})`,
      ],
    ],
    [
      'shops_waiting',
      () => [
        sql`INSERT INTO merchants (id, name, entity_type, sector, district, address, licence_no, legal_representative,
              settlement_account_no, settlement_account_mask, code, applied_at)
            VALUES ('mch_w', '新店', 'company', 'bakery', 'huancui', '新威路', 'l', '李', 's', 'm', 'c', ${NOW})`,
      ],
    ],
    [
      'photos_waiting',
      () => [
        sql`INSERT INTO shop_photos (id, merchant_id, media, width, height, content_hash, content, stated_by, stated_on,
              stated_at)
            SELECT 'pho_1', ${shop}, 'image/jpeg', 640, 480, 'h', ${'A'.repeat(40)}, id, '2026-03-01', ${NOW}
              FROM staff LIMIT 1`,
      ],
    ],
    [
      'days_unclosed',
      () => [
        sql`INSERT INTO bank_days (day, phase, has_file) VALUES ('2026-02-27', 'expected', 0)`,
      ],
    ],
    [
      'raises_waiting',
      () => [
        sql`INSERT INTO officials (id, kind, role, name, phone_index, phone_sealed, phone_mask, created_by, created_at)
            VALUES ('ofc_other', 'operator', 'operator', '同事', 'p', 's', 'm', ${boss}, ${NOW})`,
        sql`INSERT INTO merchant_level_proposals (id, merchant_id, from_level, level, reason, proposed_by, proposed_at)
            VALUES ('lvp_1', ${shop}, 'A', 'AA', '稳', 'ofc_other', ${NOW})`,
      ],
    ],
    [
      'provider_differs',
      () => [
        sql`INSERT INTO provider_readings (id, provider, day, balance_fen, lines_fen, lines_count, ledger_fen, positions,
              expected_fen, difference_fen, read_at)
            VALUES ('prd_zzzz', 'other', '2026-03-01', 100, 100, 1, 93, '{}', 93, 7, ${NOW})`,
      ],
    ],
    [
      'disputes_open',
      () => [
        sql`INSERT INTO disputes (id, provider, provider_ref, payment_ref, amount_fen, currency, reason, status, opened_at, seen_at)
            VALUES ('dsp_1', 'stripe', 'dp', 'pi', 100, 'cny', 'fraudulent', 'needs_response', ${NOW}, ${NOW})`,
      ],
    ],
    [
      'notices_late',
      () => [
        sql`INSERT INTO consumers (id, phone_index, phone_sealed, phone_mask, nickname, created_at)
            VALUES ('csm_1', 'p', 's', 'm', '李', ${NOW})`,
        sql`INSERT INTO notices (id, event_id, consumer_id, type, text, created_at)
            VALUES ('ntc_1', 'evt_1', 'csm_1', 'x', 'y', '2026-03-01T23:59:00.000Z')`,
      ],
    ],
    [
      'changes_waiting',
      () => [
        sql`INSERT INTO merchant_changes (id, merchant_id, kind, facts, reason, from_on, leave_by, announced_by, announced_at)
            VALUES ('chg_1', ${shop}, 'move', '{}', '搬', '2026-06-01', '2026-06-01', 'stf_1', ${NOW})`,
      ],
    ],
  ]
  it.each(planted)('is not well while there is: %s', async (kind, statements) => {
    await plants(...statements())
    const told = await health()
    expect(told.troubles.map((one: { kind: string }) => one.kind)).toEqual([kind])
    expect(told.state).toBe('attention')
    const request = new Request('http://127.0.0.1:8787/o', {
      headers: { cookie: `yfb_operator=${await city.as(boss)}` },
    })
    const page = await (await city.app.fetch(request, {} as Env)).text()
    expect(page).not.toContain('都正常')
    expect(page).toContain(told.troubles[0]!.message.replaceAll('’', '’'))
  })
  it('leaves a raise that one proposed oneself to somebody else', async () => {
    await plants(
      sql`INSERT INTO merchant_level_proposals (id, merchant_id, from_level, level, reason, proposed_by, proposed_at)
          VALUES ('lvp_1', ${shop}, 'A', 'AA', '稳', ${boss}, ${NOW})`,
    )
    expect(await kinds()).toEqual([])
  })
  it('counts whatever there is, past any page of a list', async () => {
    const many = JSON.stringify(Array.from({ length: 1_200 }, (_, i) => i))
    await plants(
      sql`INSERT INTO parked_facts (id, kind, provider, ref, reason, amount_fen, currency, opened_at)
          SELECT 'pkd_' || value, 'bill_line', 'stripe', 'x' || value, 'unknown', -100, 'cny', ${NOW} FROM json_each(${many})`,
    )
    expect((await health()).troubles).toMatchObject([
      { kind: 'facts_open', count: 1_200, money_fen: 120_000, since: NOW },
    ])
  })
})

describe(`the hours of the clock, on ${ENGINE}`, () => {
  beforeEach(open)
  const late = async () => {
    const { data } = good(await city.call('GET', '/v1/jobs', { token: await city.as(boss) }))
    return data.flatMap((job: { name: string; is_late: boolean }) => (job.is_late ? job.name : []))
  }
  it('are kept by a quiet night in which nothing is done', async () => {
    for (let minute = 0; minute < 60; minute += 5) {
      city.advance(5 * MINUTE_MS)
      await runJobs(city.world, ({ cron }) => cron === '*/5 * * * *')
      expect(await late()).toEqual([])
    }
  })
  it('are missed by all after a day without a clock', async () => {
    city.advance(DAY_MS + 2 * HOUR_MS)
    expect(await late()).toHaveLength(JOBS.length)
    expect(await kinds()).toContain('jobs_late')
  })
  it('are missed by a job that never ran', async () => {
    await plants(sql`DELETE FROM job_runs WHERE job IN ('payEvening', 'sendNotices')`)
    expect(await late()).toEqual([])
    city.advance(20 * MINUTE_MS)
    await runJobs(city.world, ({ cron, name }) => cron === '*/5 * * * *' && name !== 'sendNotices')
    expect(await late()).toEqual(['sendNotices'])
  })
})
