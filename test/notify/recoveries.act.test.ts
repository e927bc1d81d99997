import { beforeEach, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { warnCompanions } from '../../src/care/warn'
import { newestCode } from '../../src/demo/people'
import { MINUTE_MS } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { sql } from '../../src/platform/d1'
import { BREAD, type Counter, good, openCounter, PIN } from '../redemptions/support'
import { asked } from '../support/asked'

let counter: Counter
beforeEach(async () => {
  counter = await openCounter()
})
const messages = async (phone: string) =>
  (
    await asked<{ text: string }>(
      counter.db,
      sql`SELECT text FROM mock_sms_outbox WHERE phone = ${phone} ORDER BY at, id`,
    )
  ).map(({ text }) => text)

it(`a recovery is told to the number with a link that stops it, and to companions, on ${ENGINE}`, async () => {
  const { li, wang } = counter
  await counter.setPin(li)
  const card = await counter.holds({ lots: [BREAD] })
  const invited = good(
    await counter.call('POST', `/v1/cards/${card}/companions`, {
      token: li.token,
      body: { phone: wang.phone, relation: 'child', pin: PIN },
    }),
  )
  const accept = `/v1/companions/${invited.id}/acceptance` as const
  good(await counter.call('POST', accept, { token: wang.token, body: {} }))

  counter.advance(MINUTE_MS)
  const purpose = { purpose: 'pin' } as const
  good(await counter.call('POST', '/v1/me/sms-codes', { token: li.token, body: purpose }))
  const body = { kind: 'pin', code: await newestCode(counter.client, li.phone) } as const
  good(await counter.call('POST', '/v1/recoveries', { token: li.token, body }))
  expect([
    await warnCompanions(counter.world, 10),
    await warnCompanions(counter.world, 10),
  ]).toEqual([1, 0])
  await sendNotices(counter.world, 100)
  expect((await messages(wang.phone)).at(-1)).toContain('您陪护的家人正在找回账户')
  const told = (await messages(li.phone)).find((text) => text.includes('/stop/')) ?? ''
  expect(told).toContain('24小时后可办')
  const token = /\/stop\/(\S+)$/.exec(told)?.[1] ?? ''
  const stop = `/v1/recovery-cancellations/${token}` as const
  expect(good(await counter.call('POST', stop, { body: {} })).state).toBe('cancelled')
})
