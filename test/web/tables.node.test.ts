import { beforeEach, describe, expect, it } from 'vitest'
import { OFFICIALS } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { typedBp } from '../../src/web/common/tables-body'
import { type City, openCity } from '../support/city'

let city: City
let boss = ''
let supervisor = ''
const ORIGIN = 'http://127.0.0.1:8787'
const shows = async (path: string, who: string, kind = 'operator') => {
  const cookie = `yfb_${kind}=${await city.as(who)}`
  const reply = await city.app.fetch(new Request(ORIGIN + path, { headers: { cookie } }), {} as Env)
  return { status: reply.status, text: await reply.text() }
}
/** Sends a form as a browser without scripts does. */
const sends = async (
  path: string,
  who: string,
  said: Record<string, string>,
  kind = 'operator',
) => {
  const cookie = `yfb_${kind}=${await city.as(who)}`
  const headers = { cookie, origin: ORIGIN, 'Content-Type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ key: crypto.randomUUID(), ...said }).toString()
  const reply = await city.app.fetch(
    new Request(ORIGIN + path, { method: 'POST', headers, body }),
    {} as Env,
  )
  return { status: reply.status, to: reply.headers.get('location'), text: await reply.text() }
}
const HOLIDAYS = {
  fact_key: '2027',
  announced_on: '2026-11-06',
  off: '2027-01-01 至 2027-01-03\n2027-02-05\n',
  worked: '2027-01-10',
  source: '（测试用的安排）',
}

describe('the pages of a city’s tables', () => {
  beforeEach(async () => {
    city = await openCity()
    const made = await city.call('POST', '/v1/officials', {
      token: city.operator,
      body: {
        ...OFFICIALS.supervisor,
        districts: ['huancui'],
      },
    })
    supervisor = String(made.body.id)
    const [rows = []] = await city.db.batch([sql`SELECT id FROM officials WHERE kind = 'operator'`])
    boss = String(rows[0]?.id)
  })

  it('say which table ends soon, also on the supervisor’s first page', async () => {
    city.advance(Date.parse('2026-11-30T01:00:00Z') - Date.parse(city.world.now()))
    for (const [path, who, kind] of [
      ['/o/tables', boss, 'operator'],
      ['/r/tables', supervisor, 'regulator'],
      ['/r', supervisor, 'regulator'],
    ] as const) {
      const { text } = await shows(path, who, kind)
      expect(text, path).toContain('放假安排只知道到 2026-12-31，还有 31 天')
    }
  })

  it('take a year of holidays from one official, and show it to another who agrees', async () => {
    const entered = await sends('/o/tables/holidays', boss, HOLIDAYS)
    expect([entered.status, entered.to]).toEqual([303, '/o/tables/holidays'])
    const own = (await shows('/o/tables/holidays', boss)).text
    expect(own).toContain('这是您录入的，须由另一个人复核')
    expect(own).not.toContain('同意，生效')
    const theirs = (await shows('/r/tables', supervisor, 'regulator')).text
    expect(theirs).toContain('放假 2027-01-01—2027-01-03、2027-02-05—2027-02-05；上班 2027-01-10')
    expect(theirs).toContain('同意，生效')
    const action = /action="(\/r\/tables\/holidays\/ctp_\w+)"/.exec(theirs)?.[1] ?? ''
    const said = { agreed: 'yes', note: '已对照通知' }
    expect((await sends(action, supervisor, said, 'regulator')).status).toBe(303)
    const { text } = await shows('/o/tables', boss)
    expect(text).toContain('2027-12-31')
    expect(text).not.toContain('同意，生效')
  })

  it('show a refused form again with what was typed', async () => {
    const wrong = { ...HOLIDAYS, worked: '2027-01-11' }
    const reply = await sends('/o/tables/holidays', boss, wrong)
    expect(reply.status).toBe(422)
    expect(reply.text).toContain('2027-01-11 不是周末')
    expect(reply.text).toContain('2027-01-01 至 2027-01-03')
  })

  it('have a form for every table', async () => {
    const rows: Record<string, Record<string, string>> = {
      lpr_1y: { percent: '2.95', from_on: '2026-03-20' },
      deposit_1y: { percent: '1.5', from_on: '2026-03-20' },
      district: { fact_key: 'nanhai', name: '南海新区', short_name: '南海', from_on: '2026-07-01' },
      sector: { fact_key: 'drones', name: '无人机培训', from_on: '2026-07-01' },
      hotline: {
        fact_key: 'legal',
        number: '12348',
        name: '法律服务热线',
        name_en: 'legal aid',
        from_on: '2026-07-01',
      },
      court: { fact_key: 'lingang', ends: 'yes', from_on: '2026-07-01' },
      city: { name: '威海市', short_name: '威海', name_en: 'Weihai', from_on: '2026-07-01' },
      region: { code: 'shandong', from_on: '2026-07-01' },
    }
    for (const [table, said] of Object.entries(rows)) {
      expect((await shows(`/o/tables/${table}`, boss)).text, table).toContain('录入一行')
      const reply = await sends(`/o/tables/${table}`, boss, { ...said, source: '公告' })
      // No court of 临港 is known yet: there is nothing to end.
      expect([table, reply.status]).toEqual([table, table === 'court' ? 422 : 303])
    }
    expect((await shows('/o/tables/weather', boss)).status).toBe(404)
  })

  it.each([
    ['3.00', 300],
    ['2.9', 290],
    ['3', 300],
    ['3%', 300],
    ['三', '三'],
    ['2.955', '2.955'],
  ])('read a rate of %s', (typed, bp) => {
    expect(typedBp(typed)).toBe(bp)
  })
})
