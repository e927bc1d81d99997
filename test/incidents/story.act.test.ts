import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { keepCases } from '../../src/cases/look'
import { officialPhone } from '../../src/demo/cast'
import { runEndings } from '../../src/ends/run'
import { sha256Now } from '../../src/environment/crypto'
import { canonical, type Json } from '../../src/kernel/canonical'
import { DAY_MS, HOUR_MS } from '../../src/kernel/time'
import { base64 } from '../../src/photos/given'
import { sql } from '../../src/platform/d1'
import { jpeg, PLACE } from '../photos/pictures'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
let second: string
let grid: string
let incident: string
const cases = async () => good(await desk.says(desk.supervisor, 'GET', '/v1/cases')).data
const file = async () =>
  good(await desk.says(desk.supervisor, 'GET', `/v1/incidents/${incident}/file`))

/** A gym takes promotions and is gone: signal, case, patrol, whistle, two officials, everybody refunded, case closed. */
describe(`a shop that absconds, on ${ENGINE}`, () => {
  beforeAll(async () => {
    desk = await openDesk()
    const office = {
      ...({ kind: 'regulator', role: 'supervisor' } as const),
      districts: [desk.shop.plan.district],
    }
    second = await desk.appoints({ ...office, phone: officialPhone(80), name: '王敏' })
    grid = good(
      await desk.call('POST', '/v1/officials', {
        token: desk.operator,
        body: { ...office, duty: 'inspector', phone: officialPhone(81), name: '孙浩' },
      }),
    ).id
    await desk.buysCard()
    await desk.banks()
    await desk.db.batch([
      sql`INSERT INTO warning_memories (merchant_id, level, since_on, why, memory)
          VALUES (${desk.shop.id}, 4, '2026-03-01', '[{"signal":"uses_drying","figure":2,"baseline":40,"weight":2}]', '{}')`,
    ])
    await keepCases(desk.world, 50)
  })

  it('is a case that somebody takes, who sends a patrol', async () => {
    const [found] = await cases()
    expect(found).toMatchObject({ level: 4, merchant_id: desk.shop.id, assignee_id: null })
    good(await desk.says(desk.supervisor, 'POST', `/v1/cases/${found!.id}/assignment`, {}))
    const early = await desk.says(second, 'POST', `/v1/cases/${found!.id}/closing`, {
      ...{ outcome: 'false_alarm', note: '没有去看，先关了' },
    })
    expect(early.body).toMatchObject({ code: 'case_not_yours' })
    good(
      await desk.says(desk.supervisor, 'POST', '/v1/patrols', {
        ...{ merchant_id: desk.shop.id, note: '看看设备还在不在' },
      }),
    )
  })
  it('is found shut by a grid worker, whose picture says nothing of where or by which phone', async () => {
    const [patrol] = good(await desk.says(grid, 'GET', '/v1/patrols')).data
    const found = good(
      await desk.says(grid, 'POST', `/v1/patrols/${patrol!.id}/finding`, {
        ...{ found: 'closed', note: '卷帘门落锁，设备搬走', seen_at: desk.world.now() },
        answers: {
          sale_sign: true,
          staff_present: false,
          stock_present: false,
          sold_outside: false,
        },
        photos: [base64(jpeg())],
      }),
    )
    const [photo] = found.photos
    const kept = good(await desk.says(desk.supervisor, 'GET', `/v1/patrol-photos/${photo!.id}`))
    expect(atob(kept.content)).not.toContain(PLACE)
    desk.advance(5 * 60_000)
    await keepCases(desk.world, 50)
    expect((await cases())[0]!.visited_at).not.toBeNull()
  })
  it('is reported, and every unit is called with its clock', async () => {
    incident = good(
      await desk.says(desk.supervisor, 'POST', '/v1/incidents', {
        merchant_id: desk.shop.id,
        reason: '卷帘门落锁，电话不通',
        evidence: '巡查见设备搬走，店主电话六次未接',
      }),
    ).id
    const called = good(
      await desk.says(desk.supervisor, 'POST', `/v1/incidents/${incident}/whistles`),
    )
    expect(called.whistles.map(({ unit }: { unit: string }) => unit)).toContain('police')
    const twice = await desk.says(desk.supervisor, 'POST', `/v1/incidents/${incident}/whistles`)
    expect(twice.body).toMatchObject({ code: 'incident_is_whistled' })
    const police = called.whistles.find(({ unit }: { unit: string }) => unit === 'police')!
    const early = await desk.says(desk.supervisor, 'POST', `/v1/whistles/${police.id}/score`, {
      score: 1,
    })
    expect(early.body).toMatchObject({ code: 'whistle_not_answered' })
    desk.advance(13 * HOUR_MS)
    const late = (await file()).whistles.find(({ id }: { id: string }) => id === police.id)
    expect(late?.state).toBe('late')
    good(
      await desk.says(second, 'POST', `/v1/whistles/${police.id}/answer`, {
        answer: '接收移送材料',
      }),
    )
    const others = await desk.says(second, 'POST', `/v1/whistles/${police.id}/score`, { score: 5 })
    expect(others.body).toMatchObject({ code: 'whistle_not_yours' })
    const scored = good(
      await desk.says(desk.supervisor, 'POST', `/v1/whistles/${police.id}/score`, { score: 2 }),
    )
    expect(scored).toMatchObject({ state: 'answered_late', score: 2, may_score: false })
  })
  it('is confirmed by another official, and everybody’s money arrives', async () => {
    const own = await desk.says(desk.supervisor, 'POST', `/v1/incidents/${incident}/confirmation`)
    expect(own.body).toMatchObject({ code: 'incident_needs_another_official' })
    good(await desk.says(second, 'POST', `/v1/incidents/${incident}/confirmation`))
    while ((await runEndings(desk.world, 50)) > 0);
    await desk.tick()
    await desk.tick()
    const { refunds } = await file()
    expect(refunds.arrived).toEqual(refunds.opened)
    expect(refunds.arrived.fen).toBeGreaterThan(0)
  })
  it('leaves papers for the police whose hash anybody can make again', async () => {
    const papers = good(
      await desk.says(desk.supervisor, 'GET', `/v1/incidents/${incident}/referral`),
    )
    expect(papers.content_hash).toBe(sha256Now(canonical(papers.content as Json)))
    expect(papers.content.cards).toHaveLength(1)
    expect(papers.content.cards[0]!.card).toMatch(/^…\w{6}$/)
    expect(JSON.stringify(papers)).not.toMatch(/crd_|cns_/)
    expect(papers.content.findings[0]!.photo_hashes).toHaveLength(1)
  })
  it('is a case no more: done means done', async () => {
    await keepCases(desk.world, 50)
    expect(await cases()).toEqual([])
    for (let night = 0; night < 3; night++) {
      desk.advance(DAY_MS)
      await keepCases(desk.world, 50)
    }
    expect(await cases()).toEqual([])
    const closed = good(await desk.says(desk.supervisor, 'GET', '/v1/cases?state=closed')).data
    expect(closed).toMatchObject([{ outcome: 'shop_ended', closer_name: null }])
  })
})
