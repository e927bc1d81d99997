import { openBenchCity } from '../bench/in-memory-city'
import { HOLDERS, officialPhone } from '../src/demo/cast'
import { buy } from '../src/demo/holders'
import { devSignIn, newestCode, signIn } from '../src/demo/people'
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
  const { client, shop, call, database, advance, opened, operator } = city
  const as = (who: string) => devSignIn(client, who)
  const must = async (method: string, path: string, token: string, body: object = {}) => {
    const said = await call(method, path, token, method === 'GET' ? undefined : body)
    if (said.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(said.body)}`)
    return said.body as unknown as Record<string, unknown>
  }
  const joins = async (phone: string) => ({
    phone,
    id: (await signIn(client, { phone, kind: 'consumer' })).person_id,
  })
  const official = {
    kind: 'bank',
    role: 'bank',
    name: '柜员',
  }
  const enters = async (phone: string) =>
    String((await must('POST', '/v1/officials', operator, { ...official, phone })).id)
  const [teller, checker] = [await enters(officialPhone(21)), await enters(officialPhone(22))]
  const [small, large] = shop.offers
  if (!small || !large) throw new Error('the bakery has two offers')
  const [li, zhao, sun, qian] = [
    await joins(HOLDERS.li.phone),
    await joins(HOLDERS.wang.phone),
    await joins(HOLDERS.zhao.phone),
    await joins(HOLDERS.wu.phone),
  ]
  const buys = async (who: { id: string }) =>
    String((await buy(client, await as(who.id), large, 'pm_card_visa')).card_id)
  const used = await buys(li)
  const refunded = await buys(zhao)
  advance(2 * MINUTE_MS)
  await must('POST', `/v1/cards/${used}/pay-code-key`, await as(li.id))
  const code = await call('GET', `/v1/cards/${used}/pay-code`, await as(li.id))
  const use = { code: code.body.digits, amount_fen: 20_000 }
  await must('POST', '/v1/redemptions', await as(shop.cashier_id), use)
  await must('POST', `/v1/cards/${refunded}/refunds`, await as(zhao.id), { ground: 'own_wish' })

  const given = await buys(sun)
  await must('POST', '/v1/me/sms-codes', await as(sun.id), { purpose: 'pin' })
  const pin = { pin: PIN, code: await newestCode(client, sun.phone) }
  await must('PUT', '/v1/me/pin', await as(sun.id), pin)
  await giveAway(must, as, { card: given, from: sun.id, to: qian })

  const deposit = { amount_fen: 500_000 }
  await setBankAnswer(sqliteDb(database), { call: 'creditCustody', kind: 'not_served' })
  const typed = await must('POST', `/v1/merchants/${shop.id}/deposits`, await as(teller), deposit)
  await must('POST', `/v1/deposits/${typed.id}/approval`, await as(checker), { agreed: true })
  advance(3 * DAY_MS)
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  return opened.clock.offset_ms
}

type Must = (m: string, p: string, t: string, b?: object) => Promise<Record<string, unknown>>
type Giving = { card: string; from: string; to: { id: string; phone: string } }
async function giveAway(must: Must, as: (who: string) => Promise<string>, of: Giving) {
  const { card, from, to } = of
  const offer = { to_phone: to.phone, pin: PIN }
  const { id } = await must('POST', `/v1/cards/${card}/transfers`, await as(from), offer)
  const seen = await must('GET', '/v1/card-transfers', await as(to.id))
  const [taken] = seen.data as { card: { contract_hashes: string[] } }[]
  const { contract_hashes } = taken?.card ?? { contract_hashes: [] }
  const path = `/v1/card-transfers/${String(id)}/acceptance`
  await must('POST', path, await as(to.id), { contract_hashes })
  const refund = await must('POST', `/v1/cards/${card}/refunds`, await as(to.id), {
    ground: 'own_wish',
  })
  await must('POST', `/v1/refunds/${String(refund.id)}/account`, await as(to.id), {
    account_no: '6222020000001234',
    holder: '孙芳',
  })
}
