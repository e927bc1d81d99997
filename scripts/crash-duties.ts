import { openBenchCity } from '../bench/in-memory-city'
import type { Yufubao } from '../src/client/client'
import { HOLDERS, officialPhone } from '../src/demo/cast'
import { buy } from '../src/demo/holders'
import { appoint, inviteSecond } from '../src/demo/officials'
import { devSignIn, newestCode, signIn, visitor } from '../src/demo/people'
import { sqliteDb } from '../src/engines/sqlite'
import { DAY_MS, MINUTE_MS } from '../src/kernel/time'
import { setBankAnswer } from '../src/mocks/bank-answers'

export const STARTS_AT = '2026-03-02T01:00:00.000Z'
const PIN = '739205'

/**
 * A day with everything to be told outside still to do: payments to be settled, fees, what a shop has earned, a refund by
 * the original route and one to the holder of a card that changed hands, a deposit. Gives the clock's offset.
 */
export async function buildDuties(file: string): Promise<number> {
  const city = await openBenchCity(file)
  const { client, shop, database, advance, opened, operator } = city
  const joins = async (phone: string) => ({
    phone,
    id: (await signIn(client, { phone, kind: 'consumer' })).person_id,
  })
  const official = { kind: 'bank', role: 'bank', name: '柜员' } as const
  // They were entered the day before.
  advance(-DAY_MS)
  const second = await inviteSecond(operator)
  const enters = async (phone: string) =>
    visitor(client, 'bank', await appoint(client, [operator, second], { ...official, phone }))
  const [teller, checker] = [await enters(officialPhone(21)), await enters(officialPhone(22))]
  advance(DAY_MS)
  const [small, large] = shop.offers
  if (!small || !large) throw new Error('the bakery has two offers')
  const [li, zhao, sun, qian] = [
    await joins(HOLDERS.li.phone),
    await joins(HOLDERS.wang.phone),
    await joins(HOLDERS.zhao.phone),
    await joins(HOLDERS.wu.phone),
  ]
  const as = (who: { id: string }) => visitor(client, 'consumer', who.id)
  const buys = async ({ id }: { id: string }) => {
    const bought = await buy(client, await devSignIn(client, id), large, 'pm_card_visa')
    return { id: String(bought.card_id) }
  }
  const used = { params: await buys(li) }
  const refunded = { params: await buys(zhao) }
  advance(2 * MINUTE_MS)
  await as(li).must('POST /v1/cards/:id/pay-code-key', used)
  const { digits } = await as(li).must('GET /v1/cards/:id/pay-code', used)
  const use = { code: digits, amount_fen: 20_000 }
  await visitor(client, 'staff', shop.cashier_id).must('POST /v1/redemptions', { body: use })
  const wish = { body: { ground: 'own_wish' } } as const
  await as(zhao).must('POST /v1/cards/:id/refunds', { ...refunded, ...wish })

  const given = await buys(sun)
  for (const who of [sun, qian]) {
    await as(who).must('POST /v1/me/sms-codes', { body: { purpose: 'pin' } })
    const pin = { pin: PIN, code: await newestCode(client, who.phone) }
    await as(who).must('PUT /v1/me/pin', { body: pin })
  }
  await giveAway({ card: given.id, from: as(sun), to: as(qian), to_phone: qian.phone })

  await setBankAnswer(sqliteDb(database), { call: 'creditCustody', kind: 'not_served' })
  const typed = await teller.must('POST /v1/merchants/:id/deposits', {
    params: { id: shop.id },
    body: { amount_fen: 500_000 },
  })
  await checker.must('POST /v1/deposits/:id/approval', {
    params: { id: typed.id },
    body: { agreed: true },
  })
  advance(3 * DAY_MS)
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  return opened.clock.offset_ms
}

type Consumer = Yufubao<'consumer'>
type Giving = { card: string; from: Consumer; to: Consumer; to_phone: string }
async function giveAway({ card, from, to, to_phone }: Giving) {
  const params = { id: card }
  const { id } = await from.must('POST /v1/cards/:id/transfers', {
    params,
    body: { to_phone, pin: PIN },
  })
  const { data } = await to.must('GET /v1/card-transfers')
  const { contract_hashes } = data[0]?.card ?? { contract_hashes: [] }
  await to.must('POST /v1/card-transfers/:id/acceptance', {
    params: { id },
    body: { contract_hashes },
  })
  const refund = await to.must('POST /v1/cards/:id/refunds', {
    params,
    body: { ground: 'own_wish' },
  })
  await to.must('POST /v1/refunds/:id/account', {
    params: { id: refund.id },
    body: { account_no: '6222020000001234', holder: '孙芳', pin: PIN },
  })
}
