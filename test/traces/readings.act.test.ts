import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS, OFFICIALS, officialPhone } from '../../src/demo/cast'
import { HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { sql } from '../../src/platform/d1'
import { sendReadingDigests } from '../../src/traces/digest'
import { type Desk, good, openDesk } from '../refunds/support'

const REASON = '持卡人投诉店家不退钱，核对余额'
let desk: Desk
let card: string
let refund: string
let other_card: string
let bank: string
let operator: string

const saysWhatFor = async (who: string, reference_id: string, more: object = {}) =>
  good(
    await desk.says(who, 'POST', '/v1/access-purposes', { reference_id, reason: REASON, ...more }),
  )
const emergency = async (who: string) =>
  good(await desk.says(who, 'POST', '/v1/access-purposes', { kind: 'emergency', reason: REASON }))
const reads = async (who: string, id: string, headers: Record<string, string> = {}) => {
  const { status, body } = await desk.call('GET', `/v1/cards/${id}`, {
    token: await desk.as(who),
    headers,
  })
  return status === 200 ? 'read' : body.code
}
const mine = async () => good(await desk.says(desk.li.id, 'GET', '/v1/me/access-traces')).data
const count = async (table: 'access_traces' | 'access_alarms') =>
  Number(
    (
      await desk.rows(
        table === 'access_traces'
          ? sql`SELECT count(*) AS n FROM access_traces`
          : sql`SELECT count(*) AS n FROM access_alarms`,
      )
    )[0]?.n,
  )
const colleague = (n: number) =>
  desk.appoints({
    kind: 'regulator',
    role: 'supervisor',
    phone: officialPhone(500 + n),
    districts: [desk.shop.plan.district],
  })

beforeEach(async () => {
  desk = await openDesk(0, { must_say: true })
  card = await desk.buysCard()
  const wang = await desk.joins(HOLDERS.wang.phone)
  other_card = (await desk.buys(wang, desk.shop, 1)).id
  const quote = good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}/refund-quote`))
  expect(quote.object).toBe('refund_quote')
  refund = good(
    await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' }),
  ).id
  bank = await desk.appoints({ ...OFFICIALS.teller, role: 'bank' })
  operator = String(
    (await desk.rows(sql`SELECT min(id) AS id FROM officials WHERE kind = 'operator'`))[0]?.id,
  )
})

describe(`an official who reads of somebody, on ${ENGINE}`, () => {
  it('reads nothing before saying what for, and what was read is written down and shown', async () => {
    expect(await reads(desk.supervisor, card)).toBe('access_purpose_needed')
    expect(await reads(bank, card)).toBe('access_purpose_needed')
    expect([await count('access_traces'), await mine()]).toEqual([0, []])

    const purpose = await saysWhatFor(desk.supervisor, refund)
    expect(purpose).toMatchObject({ state: 'open', people_max: 3, people_count: 0 })
    expect(await reads(desk.supervisor, card, { 'Access-Purpose': purpose.id })).toBe('read')
    expect(await reads(desk.supervisor, card)).toBe('read')
    const [shown] = await mine()
    expect(shown).toMatchObject({
      office: 'regulator',
      office_name: '主管部门',
      reach: 'you',
      things: expect.arrayContaining([card]),
      purpose: { kind: 'case', reference_id: refund, reason: REASON },
    })
    expect(JSON.stringify(shown)).not.toContain(desk.supervisor)
  })

  it('reads only of whom the matter is, only while it is open, and under nobody else’s purpose', async () => {
    const { id } = await saysWhatFor(desk.supervisor, refund)
    const named = { 'Access-Purpose': id }
    expect(await reads(desk.supervisor, other_card, named)).toBe('access_purpose_not_for_this')
    expect(await reads(desk.supervisor, other_card)).toBe('access_purpose_needed')
    expect(await reads(bank, card, named)).toBe('access_purpose_over')
    good(await desk.says(desk.supervisor, 'POST', `/v1/access-purposes/${id}/end`))
    expect(await reads(desk.supervisor, card, named)).toBe('access_purpose_over')

    await saysWhatFor(desk.supervisor, desk.shop.id)
    expect(await reads(desk.supervisor, other_card)).toBe('read')
    desk.advance(8 * HOUR_MS)
    expect(await reads(desk.supervisor, other_card)).toBe('access_purpose_needed')
    expect(await count('access_traces')).toBe(1)
  })

  it('must name a matter that exists, is theirs, and is no card', async () => {
    const elsewhere = await desk.appoints({
      kind: 'regulator',
      role: 'supervisor',
      phone: officialPhone(499),
      districts: ['wendeng'],
    })
    for (const [who, reference_id] of [
      [desk.supervisor, card],
      [desk.supervisor, 'rfd_00000000000000000000000000'],
      [elsewhere, refund],
      [elsewhere, desk.shop.id],
      [bank, 'bfl_00000000000000000000000000'],
    ] as const) {
      const said = { reference_id, reason: REASON }
      const refused = await desk.says(who, 'POST', '/v1/access-purposes', said)
      expect(refused.body.code).toBe('access_reference_unknown')
    }
    const short = { reference_id: refund, reason: '看看' }
    const refused = await desk.says(desk.supervisor, 'POST', '/v1/access-purposes', short)
    expect(refused.body.code).toBe('request_invalid')
  })

  it('leaves a line with each person of a list of work, and needs a purpose to ask for one of them', async () => {
    const listed = await desk.says(desk.supervisor, 'GET', '/v1/refunds')
    expect(listed.status).toBe(200)
    expect(await mine()).toMatchObject([{ purpose: null, what: '退款的清单' }])
    const one = await desk.says(desk.supervisor, 'GET', `/v1/refunds?card_id=${card}`)
    expect(one.body.code).toBe('access_purpose_needed')
  })

  it('is stopped by the day’s limit, which the table holds again', async () => {
    await saysWhatFor(desk.supervisor, refund)
    expect(await reads(desk.supervisor, card)).toBe('read')
    await desk.db.batch([sql`UPDATE access_days SET readings_count = 300`])
    expect(await reads(desk.supervisor, card)).toBe('access_reads_used_up')
    await expect(desk.db.batch([sql`UPDATE access_days SET readings_count = 301`])).rejects.toThrow(
      'access_reads_used_up',
    )
  })

  it('answers nothing where the trace cannot be written', async () => {
    await saysWhatFor(desk.supervisor, refund)
    desk.faulty.next = (statements) =>
      statements.some(({ text }) => text.includes('INSERT INTO access_traces')) ? 'before' : null
    const { status, text } = await desk.says(desk.supervisor, 'GET', `/v1/cards/${card}`)
    desk.faulty.next = () => null
    expect([status, text.includes(card), await count('access_traces')]).toEqual([500, false, 0])
  })

  it('tells the person once in the evening, how often and of what day', async () => {
    await saysWhatFor(desk.supervisor, refund)
    await reads(desk.supervisor, card)
    await reads(desk.supervisor, card)
    expect(await sendReadingDigests(desk.world, 10)).toBe(1)
    expect(await sendReadingDigests(desk.world, 10)).toBe(0)
    await sendNotices(desk.world, 50)
    const told = await desk.rows(sql`SELECT text FROM notices WHERE type = 'access.told'`)
    expect(told).toMatchObject([{ text: expect.stringContaining('查阅您的资料2次') }])
  })

  it('wakes somebody when five read of one person on a day, once', async () => {
    for (let n = 0; n < 6; n++) {
      const who = await colleague(n)
      await saysWhatFor(who, refund)
      expect(await reads(who, card)).toBe('read')
    }
    const alarms = await desk.rows(sql`SELECT kind, count, needs_count FROM access_alarms`)
    expect(alarms).toEqual([{ kind: 'same_person', count: 5, needs_count: 1 }])
  })

  it('may read without a case in an emergency: seen at once, and by two others afterwards', async () => {
    const { id, people_max } = await emergency(desk.supervisor)
    expect(people_max).toBe(20)
    expect(await reads(desk.supervisor, card, { 'Access-Purpose': id })).toBe('read')
    const [urgent] = await desk.rows(
      sql`SELECT consumer_id FROM events WHERE type = 'access.emergency_read'`,
    )
    expect(urgent?.consumer_id).toBe(desk.li.id)
    const [alarm] = good(await desk.says(operator, 'GET', '/v1/access-alarms')).data
    expect(alarm).toMatchObject({ kind: 'emergency', needs_count: 2, may_review: true })
    const review = (who: string) =>
      desk.says(who, 'POST', `/v1/access-alarms/${alarm?.id}/reviews`, {
        found: 'in_order',
        note: '看过报警记录',
      })
    expect((await review(desk.supervisor)).body.code).toBe('checker_must_not_be_maker')
    expect(good(await review(operator)).closed_at).toBeNull()
    expect((await review(operator)).body.code).toBe('checker_must_not_be_maker')
    expect(good(await review(await colleague(1))).closed_at).not.toBeNull()
    expect((await review(await colleague(2))).body.code).toBe('access_alarm_ended')
    desk.advance(HOUR_MS)
    expect(await reads(desk.supervisor, card, { 'Access-Purpose': id })).toBe('access_purpose_over')
  })

  it('keeps a reading secret by a police paper, agreed to by another, until two say otherwise', async () => {
    const { id, state } = await saysWhatFor(desk.supervisor, refund, {
      secrecy: { document_no: '威公侦字〔2026〕12 号' },
    })
    expect(state).toBe('waiting')
    expect(await reads(desk.supervisor, card)).toBe('access_purpose_needed')
    const say = (who: string, what: 'secrecy' | 'disclosure') =>
      what === 'secrecy'
        ? desk.says(who, 'POST', `/v1/access-purposes/${id}/secrecy`)
        : desk.says(who, 'POST', `/v1/access-purposes/${id}/disclosure`)
    expect((await say(desk.supervisor, 'secrecy')).body.code).toBe('checker_must_not_be_maker')
    const another = await colleague(1)
    good(await say(another, 'secrecy'))
    expect(await reads(desk.supervisor, card)).toBe('read')
    expect(await mine()).toEqual([])
    expect(await sendReadingDigests(desk.world, 10)).toBe(0)
    expect(good(await say(another, 'disclosure')).secrecy).toBe('secret')
    expect((await say(another, 'disclosure')).body.code).toBe('checker_must_not_be_maker')
    expect(await mine()).toEqual([])
    expect(good(await say(desk.supervisor, 'disclosure')).secrecy).toBe('shown')
    expect(await mine()).toHaveLength(1)
  })

  it('takes a file of a shop or of the city under a matter of its kind, told to everybody in it', async () => {
    desk.advance(MINUTE_MS)
    const file = async (who: string, of: string) => {
      const said = { from: '2026-03-01', to: '2026-03-02', reason: REASON }
      const [, merchant_id] = of.split('=')
      const wanted = merchant_id === undefined ? said : { ...said, merchant_id }
      const { id } = good(await desk.says(who, 'POST', '/v1/exports/permits', wanted))
      const at = `/v1/exports/permits/${id}/decision` as const
      good(await desk.says(operator, 'POST', at, { agreed: true }))
      const query = `format=csv&from=2026-03-01&to=2026-03-02${of}&permit_id=${id}` as const
      const reply = await desk.says(who, 'GET', `/v1/exports/journal?${query}`)
      return reply.status === 200 ? 'file' : (JSON.parse(reply.text) as { code: string }).code
    }
    const of_shop = `&merchant_id=${desk.shop.id}`
    await saysWhatFor(bank, refund)
    expect(await file(bank, of_shop)).toBe('access_purpose_needed')
    await saysWhatFor(bank, desk.shop.id)
    expect([await file(bank, of_shop), await file(bank, '')]).toEqual([
      'file',
      'access_purpose_needed',
    ])
    expect(await mine()).toMatchObject([{ reach: 'everybody', merchant_name: desk.shop.plan.name }])
  })
})
