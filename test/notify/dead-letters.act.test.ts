import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { OFFICIALS } from '../../src/demo/cast'
import { signIn } from '../../src/demo/people'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { deliverEvents } from '../../src/notify/deliver'
import { sendNotices } from '../../src/notify/notices'
import { all, sql } from '../../src/platform/d1'
import { BREAD, good } from '../redemptions/support'
import type { Query } from '../support/addresses'
import { happened, openTown, type Town } from './support'

/** The operator, signed in anew: days went by. */
const letters = async (town: Town, query: Query = '') => {
  const { token } = await signIn(town.client, OFFICIALS.duty)
  town.advance(MINUTE_MS)
  return good(await town.call('GET', `/v1/notify/dead-letters${query}`, { token }))
}

it(`dead letters of both kinds are seen by the operator, on ${ENGINE}`, async () => {
  const town = await openTown()
  const { id } = await town.subscribes()
  const card = await town.holds({ lots: [BREAD] })
  await town.uses(card, 4_800)
  town.outside.answer = () => 500
  const { send } = town.world.sms
  Object.assign(town.world.sms, {
    send: async (message: Parameters<typeof send>[0]) => {
      if (message.text.includes('验证码')) return send(message)
      throw new Error(`gateway: ${message.phone} not reached`)
    },
  })
  for (let day = 0; day < 9; day++) {
    await deliverEvents(town.world, 100)
    await sendNotices(town.world, 100)
    town.advance(DAY_MS / 3)
    if (day > 4) town.advance(2 * DAY_MS)
    good(
      await town.call('POST', `/v1/webhook-endpoints/${id}/enable`, { token: await town.owner() }),
    )
  }
  const first = await letters(town, '?limit=1')
  const second = await letters(town, `?limit=1&cursor=${first.next_cursor}`)
  const both = [...first.data, ...second.data].sort((a, b) => (a.kind < b.kind ? -1 : 1))
  expect(both).toMatchObject([
    { kind: 'delivery', endpoint_id: id, type: 'redemption.succeeded', tries: 8 },
    { kind: 'notice', endpoint_id: null, type: 'redemption.succeeded', tries: 8 },
  ])
  expect([second.has_more, both[0]!.event_id]).toEqual([false, both[1]!.event_id])
  expect(JSON.stringify(both)).not.toContain(town.li.phone)
  const others = await town.call('GET', '/v1/notify/dead-letters', { token: await town.owner() })
  expect([401, 403]).toContain(others.status)
})

it(`an event whose data does not fit its words is no message, and holds up no other, on ${ENGINE}`, async () => {
  const town = await openTown()
  const card = await town.holds({ lots: [BREAD] })
  const event = {
    type: 'correction.done',
    subject_id: card,
    merchant_id: town.shop.id,
    consumer_id: town.li.id,
  } as const
  await town.db.batch([
    happened(town, { ...event, data: { returned: 100 } }),
    happened(town, { ...event, data: { returned_fen: 100 } }),
  ])
  await sendNotices(town.world, 100)
  const sent = await all(
    town.db,
    sql<{ text: string }>`SELECT text FROM mock_sms_outbox WHERE text NOT LIKE '%验证码%'`,
  )
  expect(sent).toEqual([{ text: '【预付保】¥1.00已退回卡里：店家更正了一笔核销' }])
  for (let i = 0; i < 8; i++) {
    town.advance(2 * DAY_MS)
    await sendNotices(town.world, 100)
  }
  expect((await letters(town)).data).toMatchObject([
    { kind: 'notice', type: 'correction.done', tries: 8 },
  ])
})
