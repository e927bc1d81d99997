import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { OFFICIALS } from '../../src/demo/cast'
import { runEndings } from '../../src/ends/run'
import { localDate } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { sendNotices } from '../../src/notify/notices'
import { payDaily } from '../../src/payouts/pay'
import { sql } from '../../src/platform/d1'
import { openCourt } from '../disputes/support'
import { type Counter, openCounter } from '../intake/support'
import type { Path } from '../support/addresses'
import { PRAISE } from '../support/safe-words'

let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
})
const li = () => bank.as(bank.li.id)
const get = async <P extends string>(path: Path<'GET', P>, token: string) =>
  (await bank.call('GET', path, { token })).body
/** The whole visible text of a page, as whoever the token belongs to. */
async function page(path: string, who: { kind: string; token: string } | null): Promise<string> {
  const headers: Record<string, string> = who ? { cookie: `yfb_${who.kind}=${who.token}` } : {}
  const answer = await bank.app.fetch(
    new Request(`http://127.0.0.1:8787${path}`, { headers, redirect: 'manual' }),
    {} as Env,
  )
  expect([path, answer.status]).toEqual([path, 200])
  const html = await answer.text()
  return html.replace(/<(style|script)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, '')
}
const supervisor = async (name: string, phone: string) =>
  (
    await bank.call('POST', '/v1/officials', {
      token: await bank.boss(),
      body: {
        kind: 'regulator',
        role: 'supervisor',
        name,
        phone,
        districts: [bank.shop.plan.district],
      },
    })
  ).body.id as string

/** The first words of praise in a text, with what stands around them. */
const praiseIn = (text: string): string | null => {
  const at = text.search(PRAISE)
  return at < 0 ? null : text.slice(Math.max(at - 20, 0), at + 20)
}

/** What everybody reads of this card and this shop, in one text. */
async function everything(): Promise<string> {
  const consumer = { kind: 'consumer', token: await li() }
  const staff = { kind: 'staff', token: await bank.owner() }
  const code = bank.shop.code
  const pages: [string, { kind: string; token: string } | null][] = [
    ['/c', consumer],
    [`/c/cards/${bank.card}`, consumer],
    [`/c/cards/${bank.card}/refund`, consumer],
    [`/c/cards/${bank.card}/care`, consumer],
    [`/c/cards/${bank.card}/share`, consumer],
    [`/c/offers/${bank.shop.offers[0]?.id}?shop=${code}`, consumer],
    ['/', null],
    [`/s/${code}`, null],
    [`/contracts/${bank.shop.offers[0]?.id}`, null],
    ['/m', staff],
  ]
  const said: string[] = []
  for (const [path, who] of pages) said.push(await page(path, who))
  return said.join('\n')
}
const cardNow = async () => get(`/v1/cards/${bank.card}`, await li())
const shopNow = async () => (await bank.call('GET', `/v1/shops/${bank.shop.code}`)).body
const takesAdvance = async (amount_fen: number) => {
  await bank.raises(bank.shop.id, 'AAA')
  const { ceiling_fen } = await bank.mine('/v1/advances/me')
  const body = { amount_fen: Math.min(ceiling_fen, amount_fen) }
  const reply = await bank.call('POST', '/v1/advances', { token: await bank.owner(), body })
  expect(reply.status).toBe(201)
  await payDaily(bank.world, 10)
  await bank.asksBank()
  bank.advance(11 * 60_000)
  await bank.asksBank()
  return body.amount_fen
}

