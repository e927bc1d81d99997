import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { keepCases } from '../../src/cases/look'
import { officialPhone } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { all, type Statement, sql } from '../../src/platform/d1'
import { aBreak, aCover, anEnding, changed, openTown, type Town } from '../supervision/town'
import { anyhow, good } from '../support/addresses'

let town: Town
let colleague: string
let viewer: string
const look = async () => {
  while ((await keepCases(town.world, 20)) === 20);
}
const warned = (n: number, level: number): Statement =>
  sql`INSERT INTO warning_memories (merchant_id, level, since_on, why, memory)
      VALUES (${town.shop(n)}, ${level}, '2026-03-01',
              '[{"signal":"uses_drying","figure":12,"baseline":60,"weight":1.2}]', '{}')
      ON CONFLICT (merchant_id) DO UPDATE SET level = excluded.level`
const list = async (query = '', who = town.huancui) =>
  town.reads(who, `/v1/cases?${query === '' ? 'limit=20' : query}`)
const caseOf = async (n: number) => (await list(`merchant_id=${town.shop(n)}`)).data[0]!
const act = async (id: string, what: string, body: object, who = town.huancui) =>
  town.call('POST', anyhow(`/v1/cases/${id}/${what}`), { token: await town.as(who), body })
const numbers = (page: { data: { merchant_id: string }[] }) =>
  page.data.map(({ merchant_id }) => Number(merchant_id.slice(4)))

