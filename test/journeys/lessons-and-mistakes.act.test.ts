import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { openWeeks } from './support'

/**
 * Twenty-four piano lessons for ¥3,800: an hour takes one, a master class two; a lesson booked and not come to; a lesson
 * typed twice, one taken back after the school had its money, paid from the next lesson.
 */
it(`follows lessons of different weight, and mistakes, through three weeks on ${ENGINE}`, async () => {
  const school = await openWeeks(3)
  const card = await school.buysCard(0)
  const items = (await school.get(school.owner, '/v1/price-items')).data as {
    id: string
    name: string
  }[]
  const item = (name: string) => items.find((one) => one.name.startsWith(name))?.id
  const left = async () =>
    (await school.get(school.li.id, `/v1/cards/${card}`)).remaining_units as number
  const lesson = async (what: object) => {
    school.advance(120_000)
    await school.say(school.li.id, `/v1/cards/${card}/pay-code-key`)
    const { digits } = await school.get(school.li.id, `/v1/cards/${card}/pay-code`)
    const use = await school.say(school.shop.cashier_id, '/v1/redemptions', {
      code: digits,
      ...what,
    })
    if (use.status === 'succeeded') return use
    return school.say(school.li.id, `/v1/redemptions/${use.id}/confirmation`, { pin: PIN })
  }
  await setPin(school)

  await lesson({ item_id: item('钢琴一对一') })
  await lesson({ item_id: item('名师课') })
  expect(await left()).toBe(21)
  await school.until('2026-03-04T10:00')
  const twice = await lesson({ visits: 1 })
  await school.say(school.shop.cashier_id, `/v1/redemptions/${twice.id}/corrections`, {
    kind: 'void',
    reason: '打了两遍',
  })
  expect(await left()).toBe(21)

  // Booked for Friday three o'clock and not come to: half of it is kept, whole lessons only.
  const booking = await school.say(school.li.id, '/v1/bookings', {
    card_id: card,
    visits: 2,
    starts_at: '2026-03-06T07:00:00.000Z',
  })
  expect(await left()).toBe(19)
  await school.until('2026-03-06T16:00')
  const missed = await school.say(school.shop.cashier_id, `/v1/bookings/${booking.id}/no-show`)
  expect(missed).toMatchObject({ status: 'held', recorded_as: 'no_show', recorded_units: 1 })
  expect(await left()).toBe(20)
  await school.clean()

  // A week later the school has been paid; a lesson is taken back and waits for the school's next money.
  await school.until('2026-03-13T12:00')
  expect(await school.balance(`payable:${school.shop.id}`)).toBe(0)
  const [use] = await school.rows(sql`SELECT id FROM redemptions ORDER BY id LIMIT 1`)
  const back = await school.say(school.owner, `/v1/redemptions/${String(use?.id)}/corrections`, {
    kind: 'refund',
    reason: '老师请假，课没上',
  })
  expect(back.status).toBe('awaiting_funds')
  expect(await left()).toBe(20)
  await lesson({ visits: 2 })
  await school.until('2026-03-14T12:00')
  expect(await school.get(school.owner, `/v1/corrections/${back.id}`)).toMatchObject({
    status: 'done',
  })
  expect(await left()).toBe(19)
  const { lots } = await school.get(school.li.id, `/v1/cards/${card}`)
  expect(lots[0]!.released_fen).toBe(Math.floor((380_000 * lots[0]!.used_units) / 24))
  await school.clean()
})

const PIN = '739205'
async function setPin(school: Awaited<ReturnType<typeof openWeeks>>): Promise<void> {
  const { newestCode } = await import('../../src/demo/people')
  school.advance(120_000)
  await school.say(school.li.id, '/v1/me/sms-codes', { purpose: 'pin' })
  const code = await newestCode(school.client, HOLDERS.li.phone)
  await school.says(school.li.id, 'PUT', '/v1/me/pin', { pin: PIN, code })
}
