import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { createApp } from '../../src/app'
import { client } from '../../src/client/client'
import { holderPhone, OFFICIALS } from '../../src/demo/cast'
import { devSignIn } from '../../src/demo/people'
import { openWorld } from '../../src/open'
import { type Statement, sql } from '../../src/platform/d1'
import { type BodyAt, mistaken } from '../support/addresses'
import { type City, type Official, openCity } from '../support/city'
import { BASE_URL } from '../support/wire'

const RATE = {
  table: 'lpr_1y',
  from_on: '2026-03-20',
  value: { bp: 295 },
  source: '全国银行间同业拆借中心公告 2026-03-20',
} as const
const COURT = {
  table: 'court',
  key: 'lingang',
  from_on: '2026-03-01',
  value: { name: '威海市环翠区人民法院' },
  source: '中级人民法院公告',
} as const
let city: City
let keys = 0
let supervisor = ''
const official = async (
  kind: Official['kind'],
  role: Official['role'],
  phone: string,
  districts: string[],
) => {
  const body = { kind, role, name: '张同志', phone, districts } as const
  const made = await city.call('POST', '/v1/officials', { token: city.operator, body })
  return devSignIn(city.client, String(made.body.id))
}
const rowsIn = async (statement: Statement) => (await city.db.batch([statement]))[0] ?? []
const propose = (body: BodyAt<'POST /v1/city/proposals'>, token = city.operator) =>
  city.call('POST', '/v1/city/proposals', { token, body })
const decide = (id: unknown, agreed: boolean, token: string, key = `decide-${++keys}`) =>
  city.call('POST', `/v1/city/proposals/${id}/decision`, {
    token,
    key,
    body: { agreed, note: '已对照公告' },
  })
const facts = async (query: string) =>
  (await city.call('GET', `/v1/city/facts?limit=100&${query}`)).body.data as {
    key: string
    from_on: string
    value: Record<string, unknown> | null
    version: number
  }[]

/** How many rows the platform's own page says wait for this operator's word. */
async function waitingFor(token: string): Promise<number> {
  const { body } = await city.call('GET', '/v1/operations/health', { token })
  const found = body.troubles.find(({ kind }: { kind: string }) => kind === 'city_rows_waiting')
  return found?.count ?? 0
}