describe(`cases, on ${ENGINE}`, () => {
  beforeAll(async () => {
    town = await openTown(40)
    const office = { kind: 'regulator', role: 'supervisor', districts: ['huancui'] } as const
    colleague = await town.appoints({ ...office, phone: officialPhone(70), name: '李建国' })
    viewer = good(
      await town.call('POST', '/v1/officials', {
        token: town.operator,
        body: { ...office, phone: officialPhone(71), name: '只看', duty: 'viewer' },
      }),
    ).id
    await town.plants(
      warned(3, 4),
      warned(5, 3),
      warned(7, 2),
      changed(9, sql`level`, 'D'),
      aCover(11, { missing: 500 }),
      aBreak(13),
      anEnding(15),
      warned(6, 5),
    )
    await look()
  })

  it('are one a shop, the heaviest first, and none for what only the bank looks into', async () => {
    expect(numbers(await list())).toEqual([15, 3, 9, 5])
    expect(numbers(await list('', town.rushan))).toEqual([6])
    const first = await caseOf(15)
    expect(first).toMatchObject({ level: 5, state: 'open', assignee_name: null, address: '新威路' })
    expect(first.reasons[0]).toMatchObject({ kind: 'incident_reported', subject_id: 'end_15' })
    expect(first.reasons[0]!.message).toContain('卷闸门关闭')
  })
  it('are written once: another look changes nothing', async () => {
    const before = await all(town.db, sql<{ n: number }>`SELECT count(*) AS n FROM journal`)
    await look()
    expect(await all(town.db, sql<{ n: number }>`SELECT count(*) AS n FROM journal`)).toEqual(
      before,
    )
  })
  it('say what they come to, are paged without a gap, and narrowed', async () => {
    const page = await list('limit=2')
    expect(page.totals).toMatchObject({
      ...{ cases_count: 4, unassigned_count: 4, mine_count: 0, level_5_count: 1, level_4_count: 1 },
      ...{ level_3_count: 2, stake_fen: 32_000, due_count: 0, new_count: 4 },
    })
    const rest = await list(`limit=2&cursor=${page.next_cursor}`)
    expect([...numbers(page), ...numbers(rest)]).toEqual([15, 3, 9, 5])
    expect(numbers(await list('level=4'))).toEqual([3])
    expect(numbers(await list('name=licence%209'))).toEqual([9])
    expect(numbers(await list('sector=bakery'))).toEqual([15, 3, 9])
    const foreign = await list('district=rushan')
    expect([foreign.data, foreign.totals.cases_count]).toEqual([[], 0])
  })
  it('are not found from another district', async () => {
    const { id } = await caseOf(3)
    const token = await town.as(town.rushan)
    const read = await town.call('GET', `/v1/cases/${id}`, { token })
    expect([read.status, read.body.code]).toEqual([404, 'case_not_found'])
    const noted = await act(id, 'notes', { note: '不该写进去' }, town.rushan)
    expect([noted.status, noted.body.code]).toEqual([404, 'case_not_found'])
  })
  it('are taken, visited, extended once, and closed by whoever has them', async () => {
    const { id, due_on } = await caseOf(3)
    const early = await act(id, 'closing', { outcome: 'handled', note: '问过店家，没有事' })
    expect(early.body.code).toBe('case_not_yours')
    expect((await act(id, 'assignment', {})).body).toMatchObject({ is_mine: true })
    expect(numbers(await list('assignee=me'))).toEqual([3])
    const blind = await act(id, 'closing', { outcome: 'false_alarm', note: '看起来没有事' })
    expect(blind.body.code).toBe('case_needs_visit')
    expect((await act(id, 'visits', { found: 'open', note: '照常营业，三位员工' })).status).toBe(
      200,
    )
    const later = await act(id, 'extension', { reason: '等店家补交材料' })
    expect(String((later.body as { due_on?: string }).due_on) > due_on).toBe(true)
    const twice = await act(id, 'extension', { reason: '再等几天材料' })
    expect(twice.body.code).toBe('case_extended_already')
    const ended = await act(id, 'closing', { outcome: 'shop_ended', note: '以为已经停业' })
    expect(ended.body.code).toBe('case_shop_still_owes')
    const closed = await act(id, 'closing', { outcome: 'false_alarm', note: '换季，淡了两周' })
    expect(closed.body).toMatchObject({ state: 'closed', outcome: 'false_alarm' })
    expect((await act(id, 'notes', { note: '补一句话' })).body.code).toBe('case_is_closed')
    const entries = await town.reads(town.huancui, `/v1/cases/${id}/entries`)
    expect(entries.data.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['closed', 'extended', 'visited', 'assigned', 'opened'],
    ])
    const heard = await all(
      town.db,
      sql<{ found: string; signals: string }>`SELECT found, signals FROM warning_feedback`,
    )
    expect(heard).toEqual([{ found: 'false_alarm', signals: '["uses_drying"]' }])
  })
  it('stay closed night for night, and open again when it gets worse', async () => {
    for (let night = 0; night < 3; night++) {
      town.advance(DAY_MS)
      await look()
      expect(numbers(await list())).toEqual([15, 9, 5])
    }
    await town.plants(warned(3, 5))
    await look()
    const again = await caseOf(3)
    expect(again).toMatchObject({ level: 5, outcome: null })
    expect(again.earlier_id).toMatch(/^cas_/)
    expect(numbers(await list('state=closed'))).toEqual([3])
  })
  it('are given to colleagues of the district alone', async () => {
    const { id } = await caseOf(9)
    const given = await act(id, 'assignment', { assignee_id: colleague, note: '您离得近' })
    expect(given.body).toMatchObject({ assignee_name: '李建国', is_mine: false })
    const outside = await act(id, 'assignment', { assignee_id: town.rushan })
    expect(outside.body.code).toBe('case_handler_not_found')
    const told = await all(
      town.db,
      sql<{ text: string }>`SELECT text FROM work_notices WHERE subject_id = ${colleague}`,
    )
    expect(told.at(-1)?.text).toContain('派给您一个案件：店9')
    const { handlers } = await town.reads(town.huancui, `/v1/cases/${id}/handlers`)
    expect(handlers.map(({ name }: { name: string }) => name)).toContain('李建国')
  })
  it('are not closed while a report waits, and end by themselves with the shop', async () => {
    const { id } = await caseOf(15)
    await act(id, 'assignment', {})
    await act(id, 'visits', { found: 'closed', note: '卷帘门落锁，打电话不通' })
    const early = await act(id, 'closing', { outcome: 'handled', note: '等另一位确认' })
    expect(early.body.code).toBe('case_incident_is_open')
    await town.plants(
      sql`UPDATE endings SET phase = 'done', version = version + 1 WHERE id = 'end_15'`,
      sql`INSERT INTO refund_runs (origin_id, opened_count, on_the_way_fen) VALUES ('end_15', 2, 700)`,
    )
    await look()
    expect(await caseOf(15)).toMatchObject({ reasons: [{ kind: 'refunds_arriving' }] })
    await town.plants(
      sql`UPDATE refund_runs SET on_the_way_fen = 0, arrived_fen = 700 WHERE origin_id = 'end_15'`,
    )
    await look()
    expect(numbers(await list())).toEqual([3, 9, 5])
    const done = await town.reads(town.huancui, `/v1/cases/${id}`)
    expect(done).toMatchObject({ state: 'closed', outcome: 'shop_ended', closer_name: null })
  })
  it('fade after two weeks in which nothing was the matter', async () => {
    await town.plants(warned(5, 1))
    for (let night = 0; night < 15; night++) {
      await look()
      town.advance(DAY_MS)
    }
    await look()
    expect(numbers(await list())).toEqual([3, 9])
    expect(numbers(await list('due=overdue'))).toEqual([3, 9])
  })
  it('cannot be edited or removed behind the acts', async () => {
    for (const statement of [
      sql`DELETE FROM cases`,
      sql`DELETE FROM case_entries`,
      sql`UPDATE case_entries SET note = 'x'`,
      sql`UPDATE warning_feedback SET found = 'handled'`,
      sql`UPDATE cases SET level = 3 WHERE closed_at IS NULL`,
    ])
      await expect(town.db.batch([statement])).rejects.toThrow(/kept|changed_meanwhile/)
  })
  it('refuse what nobody may say, and whoever may not act', async () => {
    const { id } = await caseOf(3)
    const token = await town.as(town.huancui)
    const odd = await town.call('GET', `/v1/cases?cursor=${btoa('9 0 x')}`, { token })
    expect([odd.status, odd.body.code]).toEqual([400, 'cursor_invalid'])
    expect((await act(id, 'assignment', {}, viewer)).body.code).toBe('role_not_allowed')
    expect((await list('', viewer)).data.length).toBeGreaterThan(0)
  })
})
