import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { recordBehaviour } from '../../src/behaviour/record'
import { planPatrols } from '../../src/cases/plan'
import { officialPhone } from '../../src/demo/cast'
import { DAY_MS, plusMs } from '../../src/kernel/time'
import { all, sql } from '../../src/platform/d1'
import { openTown, type Town } from '../supervision/town'
import { anyhow, good } from '../support/addresses'

let town: Town
let grid: string
let second: string
const CALM = { sale_sign: false, staff_present: true, stock_present: true, sold_outside: false }
const plan = async () => {
  while ((await planPatrols(town.world, 20)) === 20);
}
const says = async (who: string, path: string, body: object, key?: string) =>
  town.call('POST', anyhow(path), {
    token: await town.as(who),
    body,
    ...(key === undefined ? {} : { key }),
  })
const waiting = async (who = town.huancui) => (await town.reads(who, '/v1/patrols?limit=100')).data
const finding = (more: object = {}) => ({
  ...{ found: 'open', answers: CALM, note: '照常营业', seen_at: town.world.now(), ...more },
})

describe(`patrols, on ${ENGINE}`, () => {
  beforeAll(async () => {
    town = await openTown(12)
    const body = {
      ...({ kind: 'regulator', role: 'supervisor', name: '孙浩', duty: 'inspector' } as const),
      ...{ phone: officialPhone(75), districts: ['huancui'] },
    }
    grid = good(await town.call('POST', '/v1/officials', { token: town.operator, body })).id
    second = await town.appoints({
      ...{ kind: 'regulator', role: 'supervisor', districts: ['huancui'] },
      ...{ phone: officialPhone(76), name: '王敏' },
    })
    await town.plants(
      sql`INSERT INTO warning_memories (merchant_id, level, since_on, why, memory)
          VALUES (${town.shop(3)}, 5, '2026-03-01', '[]', '{}'), (${town.shop(5)}, 4, '2026-03-01', '[]', '{}')`,
    )
    await plan()
  })

  it('are planned by level, one a shop, the soonest first, each district its own', async () => {
    const mine = await waiting()
    const first = mine.slice(0, 2).map(({ merchant_id }: { merchant_id: string }) => merchant_id)
    expect(first).toEqual([town.shop(3), town.shop(5)])
    const before = mine.length
    await plan()
    expect((await waiting()).length).toBe(before)
    const theirs = await waiting(town.rushan)
    expect(theirs.some(({ merchant_id }) => merchant_id === town.shop(3))).toBe(false)
  })
  it('are reported by a grid worker, once under one key, with place rounded and pictures refused that are none', async () => {
    const [patrol] = await waiting(grid)
    const path = `/v1/patrols/${patrol!.id}/finding`
    const fake = await says(grid, path, finding({ photos: [btoa('not a picture at all')] }))
    expect(fake.body.code).toBe('shop_photo_unreadable')
    const two = await says(grid, path, finding({ photos: [btoa('not a picture'), 'A'.repeat(5)] }))
    expect(two.body.code).toBe('shop_photo_unreadable')
    const old = await says(grid, path, finding({ seen_at: plusMs(town.world.now(), -4 * DAY_MS) }))
    expect(old.body.code).toBe('patrol_seen_later')
    const body = finding({
      ...{ found: 'closed', note: '卷帘门落锁，贴着转让' },
      answers: { ...CALM, sale_sign: true, staff_present: false },
      place: { lat: 37.509541, lon: 122.116222 },
    })
    const key = crypto.randomUUID()
    const first = await says(grid, path, body, key)
    expect([first.status, first.body]).toMatchObject([201, { place: { lat: 37.51, lon: 122.116 } }])
    const again = await says(grid, path, body, key)
    expect(again.body).toEqual(first.body)
    const twice = await says(grid, path, body)
    expect(twice.body.code).toBe('patrol_is_done')
  })
  it('become facts of the day on which they were heard', async () => {
    town.advance(DAY_MS)
    while ((await recordBehaviour(town.world, 20)) === 20);
    const rows = await all(
      town.db,
      sql<{
        events: string
      }>`SELECT events FROM behaviour_days WHERE merchant_id = ${town.shop(3)} AND events <> '[]'`,
    )
    expect(rows.map(({ events }) => JSON.parse(events))).toEqual([
      ['patrol_closed', 'patrol_sale_sign'],
    ])
  })
  it('are asked for at once by whoever handles cases, one at a time, and not by a grid worker', async () => {
    const asked = { merchant_id: town.shop(3), note: '看看设备还在不在' }
    expect((await says(grid, '/v1/patrols', asked)).body.code).toBe('role_not_allowed')
    expect((await says(town.huancui, '/v1/patrols', asked)).status).toBe(201)
    expect((await says(town.huancui, '/v1/patrols', asked)).body.code).toBe('patrol_is_planned')
    const elsewhere = await says(town.rushan, '/v1/patrols', { merchant_id: town.shop(7) })
    expect(elsewhere.body.code).toBe('merchant_not_found')
  })
  it('are nobody’s of another district, and are never edited', async () => {
    const [patrol] = await waiting(grid)
    const path = `/v1/patrols/${patrol!.id}/finding`
    expect((await says(town.rushan, path, finding())).body.code).toBe('patrol_not_found')
    for (const statement of [
      sql`DELETE FROM patrols`,
      sql`UPDATE patrol_findings SET found = 'open'`,
      sql`DELETE FROM patrol_findings`,
    ])
      await expect(town.db.batch([statement])).rejects.toThrow(/kept|patrol_is_done/)
  })
  it('come before anybody is refunded by force', async () => {
    const report = {
      merchant_id: town.shop(9),
      reason: '电话不通三天了',
      evidence: '邻店说已经搬走',
    }
    const reported = await says(town.huancui, '/v1/incidents', report)
    await town.plants(sql`DROP TRIGGER patrol_findings_stay`, sql`DELETE FROM patrol_findings`)
    const { id } = reported.body as { id?: string }
    const early = await says(second, `/v1/incidents/${id}/confirmation`, {})
    expect(early.body.code).toBe('incident_needs_patrol')
  })
})