describe(`the tables of a city on ${ENGINE}`, () => {
  beforeEach(async () => {
    city = await openCity()
    supervisor = await official('regulator', 'supervisor', OFFICIALS.supervisor.phone, ['huancui'])
  })

  it('are read by anybody, each row with its source and its first day', async () => {
    const read = await city.call('GET', '/v1/city')
    expect(read.body).toMatchObject({
      code: 'weihai',
      name: '威海市',
      region: 'shandong',
      version: 0,
    })
    const holidays = read.body.tables.find(({ table }: { table: string }) => table === 'holidays')
    expect(holidays).toMatchObject({ covered_to: '2026-12-31', runs_out_soon: false })
    const districts = await facts('table=district')
    expect(districts.map(({ key }) => key)).toContain('rongcheng')
    for (const row of districts) expect(row).toMatchObject({ version: 0, from_on: '2000-01-01' })
    expect(await facts('table=hotline&on=2026-03-02')).toMatchObject([
      { key: 'consumer', value: { number: '12315' } },
      { key: 'government', value: { number: '12345' } },
    ])
  })

  it('take a row that one official entered and another agreed to, and nothing before', async () => {
    const entered = await propose(RATE)
    expect(entered.status, entered.text).toBe(201)
    expect(entered.body).toMatchObject({ state: 'waiting', key: 'lpr_1y', is_own: true })
    const colleague = await official('operator', 'operator', OFFICIALS.reviewer.phone, [])
    expect(await waitingFor(colleague)).toBe(1)
    expect(await waitingFor(city.operator)).toBe(0)
    expect((await facts('table=lpr_1y&on=2026-03-20'))[0]?.value).toEqual({ bp: 300 })
    const agreed = await decide(entered.body.id, true, supervisor)
    expect(await waitingFor(colleague)).toBe(0)
    expect(agreed.body).toMatchObject({ state: 'in_force', version: 1, checked_by_name: '张同志' })
    expect((await facts('table=lpr_1y&on=2026-03-19'))[0]?.value).toEqual({ bp: 300 })
    expect((await facts('table=lpr_1y&on=2026-03-20'))[0]).toMatchObject({
      value: { bp: 295 },
      version: 1,
    })
    expect((await city.call('GET', '/v1/city')).body.version).toBe(1)
    const list = await city.call('GET', '/v1/city/proposals?table=lpr_1y', { token: supervisor })
    expect(list.body.data).toMatchObject([
      {
        state: 'in_force',
        entered_by_name: OFFICIALS.duty.name,
        decision_note: '已对照公告',
        is_own: false,
      },
    ])
  })

  it('take nothing on one person’s word, under another id with the same telephone neither', async () => {
    const { body } = await propose(RATE)
    expect((await decide(body.id, true, city.operator)).body.code).toBe('city_needs_another_person')
    const by_supervisor = (await propose(COURT, supervisor)).body
    const [row] = await rowsIn(sql`SELECT id FROM officials WHERE kind = 'regulator'`)
    const path = `/v1/officials/${row?.id}/disabling` as const
    expect((await city.call('POST', path, { token: city.operator })).status).toBe(201)
    const again = await official('regulator', 'supervisor', OFFICIALS.supervisor.phone, ['huancui'])
    expect((await decide(by_supervisor.id, true, again)).body.code).toBe(
      'city_needs_another_person',
    )
    const [maker] = await rowsIn(sql`SELECT id FROM officials WHERE kind = 'operator'`)
    await expect(
      city.db.batch([
        sql`INSERT INTO city_decisions (proposal_id, version, note, checked_by, checked_at)
            VALUES (${body.id}, 1, '自己同意', ${String(maker?.id)}, '2026-03-02T01:00:00.000Z')`,
      ]),
    ).rejects.toThrow(/city_needs_another_person/)
    expect((await decide(body.id, false, city.operator)).body.state).toBe('refused')
    expect((await facts('table=lpr_1y&on=2026-03-20'))[0]?.value).toEqual({ bp: 300 })
  })

  it('decide a proposal once, whoever comes first, and give one answer to a key', async () => {
    const { body } = await propose(RATE)
    const [one, two] = await Promise.all([
      decide(body.id, true, supervisor, 'first'),
      decide(body.id, false, city.operator, 'second'),
    ])
    expect([one.status, two.status].sort()).toEqual([200, 409])
    const [winner, key, token] =
      one.status === 200 ? [one, 'first', supervisor] : [two, 'second', city.operator]
    const replayed = await decide(body.id, one.status === 200, token, key)
    expect(replayed.text).toBe(winner.text)
    expect((await decide(body.id, true, supervisor)).body.code).toBe('city_proposal_decided')
    const missing = `ctp_${'0'.repeat(26)}`
    expect((await decide(missing, true, supervisor)).status).toBe(404)
  })

  it('number what came into force without a gap, also when two agree at once', async () => {
    const entered = [await propose(RATE), await propose(COURT)]
    const agreed = await Promise.all(entered.map(({ body }) => decide(body.id, true, supervisor)))
    expect(agreed.map(({ body }) => body.version).sort()).toEqual([1, 2])
  })

  it('keep every row: a correction is a later one, and nothing is edited or removed', async () => {
    for (const bp of [295, 290])
      await decide((await propose({ ...RATE, value: { bp } })).body.id, true, supervisor)
    expect((await facts('table=lpr_1y&on=2026-04-01'))[0]).toMatchObject({
      value: { bp: 290 },
      version: 2,
    })
    const rows = [await rowsIn(sql`SELECT count(*) AS n FROM city_facts`)]
    expect(rows[0]?.[0]?.n).toBe(2)
    for (const statement of [
      sql`UPDATE city_proposals SET value = '{"bp":1}'`,
      sql`DELETE FROM city_proposals`,
      sql`UPDATE city_decisions SET note = '改一下'`,
      sql`DELETE FROM city_decisions`,
    ])
      await expect(city.db.batch([statement])).rejects.toThrow(/city_rows_are_kept/)
  })

  it('let a row end, but none the platform cannot do without', async () => {
    const ends = { from_on: '2026-07-01', value: null, source: '市政府公告' }
    const district = { table: 'district', key: 'lingang', ...ends } as const
    expect((await decide((await propose(district)).body.id, true, supervisor)).status).toBe(200)
    expect(await facts('table=district&on=2026-06-30')).toHaveLength(7)
    const after = await facts('table=district&on=2026-07-01')
    expect(after.filter(({ value }) => value !== null)).toHaveLength(6)
    const needed = await propose({ table: 'hotline', key: 'consumer', ...ends })
    expect(needed.body.code).toBe('city_row_needed')
    const unknown = await propose({ table: 'court', key: 'nowhere', ...ends })
    expect(unknown.body.code).toBe('city_row_unknown')
  })

  it('are what interest is counted by, as of the day of the contract', async () => {
    const asked = async (signed_on: string) => {
      const lot = { kind: 'stored_value', paid_on: signed_on, paid_fen: 1_000_000 } as const
      const body = {
        cause: 'merchant',
        terminated_on: '2027-01-01',
        refunded_on: '2027-12-31',
        lots: [{ ...lot, bonus_fen: 0 }],
      } as const
      const reply = await city.call('POST', '/v1/refund-calculations', { body, key: null })
      const { interest_fen, notices } = reply.body
      const said = notices.map(({ text }: { text: string }) => text)
      return [interest_fen, said.filter((text: string) => text.includes('不在本表内'))]
    }
    const unknown = '2026-12-22 的一年期贷款市场报价利率（LPR）不在本表内，用了最近一次的数'
    expect(await asked('2026-12-22')).toEqual([29_917, [unknown]])
    const rate = { ...RATE, from_on: '2026-12-21', value: { bp: 280 } } as const
    await decide((await propose(rate)).body.id, true, supervisor)
    // Whoever asks storage next sees the new version; what asks nothing follows from then on.
    await city.call('GET', '/v1/city')
    expect(await asked('2026-12-22')).toEqual([27_923, []])
    expect(await asked('2026-12-20')).toEqual([29_917, []])
  })

  it('reach another process with its next request, by one round trip more and once only', async () => {
    const { opened, asks } = beside(city)
    expect(await asks()).toEqual({ version: 0, trips: '1' })
    await decide((await propose(RATE)).body.id, true, supervisor)
    expect(await asks()).toEqual({ version: 1, trips: '2' })
    expect(await asks()).toEqual({ version: 1, trips: '1' })
    const kept = await opened.world.city.now(opened.world.db)
    expect(kept.version).toBe(1)
  })

  it.each([
    ['a rate without a source', { ...RATE, source: '' }],
    ['a rate of no table', { ...RATE, table: 'weather' }],
    ['a rate with a key of its own', { ...RATE, key: 'mine' }],
    ['a rate above all reason', { ...RATE, value: { bp: 9_999 } }],
    ['a day that does not exist', { ...RATE, from_on: '2026-02-30' }],
    ['a court without a name', { ...COURT, value: {} }],
    ['more than is asked', { ...COURT, value: { ...COURT.value, judge: '王' } }],
    ['a region nobody knows the rules of', { ...RATE, table: 'region', value: { code: 'mars' } }],
    [
      'a trade in an unknown group',
      { ...COURT, table: 'sector', value: { name: '无人机', groups: ['sky'] } },
    ],
    ['a worked day that is a Monday', holidaysOf({ worked: ['2027-02-08'] })],
    ['a worked day that is off', holidaysOf({ worked: ['2027-01-02'] })],
    ['a span that ends before it begins', holidaysOf({ off: [['2027-01-03', '2027-01-01']] })],
    [
      'spans that overlap',
      holidaysOf({
        off: [
          ['2027-01-01', '2027-01-03'],
          ['2027-01-03', '2027-01-04'],
        ],
      }),
    ],
    ['days of another year', holidaysOf({ off: [['2028-01-01', '2028-01-03']] })],
  ])('refuse %s', async (_what, body) => {
    const reply = await propose(mistaken(body))
    expect(reply.status, reply.text).toBe(422)
    expect(reply.body.code).toBe('request_invalid')
  })

  it('are entered by officials only', async () => {
    const { token } = await city.joins(holderPhone(777))
    expect((await propose(RATE, token)).status).toBe(403)
    const bank = await official('bank', 'bank', OFFICIALS.teller.phone, [])
    expect((await propose(RATE, bank)).status).toBe(403)
    expect((await city.call('GET', '/v1/city/proposals', { token: bank })).status).toBe(403)
  })
})

/** Another process over the same storage, with tables of its own. */
function beside(first: City) {
  const opened = openWorld(first.world.config, {
    db: first.db,
    clock: first.clock,
    random: first.world.random,
    deliver: async () => new Response(),
  })
  const app = createApp({ open: async () => opened })
  const api = client({ base: BASE_URL, fetch: async (request) => app.fetch(request, {} as Env) })
  const asks = async () => {
    const said = await api.ask('GET /v1/city')
    if (said.is !== 'done') throw new Error(JSON.stringify(said))
    return { version: said.answer.version, trips: said.headers.get('X-D1-Round-Trips') }
  }
  return { opened, asks }
}

function holidaysOf(value: object) {
  return {
    table: 'holidays',
    key: '2027',
    value: {
      announced_on: '2026-11-06',
      off: [['2027-01-01', '2027-01-03']],
      worked: [],
      ...value,
    },
    source: '（测试用的安排）',
  }
}