describe(`the one sentence, on ${ENGINE}`, () => {
  it('says of a card just paid, at a shop never closed by the bank, that nobody has checked', async () => {
    const { standing, protected_fen } = await cardNow()
    expect(standing).toMatchObject({ state: 'never_closed', tone: 'warn', transit_fen: 30_000 })
    expect([protected_fen, standing.owed_fen]).toEqual([30_000, 30_000])
    expect((await shopNow()).standing).toMatchObject({ state: 'never_closed', tone: 'warn' })
    const text = await everything()
    expect(text).toContain('银行还没有核对过这家店的账')
    expect(praiseIn(text)).toBeNull()
    expect(text).not.toContain('绿·1级')
  })

  it('speaks of safety once the closed day of the bank has every fen, and of that day', async () => {
    await bank.banks()
    const day = await bank.closes()
    const { standing } = await cardNow()
    expect(standing).toMatchObject({ state: 'covered', tone: 'safe', business_day: day })
    expect((await shopNow()).standing).toMatchObject({ state: 'covered', coverage_bp: 10_000 })
    const list = await page('/c', { kind: 'consumer', token: await li() })
    const card = await page(`/c/cards/${bank.card}`, { kind: 'consumer', token: await li() })
    for (const text of [list, card]) expect(text).toMatch(/受保护余额[\s\S]{0,40}¥?300\.00/)
    expect(await page(`/s/${bank.shop.code}`, null)).toContain('绿·1级')
  })

  it('names a second payment as still with the provider, on list and card alike', async () => {
    await bank.banks()
    await bank.closes()
    await bank.buys({ ...bank.li, token: await li() }, bank.shop, 0)
    const { standing } = await cardNow()
    expect(standing).toMatchObject({
      state: 'transit',
      tone: 'plain',
      owed_fen: 60_000,
      covered_fen: 30_000,
      transit_fen: 30_000,
    })
    const text = await everything()
    expect(text).toContain('¥300.00 还在支付机构，没到专户')
    await bank.banks()
    expect((await cardNow()).standing).toMatchObject({ state: 'unchecked', unchecked_fen: 30_000 })
  })

  it('says what is still owed when money is missing at the bank, and nothing of safety', async () => {
    await bank.banks()
    await bank.closes()
    bank.advance(3 * 3_600_000)
    const day = localDate(bank.world.now())
    const fault = { day, kind: 'charge' as const, account_no: bank.account_no, amount_fen: 6_000 }
    await setBankFault(bank.db, fault)
    await bank.closes()
    const { standing, protected_fen } = await cardNow()
    expect(standing).toMatchObject({ state: 'short', tone: 'bad', short_fen: 6_000 })
    expect(protected_fen).toBe(24_000)
    expect((await shopNow()).standing).toMatchObject({ state: 'short', coverage_bp: 8_000 })
    const text = await everything()
    expect(text).toContain('还欠您 ¥60.00：专户里缺这部分钱')
    expect(text).toContain('每 100 元里，有钱对着的只有 80.00 元')
    expect(praiseIn(text)).toBeNull()
    expect(text).not.toContain('绿·1级')
  })

  it('names what its payer is claiming back at the provider', async () => {
    const court = await openCourt()
    const card = await court.buysCard()
    await court.contests(card)
    const { body } = await court.says(court.li.id, 'GET', `/v1/cards/${card}`)
    expect(body.standing).toMatchObject({ state: 'disputed', tone: 'warn', owed_fen: 100_000 })
    expect(body.standing.sentence).toContain('其中 ¥1,000.00 付款人正向支付机构要回')
    expect(praiseIn(body.standing.sentence + body.standing.sentence_en)).toBeNull()
    expect(body.refund_now).toMatchObject({ not_consumer_cause_fen: 0, consumer_cause_fen: 0 })
  })

  it('shows an advance as the part not covered, and as still owed once the shop is gone', async () => {
    await bank.banks()
    await bank.closes()
    const advance_fen = await takesAdvance(6_000)
    const running = (await cardNow()).standing
    expect(running).toMatchObject({ state: 'advance', tone: 'warn', short_fen: advance_fen })
    expect((await shopNow()).standing).toMatchObject({ state: 'advance', tone: 'warn' })
    expect(praiseIn(await everything())).toBeNull()

    const [first, other] = [
      await supervisor(OFFICIALS.supervisor.name, OFFICIALS.supervisor.phone),
      await supervisor(OFFICIALS.supervisor_second.name, OFFICIALS.supervisor_second.phone),
    ]
    const incident = (
      await bank.says(first, 'POST', '/v1/incidents', {
        merchant_id: bank.shop.id,
        reason: '卷闸门关闭，电话不通',
        evidence: '网格员两次上门，照片三张',
      })
    ).body
    expect(praiseIn(incident.message + incident.standing.sentence)).toBeNull()
    expect(incident.standing).toMatchObject({ state: 'short', tone: 'bad' })
    expect((await cardNow()).standing).toMatchObject({ state: 'short', tone: 'bad' })
    await bank.says(other, 'POST', `/v1/incidents/${incident.id}/confirmation`, {})
    while ((await runEndings(bank.world, 50)) > 0);
    await sendNotices(bank.world, 100)
    const [sms] = await bank.rows(
      sql`SELECT text FROM notices WHERE type = 'incident.confirmed' AND state = 'sent'`,
    )
    const there = (30_000 - advance_fen) / 100
    expect(sms?.text).toContain(`还欠您¥${advance_fen / 100}.00，¥${there}.00在专户`)
    const [refund] = await bank.rows(sql`SELECT text FROM notices WHERE type = 'refund.requested'`)
    expect(refund?.text).toContain(`正在退¥${there}.00，自动办`)
    expect(refund?.text).toContain(`还欠您¥${advance_fen / 100}.00`)
    const after = (await cardNow()).standing
    expect(after).toMatchObject({ state: 'short', tone: 'bad', short_fen: advance_fen })
    expect(after.sentence).toMatch(/^还欠您 ¥/)
    const ends = await page(`/c/endings/${incident.id}`, { kind: 'consumer', token: await li() })
    expect(praiseIn(ends + (await everything()))).toBeNull()
    expect(ends).toContain('还欠您')
  })
})
