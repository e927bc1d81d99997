import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { holderPhone } from '../../src/demo/cast'
import { chance } from '../../src/demo/client'
import { deliverDueWebhooks } from '../../src/mocks/stripe/app'
import { all, type Statement, sql } from '../../src/platform/d1'
import { anyhow, type Method } from '../support/addresses'
import { type City, type HeldCard, openCity, type Shop } from '../support/city'
import { type Fault, testConfig } from '../support/world'

type Person = { id: string; cards: HeldCard[] }
/** Who said what under which key; the session may be another one each time, the person is the same. */
type Told = { method: Method; path: string; by: string; body: object; key: string }

/** Random histories from a seed: after every act the books are clean and every answer is still the answer. */
describe(`random histories on ${ENGINE}`, () => {
  const [seeds, acts] = ENGINE === 'D1' ? [[11], 25] : [[1, 2, 3, 4, 5], 40]

  it.each(seeds)('seed %i keeps the books clean', async (seed) => {
    const dice = chance(seed)
    const city = await openCity({ seed })
    const shops: Shop[] = [await city.opens(0), await city.opens(2), await city.opens(4)]
    const people: Person[] = []
    city.faulty.next = faultOf
    for (let i = 0; i < 4; i++)
      people.push({ id: (await city.joins(holderPhone(i))).id, cards: [] })
    for (const person of people)
      person.cards.push(await bought(city, person, pick(shops, dice.below(3)), 0))
    const answers = new Map<Told, string>()
    for (let n = 0; n < acts; n++) {
      const group = Array.from({ length: 1 + dice.below(4) }, () =>
        act(city, { dice, shops, people, n }),
      )
      const told = (await Promise.all(group)).flat()
      for (const one of told) {
        const reply = await send(city, one)
        expect(reply.status, `${one.path} ${reply.text}`).not.toBe(500)
        if (reply.headers.get('idempotency-replayed')) answers.set(one, reply.text)
      }
      const books = await checkBooks(city.db)
      expect(books.divergences, `seed ${seed}, act ${n}`).toEqual([])
      expect(books.result).toBe('clean')
    }
    for (const [one, text] of answers) expect((await send(city, one)).text).toBe(text)
    expect(answers.size).toBeGreaterThan(acts / 4)
  })
})

/** Writes that go wrong, by the key they carry: before the commit, or after it with the answer lost. */
const faults = new Map<string, { fault: Exclude<Fault, null>; left: number }>()
function faultOf(statements: readonly Statement[]): Fault {
  const journal = statements.find(({ text }) => text.includes('INTO journal '))
  const planned = journal && faults.get(String(journal.values[3]))
  if (!planned || planned.left === 0) return null
  planned.left -= 1
  return planned.fault
}

type Stage = { dice: ReturnType<typeof chance>; shops: Shop[]; people: Person[]; n: number }

/** One random act. What it returns was sent already, perhaps with its answer lost: it is sent again under its key. */
async function act(city: City, { dice, shops, people, n }: Stage): Promise<Told[]> {
  const person = pick(people, dice.below(people.length))
  const kind = dice.below(10)
  if (kind === 0) {
    const { clock } = city
    clock.offset_ms += 60_000 * (1 + dice.below(600))
    return []
  }
  if (kind === 1) {
    const method = pick(
      ['pm_card_visa', 'pm_card_chargeDeclined', 'pm_mock_timeout', 'pm_mock_dup_webhook'],
      dice.below(4),
    )
    const shop = pick(shops, dice.below(3))
    const card = await bought(city, person, shop, dice.below(shop.offers.length), method).catch(
      () => null,
    )
    if (card && !person.cards.some(({ id }) => id === card.id)) person.cards.push(card)
    return []
  }
  const card = pick(person.cards, dice.below(person.cards.length))
  if (kind === 2) {
    await takesBack(city, card, dice)
    return []
  }
  if (kind === 3) return [await triedTwice(city, asksBack(card, person, dice, n))]
  const shop = dice.percent(90) ? card.shop : pick(shops, dice.below(3))
  const token = await city.as(person.id)
  await city.call('POST', `/v1/cards/${card.id}/pay-code-key`, { token, body: {} })
  const code = (await city.call('GET', `/v1/cards/${card.id}/pay-code`, { token })).body
    .digits as string
  const digits = dice.percent(90) ? code : code.replace(/\d$/, (d) => String((Number(d) + 1) % 10))
  const what =
    card.kind === 'count'
      ? { visits: 1 + dice.below(3) }
      : { amount_fen: 1 + dice.below(dice.percent(20) ? 150_000 : 9_000) }
  const body = { code: digits, ...what, repeat_confirmed: dice.percent(50) }
  const one: Told = {
    method: 'POST',
    path: '/v1/redemptions',
    by: shop.cashier_id,
    body,
    key: `random-${n}-${dice.below(1_000_000)}`,
  }
  return [await triedTwice(city, one, pick(FAULTS, dice.below(5)))]
}

const FAULTS = ['before', 'after', null, null, null] as const
/** Said once, perhaps with its answer lost; whoever gets it says it again under its key. */
async function triedTwice(city: City, one: Told, fault: Fault = null): Promise<Told> {
  if (fault) faults.set(one.key, { fault, left: 2 })
  await send(city, one)
  faults.delete(one.key)
  return one
}

/** The payer of a card's payment takes it back at their bank, in full or in part; or what was taken is decided. */
async function takesBack(city: City, card: HeldCard, dice: Stage['dice']): Promise<void> {
  const of_card = sql`(SELECT provider_ref FROM purchases WHERE card_id = ${card.id})`
  const [object, path] = dice.percent(60)
    ? (['charge', (id: string) => `dispute/${id}?amount=${1 + dice.below(30_000)}`] as const)
    : ([
        'dispute',
        (id: string) => `close_dispute/${id}?as=${dice.percent(50) ? 'won' : 'lost'}`,
      ] as const)
  const [found] = await all(
    city.db,
    sql<{
      id: string
    }>`SELECT id FROM mock_stripe_objects WHERE object = ${object} AND payment_intent IN ${of_card}
         ORDER BY seq DESC LIMIT 1`,
  )
  if (!found) return
  const token = testConfig.stripe_secret_key
  await city.call('POST', `/mock/stripe/__mock/${path(found.id)}`, { token, key: null })
  if (city.stripe_mock_deps) await deliverDueWebhooks(city.stripe_mock_deps)
}

const asksBack = (card: HeldCard, person: Person, dice: Stage['dice'], n: number): Told => ({
  method: 'POST',
  path: `/v1/cards/${card.id}/refunds`,
  by: person.id,
  body: { ground: pick(['own_wish', 'shop_moved', 'cooling_off'], dice.below(3)) },
  key: `refund-${n}-${dice.below(1_000_000)}`,
})

const send = async (city: City, { method, path, by, body, key }: Told) =>
  city.call(method, anyhow(path), { token: await city.as(by), body, key })

async function bought(
  city: City,
  person: Person,
  shop: Shop,
  offer: number,
  method?: string,
): Promise<HeldCard> {
  const token = await city.as(person.id)
  const card = await city.buys({ id: person.id, token }, shop, offer, method)
  if (!card.id.startsWith('crd_')) throw new Error('not paid')
  return card
}

function pick<T>(list: readonly T[], i: number): T {
  const item = list[i % list.length]
  if (item === undefined) throw new Error('nothing to pick')
  return item
}
