import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { runEndings } from '../../src/ends/run'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
let card: string
let lot: string
const proof = (who: string) => desk.says(who, 'GET', `/v1/lots/${lot}/proof`)
type Proof = {
  uses: {
    released_fen: number
    corrected_fen: number
    content_hash: string | null
    consent: string
  }[]
  sums: Record<
    'paid_fen' | 'released_fen' | 'refunded_fen' | 'difference_fen' | 'held_fen' | 'left_fen',
    number
  >
}
/** Every fen of a sheet is somewhere, and its uses make up what the shop has. */
function addsUp({ uses, sums }: Proof): void {
  const { paid_fen, released_fen, refunded_fen, difference_fen, held_fen, left_fen } = sums
  expect(released_fen + refunded_fen + difference_fen + held_fen + left_fen).toBe(paid_fen)
  const taken = uses.reduce((sum, use) => sum + use.released_fen - use.corrected_fen, 0)
  expect(taken).toBe(released_fen)
}

describe(`the proof of one payment on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
    card = await desk.buysCard()
    lot = String((await desk.rows(sql`SELECT id FROM lots`))[0]?.id)
    await desk.uses(card, 40_000)
  })

  it('says who, when, how much, what for and what comes back, and adds up after every act', async () => {
    const first = good(await proof(desk.li.id))
    addsUp(first)
    expect(first.uses).toHaveLength(2)
    expect(first.uses[0]).toMatchObject({ consent: 'code', units: 20_000, released_fen: 16_666 })
    expect(first.uses[0]!.content_hash).toMatch(/^v2:[0-9a-f]{64}$/)
    expect(first.quote!.not_consumer_cause.amount_fen).toBe(first.sums.left_fen)
    expect(first.contract.text).toContain('预付消费合同')

    const [use] = await desk.rows(sql`SELECT id FROM redemptions ORDER BY id LIMIT 1`)
    good(
      await desk.says(desk.owner, 'POST', `/v1/redemptions/${String(use?.id)}/corrections`, {
        kind: 'refund',
        units: 5_000,
        reason: '多扣了五十元',
      }),
    )
    addsUp(good(await proof(desk.li.id)))
    good(
      await desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', {
        card_id: card,
        amount_fen: 3_000,
      }),
    )
    const held = good(await proof(desk.li.id))
    addsUp(held)
    expect(held.sums.held_fen).toBeGreaterThan(0)
    const [hold] = await desk.rows(sql`SELECT id FROM holds`)
    good(await desk.says(desk.li.id, 'POST', `/v1/holds/${String(hold?.id)}/confirmation`))
    const confirmed = good(await proof(desk.li.id))
    addsUp(confirmed)
    expect(confirmed.uses.at(-1)!.consent).toBe('holder')
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' }))
    await desk.tick()
    const ended = good(await proof(desk.li.id))
    addsUp(ended)
    expect(ended).toMatchObject({
      quote: null,
      sums: { left_fen: 0 },
      refunds: [{ state: 'succeeded' }],
    })
  })

  it('is for the holder, the shop and the district; the regulator learns no name', async () => {
    expect(good(await proof(desk.owner)).holder).not.toBeNull()
    const seen = await proof(desk.supervisor)
    expect(good(seen).holder).toBeNull()
    expect(seen.text).not.toMatch(/139\*{4}|csm_/)
    const wang = await desk.joins(HOLDERS.wang.phone)
    expect((await proof(wang.id)).body.code).toBe('lot_not_found')
    const other = await desk.opens(2)
    const [stranger] = await desk.rows(
      sql`SELECT id FROM staff WHERE merchant_id = ${other.id} AND role = 'owner'`,
    )
    expect((await proof(String(stranger?.id))).body.code).toBe('lot_not_found')
  })

  it('is a page that can be printed, for the holder and the shop', async () => {
    for (const [path, who] of [
      ['/c', desk.li.id],
      ['/m', desk.owner],
    ] as const) {
      const cookie = await signedIn(who)
      const page = await desk.call('GET', `${path}/lots/${lot}/proof`, {
        headers: { Cookie: cookie },
      })
      expect(page.status).toBe(200)
      for (const words of [
        '付款凭证',
        '每次使用',
        '出示消费码',
        '今天结束能退多少',
        '合同指纹',
        '¥333.33',
      ])
        expect(page.text, words).toContain(words)
    }
  })
})

/** One-click sign-in on the pages, as in development. */
async function signedIn(who: string): Promise<string> {
  const body = new URLSearchParams({ subject_id: who })
  const reply = await desk.app.fetch(
    new Request('http://127.0.0.1:8787/sign-in', {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { Origin: 'http://127.0.0.1:8787', 'Sec-Fetch-Site': 'same-origin' },
    }),
    {} as Env,
  )
  return reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

describe(`a claim pack on ${ENGINE}`, () => {
  it('says what is owed, what a court may add and on what it depends, for a shop that is gone', async () => {
    desk = await openDesk()
    card = await desk.buysCard()
    lot = String((await desk.rows(sql`SELECT id FROM lots`))[0]?.id)
    await desk.uses(card, 60_000)
    good(
      await desk.says(desk.owner, 'POST', '/v1/closures', {
        closes_on: '2026-04-02',
        reason: '租约到期不再续租',
        contact: '张店主 0631-5200000',
      }),
    )
    for (let day = 0; day < 33; day += 11) {
      desk.advance(11 * DAY_MS)
      while ((await runEndings(desk.world, 20)) > 0);
    }
    const [refund] = good(await desk.says(desk.li.id, 'GET', '/v1/refunds')).data
    const pack = good(await desk.says(desk.li.id, 'GET', `/v1/refunds/${refund!.id}/claim-pack`))
    expect(pack).toMatchObject({
      entitled_fen: 50_000,
      paid_fen: 100_000,
      uncovered_fen: 0,
      proofs: [`/v1/lots/${lot}/proof`],
    })
    const punitive = pack.claims.find(({ title }: { title: string }) => title === '惩罚性赔偿')
    expect(punitive!.amount_fen).toBe(300_000)
    expect(punitive!.conditions).toContain('由法院认定')
    expect(pack.complaint).toContain('由本人填写')
    expect(pack.complaint).not.toContain(HOLDERS.li.phone)
    const wang = await desk.joins(HOLDERS.wang.phone)
    expect((await desk.says(wang.id, 'GET', `/v1/refunds/${refund!.id}/claim-pack`)).status).toBe(
      404,
    )
  })
})
