import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { type City, type Official, openCity } from '../support/city'

const DAY = 86_400_000
const PHONE = HOLDERS.wang.phone

/** 充 1000 送 200 at the bakery, used in six cakes of 200 yuan; after each, what is left is what §18 gives back. */
it(`follows one card from its sale to the last cake on ${ENGINE}`, async () => {
  const city = await openCity()
  const bakery = await city.opens(0)
  const wang = await city.joins(PHONE)
  await city.call('PUT', '/v1/me', { token: wang.token, body: { nickname: HOLDERS.wang.name } })
  const card = await city.buys(wang, bakery, 1)
  const officials = await makeOfficials(city)
  const seenBy = async (id: string) =>
    city.call('GET', `/v1/cards/${card.id}`, { token: await city.as(id) })

  const left = [100_000]
  for (let cake = 1; cake <= 6; cake++) {
    city.advance(cake === 6 ? DAY : 120_000)
    const token = await city.as(wang.id)
    await city.call('POST', `/v1/cards/${card.id}/pay-code-key`, { token, body: {} })
    const { digits } = (await city.call('GET', `/v1/cards/${card.id}/pay-code`, { token })).body
    const till = await city.as(bakery.cashier_id)
    const reply = await city.call('POST', '/v1/redemptions', {
      token: till,
      body: { code: digits, amount_fen: 20_000 },
    })
    expect(reply.status, reply.text).toBe(201)
    const { body } = await seenBy(wang.id)
    expect(body.refund_now.not_consumer_cause_fen).toBe(body.protected_fen)
    expect(body.refund_now.consumer_cause_fen).toBe(Math.max(100_000 - cake * 20_000, 0))
    left.push(body.protected_fen)
  }
  // P − floor(P × C ÷ (P + B)): 法释〔2025〕4号 §18 with the ratio 1000/1200.
  expect(left).toEqual([100_000, 83_334, 66_667, 50_000, 33_334, 16_667, 0])

  const readers = await Promise.all(
    [bakery.cashier_id, officials.bank, officials.supervisor].map(seenBy),
  )
  expect(readers.map(({ body }) => body.reader)).toEqual(['merchant', 'bank', 'regulator'])
  const [shop, bank, regulator] = readers.map(({ text }) => text)
  for (const text of [shop, bank, regulator]) expect(text).not.toContain(PHONE)
  expect(shop).toContain(HOLDERS.wang.name)
  for (const text of [bank, regulator]) expect(text).not.toMatch(/王秀兰|139\*{4}|csm_/)

  const overview = (
    await city.call('GET', '/v1/bank/overview', { token: await city.as(officials.bank) })
  ).body
  const balance = (
    await city.call('GET', '/v1/ledger/trial-balance', { token: await city.as(officials.bank) })
  ).body
  const line = (account: string) =>
    balance.lines.find((one: { account: string }) => one.account === account)!.balance_fen
  expect([balance.sum_fen, overview.totals.in_transit_fen, overview.totals.payable_fen]).toEqual([
    0,
    -line('psp'),
    line('payable'),
  ])
  expect(await checkBooks(city.db)).toMatchObject({ result: 'clean', divergences: [] })
})

async function makeOfficials(city: City): Promise<{ bank: string; supervisor: string }> {
  const make = async (
    kind: Official['kind'],
    role: Official['role'],
    phone: string,
    districts: string[],
  ) => {
    const body = { kind, role, name: '老鞠', phone, districts } as const
    return String(
      (await city.call('POST', '/v1/officials', { token: city.operator, body })).body.id,
    )
  }
  return {
    bank: await make('bank', 'bank', OFFICIALS.teller.phone, []),
    supervisor: await make('regulator', 'supervisor', OFFICIALS.supervisor.phone, ['huancui']),
  }
}
