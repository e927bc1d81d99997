import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { HOLDERS, holderPhone, OFFICIALS } from '../../src/demo/cast'
import { runEndings, takeStep } from '../../src/ends/run'
import { DAY_MS } from '../../src/kernel/time'
import { payDaily } from '../../src/payouts/pay'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import { clerk, depositedBy, showsOnStatement } from './support'

let desk: Desk
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
const run = async () => {
  while ((await runEndings(desk.world, 50)) > 0);
}
/** Holders with a card of ¥1,000 for ¥1,200, the first of them after a use of ¥200. */
async function holders(n: number): Promise<string[]> {
  const cards = []
  for (let i = 0; i < n; i++) {
    const person = await desk.joins(holderPhone(1000 + i))
    cards.push((await desk.buys(person, desk.shop, 1)).id)
  }
  return cards
}
const second = async () =>
  good(
    await desk.call('POST', '/v1/officials', {
      token: await desk.as(await operatorId()),
      body: {
        ...OFFICIALS.supervisor_second,
        districts: [desk.shop.plan.district],
      },
    }),
  ).id as string
const report = () =>
  desk.says(desk.supervisor, 'POST', '/v1/incidents', {
    merchant_id: desk.shop.id,
    reason: '卷闸门关闭，电话不通',
    evidence: '网格员 3 月 2 日两次上门，照片三张',
  })
const seen = async (id: string, who = desk.supervisor) =>
  good(await desk.says(who, 'GET', `/v1/endings/${id}`))

beforeEach(async () => {
  desk = await openDesk()
})

describe(`a closure on ${ENGINE}`, () => {
  it('tells every holder, lets them use their cards, and refunds everybody after the last day', async () => {
    const cards = [await desk.buysCard(), ...(await holders(4))]
    await desk.uses(String(cards[0]), 60_000)
    const announce = (closes_on: string) =>
      desk.says(desk.owner, 'POST', '/v1/closures', {
        closes_on,
        reason: '租约到期不再续租',
        contact: '张店主 0631-5200000',
      })
    expect((await announce('2026-03-31')).body.code).toBe('closure_notice_too_short')
    const closure = good(await announce('2026-04-01'))
    expect((await announce('2026-04-02')).body.code).toBe('merchant_is_ending')
    await run()
    expect(await seen(closure.id)).toMatchObject({ phase: 'waiting', told_count: 5 })
    const sale = await desk.says(desk.li.id, 'POST', '/v1/purchases', {
      offer_id: desk.shop.offers[1]!.id,
      contract_hash: desk.shop.offers[1]!.contract_hash,
      contract_accepted: true,
    })
    expect(sale.body.code).toBe('sales_on_hold')
    desk.advance(29 * DAY_MS)
    await run()
    expect((await seen(closure.id)).phase).toBe('waiting')
    desk.advance(2 * DAY_MS)
    await run()
    expect(await seen(closure.id, desk.li.id)).toMatchObject({
      phase: 'done',
      refunded_count: 5,
      owed_fen: 450_000,
      covered_fen: 450_000,
      shortfall_fen: 0,
      opened_fen: 450_000,
      arrived_fen: 0,
      progress_bp: 2_000,
    })
    await clean()
    await desk.tick()
    expect(await seen(closure.id, desk.li.id)).toMatchObject({
      arrived_fen: 450_000,
      arrived_count: 5,
      progress_bp: 10_000,
    })
    const list = good(await desk.says(desk.li.id, 'GET', '/v1/refunds')).data
    expect(list).toMatchObject([
      { origin: 'closure', origin_id: closure.id, status: 'done', refunded_fen: 50_000 },
    ])
    for (const card of cards) expect(await desk.balance(`escrow:${card}`)).toBe(0)
    await clean()
  })
})

