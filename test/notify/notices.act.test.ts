import { beforeEach, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { all, sql } from '../../src/platform/d1'
import { BREAD, type Counter, good, openCounter } from '../redemptions/support'
import { asked } from '../support/asked'

let counter: Counter
let card: string
beforeEach(async () => {
  counter = await openCounter()
  card = await counter.holds({ lots: [BREAD] })
})
const messages = async (phone = counter.li.phone) =>
  (
    await all(
      counter.db,
      sql<{
        text: string
      }>`SELECT text FROM mock_sms_outbox WHERE phone = ${phone} AND text NOT LIKE '%验证码%' ORDER BY at, id`,
    )
  ).map(({ text }) => text)
const use = async (amount_fen: number) => {
  counter.advance(MINUTE_MS)
  const { digits } = await counter.code(card)
  return good(await counter.redeem({ code: digits, amount_fen }))
}
const claim = async (amount_fen: number) =>
  good(
    await counter.call('POST', '/v1/claims', {
      token: await counter.till(),
      body: { card_id: card, amount_fen },
    }),
  )

it(`tells the holder once, money first, on ${ENGINE}`, async () => {
  const { id } = await use(4_800)
  await Promise.all([sendNotices(counter.world, 100), sendNotices(counter.world, 100)])
  await sendNotices(counter.world, 100)
  expect(await messages()).toEqual([
    '【预付保】已核销¥48.00，卡内还剩¥1,152.00，卡里的钱¥960.00。不是本人用的请登录预付保挂失' +
      `，不对点 ${counter.world.config.public_url}/u/${id}`,
  ])
  expect(await messages(counter.wang.phone)).toEqual([])
})

it(`leaves ordinary uses out when the holder wants, never what ties money up, on ${ENGINE}`, async () => {
  good(
    await counter.call('PUT', '/v1/me/notice-settings', {
      token: counter.li.token,
      body: { uses: false },
    }),
  )
  await use(4_800)
  await claim(1_200)
  await sendNotices(counter.world, 100)
  const [only, ...more] = await messages()
  expect(more).toEqual([])
  expect(only).toMatch(/^【预付保】¥12\.00还没付给店家。3月3日 09:01前没有异议就视为确认/)
})

it(`sends it later when the gateway does not answer, and not twice, on ${ENGINE}`, async () => {
  await use(4_800)
  const real = counter.world.sms.send
  let calls = 0
  Object.assign(counter.world.sms, {
    send: async () => {
      calls += 1
      throw new Error('gateway: result unknown')
    },
  })
  await sendNotices(counter.world, 100)
  await sendNotices(counter.world, 100)
  expect([calls, await messages()]).toEqual([1, []])
  Object.assign(counter.world.sms, { send: real })
  counter.advance(HOUR_MS)
  await sendNotices(counter.world, 100)
  await sendNotices(counter.world, 100)
  expect(await messages()).toHaveLength(1)
})

it(`asks a gateway that is down three times a run, not once for everybody, on ${ENGINE}`, async () => {
  for (let i = 0; i < 6; i++) await use(100 + i)
  const real = counter.world.sms.send
  let calls = 0
  Object.assign(counter.world.sms, {
    send: async () => {
      calls += 1
      throw new Error('gateway: result unknown')
    },
  })
  await sendNotices(counter.world, 100)
  expect(calls).toBe(3)
  Object.assign(counter.world.sms, { send: real })
  await sendNotices(counter.world, 100)
  counter.advance(HOUR_MS)
  await sendNotices(counter.world, 100)
  expect(await messages()).toHaveLength(6)
})

it(`is one message when we died between sending and writing it down, on ${ENGINE}`, async () => {
  await use(4_800)
  counter.faulty.next = (statements) =>
    statements.some(({ text }) => text.includes("SET state = 'sent'")) ? 'before' : null
  await sendNotices(counter.world, 100)
  counter.faulty.next = () => null
  const [queued] = await asked(counter.db, sql`SELECT state FROM notices`)
  expect(queued).toEqual({ state: 'queued' })
  counter.advance(HOUR_MS)
  await sendNotices(counter.world, 100)
  const [sent] = await asked(counter.db, sql`SELECT state FROM notices`)
  expect([sent, (await messages()).length]).toEqual([{ state: 'sent' }, 1])
})

it(`keeps no phone number where the notices are, on ${ENGINE}`, async () => {
  await use(4_800)
  Object.assign(counter.world.sms, {
    send: async ({ phone }: { phone: string }) => {
      throw new Error(`gateway: no such number ${phone}`)
    },
  })
  await sendNotices(counter.world, 100)
  const { mock_sms_outbox: _outbox, ...kept } = await counter.everything()
  expect(kept.job_failures).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain(counter.li.phone)
})

it(`answers what the holder chose, ordinary uses being told unless they said no, on ${ENGINE}`, async () => {
  const { token } = counter.li
  const path = '/v1/me/notice-settings'
  const seen = async () => good(await counter.call('GET', path, { token })).uses
  expect(await seen()).toBe(true)
  for (const uses of [false, true]) {
    good(await counter.call('PUT', path, { token, body: { uses } }))
    expect(await seen()).toBe(uses)
  }
  expect(good(await counter.call('GET', path, { token: counter.wang.token })).uses).toBe(true)
})