describe(`an incident on ${ENGINE}`, () => {
  it('stops payouts at once, needs another official, and refunds everybody', async () => {
    const cards = [await desk.buysCard(), ...(await holders(24))]
    await desk.uses(String(cards[0]), 60_000)
    await desk.banks()
    const incident = good(await report())
    await payDaily(desk.world, 100)
    expect(await desk.rows(sql`SELECT * FROM payouts`)).toEqual([])
    const confirm = (who: string) =>
      desk.says(who, 'POST', `/v1/incidents/${incident.id}/confirmation`)
    expect((await confirm(desk.supervisor)).body.code).toBe('incident_needs_another_official')
    const other = await second()
    good(await confirm(other))
    await run()
    expect(await seen(incident.id)).toMatchObject({
      phase: 'done',
      refunded_count: 25,
      owed_fen: 2_450_000,
    })
    await desk.tick()
    await desk.tick()
    expect(await desk.rows(sql`SELECT status, count(*) AS n FROM refunds GROUP BY status`)).toEqual(
      [{ status: 'done', n: 25 }],
    )
    expect(await desk.balance(`payable:${desk.shop.id}`)).toBe(50_000)
    await clean()
  })

  it('shows the evidence, the names and the effect to the second official before, and keeps them', async () => {
    await desk.buysCard()
    await desk.banks()
    const reported = good(await report())
    const evidence = '网格员 3 月 2 日两次上门，照片三张'
    expect(reported.record).toMatchObject({
      evidence,
      reporter_name: OFFICIALS.supervisor.name,
      may_confirm: false,
    })
    const other = await second()
    const before = (await seen(reported.id, other)).record
    expect(before).toMatchObject({
      evidence,
      reporter_name: OFFICIALS.supervisor.name,
      confirmer_name: null,
      may_confirm: true,
      effect: { cards_count: 1, owed_fen: 100_000, short_fen: 0, is_final: true },
    })
    for (const stranger of [desk.owner, desk.li.id])
      expect((await seen(reported.id, stranger)).record).toBeNull()
    const path = `/v1/incidents/${reported.id}/confirmation` as const
    const confirmed = good(await desk.says(other, 'POST', path))
    const after = {
      evidence,
      reporter_name: OFFICIALS.supervisor.name,
      confirmer_name: OFFICIALS.supervisor_second.name,
      may_confirm: false,
    }
    expect(confirmed.record).toMatchObject(after)
    await run()
    expect((await seen(reported.id)).record).toMatchObject({ ...after, effect: null })
  })

  it('can be dismissed: the shop is paid again', async () => {
    const card = await desk.buysCard()
    await desk.uses(card, 20_000)
    await desk.banks()
    const incident = good(await report())
    good(
      await desk.says(desk.supervisor, 'POST', `/v1/incidents/${incident.id}/dismissal`, {
        reason: '店主已联系上，装修歇业',
      }),
    )
    await run()
    await payDaily(desk.world, 100)
    expect(await desk.rows(sql`SELECT amount_fen FROM payouts`)).toEqual([{ amount_fen: 16_666 }])
    await clean()
  })

  it('shares out what is there when an advance is out: the shop’s money, the deposit, then everyone alike', async () => {
    const cards = [await desk.buysCard(), ...(await holders(2))]
    await desk.uses(String(cards[0]), 20_000)
    await desk.banks()
    await desk.raises(desk.shop.id, 'AAA')
    good(await desk.says(desk.owner, 'POST', '/v1/advances', { amount_fen: 50_000 }))
    good(await desk.says(desk.owner, 'POST', '/v1/payouts'))
    const bank = await bankId()
    const checker = await clerk(desk, OFFICIALS.checker.phone)
    const { id: merchant_id } = desk.shop
    await depositedBy(desk, { typist: bank, checker, merchant_id, amount_fen: 9_999 })
    await clean()
    await showsOnStatement(desk)
    // Agreed to after the statement of its day: this one counts for nothing yet, and is not touched.
    await depositedBy(desk, { typist: bank, checker, merchant_id, amount_fen: 70_000 })
    const { settlePayouts } = await import('../../src/payouts/settle')
    for (let i = 0; i < 3; i++) {
      await settlePayouts(desk.world, 100)
      desk.advance(600_000)
    }
    await desk.uses(String(cards[0]), 20_000)
    const incident = good(await report())
    good(await desk.says(await second(), 'POST', `/v1/incidents/${incident.id}/confirmation`))
    await run()
    const sum = await seen(incident.id)
    const { owed_fen, advance_fen, payable_used_fen, deposit_used_fen, shortfall_fen } = sum
    expect(advance_fen).toBeGreaterThan(0)
    expect(deposit_used_fen).toBe(9_999)
    expect(payable_used_fen + deposit_used_fen + shortfall_fen).toBe(advance_fen)
    expect(sum.covered_fen).toBe(owed_fen - shortfall_fen)
    const claims = good(
      await desk.says(desk.supervisor, 'GET', `/v1/endings/${incident.id}/claims`),
    ).data
    expect(claims.reduce((n: number, c: any) => n + c.covered_fen, 0)).toBe(
      owed_fen - shortfall_fen,
    )
    for (const claim of claims) {
      const exact = (claim.owed_fen * (owed_fen - shortfall_fen)) / owed_fen
      expect(Math.abs(claim.covered_fen - exact)).toBeLessThan(1)
    }
    const own = good(await desk.says(desk.li.id, 'GET', `/v1/endings/${incident.id}/claims`)).data
    expect(own.map((claim: any) => claim.card_id)).toEqual([cards[0]])
    await clean()
    await desk.tick()
    await desk.tick()
    const [refund] = good(await desk.says(desk.li.id, 'GET', '/v1/refunds')).data
    expect(refund).toMatchObject({
      status: 'decided',
      waits_for: 'funds',
      refunded_fen: own[0]!.covered_fen,
    })
    expect(refund!.refunded_fen + refund!.uncovered_fen).toBe(own[0]!.owed_fen)
    expect(refund!.message).toContain('同一比例')
    await clean()
  })

  it('survives being killed at any step, and two runs at once', async () => {
    await holders(23)
    const incident = good(await report())
    good(await desk.says(await second(), 'POST', `/v1/incidents/${incident.id}/confirmation`))
    let n = 0
    for (let round = 0; round < 60; round++) {
      desk.faulty.next = () => (n++ % 5 === 1 ? 'before' : n % 7 === 2 ? 'after' : null)
      await Promise.allSettled([
        takeStep(desk.world, incident.id),
        takeStep(desk.world, incident.id),
      ])
      desk.faulty.next = () => null
    }
    await run()
    expect(await seen(incident.id)).toMatchObject({
      phase: 'done',
      refunded_count: 23,
      told_count: 23,
    })
    expect(
      await desk.rows(sql`SELECT count(*) AS n, count(DISTINCT card_id) AS cards FROM refunds`),
    ).toEqual([{ n: 23, cards: 23 }])
    await clean()
  })

  it('is nobody else’s to report or to see', async () => {
    const cards = await holders(1)
    expect(cards).toHaveLength(1)
    const incident = good(await report())
    const stranger = await desk.joins(HOLDERS.stranger.phone)
    expect((await desk.says(stranger.id, 'GET', `/v1/endings/${incident.id}`)).status).toBe(404)
    expect(
      (await desk.says(desk.owner, 'POST', `/v1/incidents/${incident.id}/confirmation`)).status,
    ).toBe(403)
    const elsewhere = good(
      await desk.call('POST', '/v1/officials', {
        token: await desk.as(await operatorId()),
        body: {
          ...OFFICIALS.supervisor_elsewhere,
          districts: ['rongcheng'],
        },
      }),
    ).id as string
    expect(
      (await desk.says(elsewhere, 'POST', `/v1/incidents/${incident.id}/confirmation`)).status,
    ).toBe(404)
  })
})

const operatorId = async () =>
  String(
    (await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator' ORDER BY id LIMIT 1`))[0]
      ?.id,
  )
const bankId = async () =>
  good(
    await desk.call('POST', '/v1/officials', {
      token: await desk.as(await operatorId()),
      body: { ...OFFICIALS.teller },
    }),
  ).id as string
