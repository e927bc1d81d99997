import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { RULES, WAYS, type Way, WORDS, type Word } from '../../src/cards/consent-rules'
import { OFFICIALS } from '../../src/demo/cast'
import { confirmSilentClaims } from '../../src/holds/clock'
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import type { AnyReply } from '../support/addresses'
import { type Desk, good, keeping, openDesk } from './support'

/** What a sum under the limits and one above them come to: the receipt's way and word, or how it did not leave. */
type Tried = (desk: Desk, amount_fen: number) => Promise<string>
const TEA = { paid_fen: 300_000, face_units: 300_000 }
const [SMALL, LARGE] = [10_000, 60_000]

async function opens(): Promise<Desk> {
  const desk = await openDesk()
  const half = await keeping(desk, 5_000, 4)
  const tea = await desk.holds({ lots: [{ ...TEA, ...half }], service: '茶' })
  await desk.setPin(desk.li)
  const on = { token: await desk.as(desk.li.id), body: { enabled: true, pin: PIN } }
  good(await desk.call('PUT', `/v1/cards/${tea}/counter-pin`, on))
  return { ...desk, card: tea }
}
/** The last receipt, or else why there is none. */
async function outcome(desk: Desk, reply: AnyReply): Promise<string> {
  if (reply.status >= 400) return reply.body.code
  const [use] = await desk.rows(
    sql`SELECT way, consent, status FROM redemptions ORDER BY id DESC LIMIT 1`,
  )
  return use?.status === 'succeeded' ? `${use.way}/${use.consent}` : 'waits'
}
const books = async (desk: Desk, amount_fen: number, hours = 1): Promise<string> => {
  const starts_at = plusMs(desk.world.now(), hours * HOUR_MS)
  return good(await desk.books({ card_id: desk.card, amount_fen, starts_at })).id
}
/** A hold of this way that waits for its holder. */
const WAITING: Partial<Record<Way, (desk: Desk, amount_fen: number) => Promise<string>>> = {
  claim: async (desk, amount_fen) => good(await desk.claims({ card_id: desk.card, amount_fen })).id,
  capture: async (desk, amount_fen) => {
    const id = await books(desk, amount_fen)
    desk.advance(HOUR_MS)
    good(await desk.act('shop', `/v1/bookings/${id}/capture`, {}))
    return id
  },
  no_show: async (desk, amount_fen) => {
    const id = await books(desk, 2 * amount_fen)
    desk.advance(HOUR_MS + 20 * MINUTE_MS)
    good(await desk.act('shop', `/v1/bookings/${id}/no-show`))
    return id
  },
  late_cancel: async (desk, amount_fen) => {
    // Above the limits it waits; five others of the day make the small one wait, too.
    const id = await books(desk, 2 * amount_fen, 2)
    for (let i = 1; i <= 5 && amount_fen === SMALL; i++) {
      desk.advance(2 * MINUTE_MS)
      await desk.redeem({ code: (await desk.code(desk.card)).digits, amount_fen: 20_000 - i })
    }
    good(await desk.act('holder', `/v1/bookings/${id}/cancellation`))
    return id
  },
}
const waiting = (way: Way, desk: Desk, amount_fen: number) =>
  WAITING[way]?.(desk, amount_fen) ?? Promise.reject(new Error(way))
const confirm = (desk: Desk, id: string, body: object) =>
  desk.act('holder', `/v1/holds/${id}/confirmation`, body)
const nextDay = (desk: Desk) => desk.advance(DAY_MS)

/** How each word is given where a hold waits. */
const GIVEN: Partial<Record<Word, (way: Way) => Tried>> = {
  none: (way) => async (desk, amount_fen) => {
    const id = await waiting(way, desk, amount_fen)
    const seen = await desk.call('GET', `/v1/holds/${id}`, { token: await desk.till() })
    return seen.body.status === 'held' ? 'waits' : 'paid'
  },
  pin: (way) => async (desk, amount_fen) =>
    outcome(desk, await confirm(desk, await waiting(way, desk, amount_fen), { pin: PIN })),
  confirmation: (way) => async (desk, amount_fen) => {
    const id = await waiting(way, desk, amount_fen)
    if (way === 'late_cancel') nextDay(desk)
    return outcome(desk, await confirm(desk, id, {}))
  },
  silence: (way) => async (desk, amount_fen) => {
    const id = await waiting(way, desk, amount_fen)
    desk.advance(4 * DAY_MS)
    await confirmSilentClaims(desk.world, 10)
    return outcome(desk, await desk.call('GET', `/v1/holds/${id}`, { token: await desk.till() }))
  },
  decision: (way) => async (desk, amount_fen) => {
    const body = {
      ...OFFICIALS.supervisor,
      districts: [desk.shop.plan.district],
    }
    const told = await desk.call('POST', '/v1/officials', { token: desk.operator, body })
    const id = await waiting(way, desk, amount_fen)
    good(await desk.act('holder', `/v1/holds/${id}/contest`, { reason: 'other' }))
    const decided = await desk.call('POST', `/v1/holds/${id}/decision`, {
      token: await desk.as(good(told).id),
      body: { capture_units: amount_fen, came: true, reason: '按记录认定' },
    })
    return outcome(desk, decided)
  },
}
/** Where the word comes with the act itself. */
const AT_ONCE: Record<string, Tried> = {
  'code_use code': async (desk, amount_fen) => {
    const { digits } = await desk.code(desk.card)
    return outcome(desk, await desk.redeem({ code: digits, amount_fen }))
  },
  'code_use pin': async (desk, amount_fen) => {
    const { digits } = await desk.code(desk.card)
    const { id, status } = good(
      await desk.redeem({ code: digits, amount_fen: amount_fen + 20_000 }),
    )
    if (status !== 'user_confirming') return status
    return outcome(
      desk,
      await desk.act('holder', `/v1/redemptions/${id}/confirmation`, { pin: PIN }),
    )
  },
  'counter_use pin': async (desk, amount_fen) => {
    const body = { card_id: desk.card, phone_tail: desk.li.phone.slice(-4), pin: PIN, amount_fen }
    return outcome(
      desk,
      await desk.call('POST', '/v1/counter/redemptions', { token: await desk.till(), body }),
    )
  },
  'capture code': async (desk, amount_fen) => {
    const id = await books(desk, amount_fen)
    desk.advance(HOUR_MS)
    const { digits: code } = await desk.code(desk.card)
    return outcome(desk, await desk.act('shop', `/v1/bookings/${id}/capture`, { code }))
  },
  'late_cancel confirmation': async (desk, amount_fen) => {
    const id = await books(desk, 2 * amount_fen, 2)
    return outcome(desk, await desk.act('holder', `/v1/bookings/${id}/cancellation`))
  },
}
/** Ways that take no sum of a hold: the tests of their rooms hold them. */
const ELSEWHERE: readonly Way[] = ['check_in', 'period_days', 'price_difference']

const cells = WAYS.filter((way) => !ELSEWHERE.includes(way)).flatMap((way) =>
  WORDS.map((word) => [way, word] as const),
)
describe(`every way and every word, as the table says, on ${ENGINE}`, () => {
  it.each(cells)('%s by %s', async (way, word) => {
    const rule = RULES[way][word]
    const tried = AT_ONCE[`${way} ${word}`] ?? (way in WAITING ? GIVEN[word]?.(way) : undefined)
    if (rule.does === 'never') {
      // Nobody can give this word here: there is no act for it.
      expect(tried).toBeUndefined()
      return
    }
    const run = async (amount_fen: number) => {
      const desk = await opens()
      const said = await tried?.(desk, amount_fen)
      expect((await checkBooks(desk.db)).divergences).toEqual([])
      return said
    }
    if (rule.does === 'waits') {
      expect([await run(SMALL), await run(LARGE)]).toEqual(['waits', 'waits'])
      return
    }
    const paid = `${way}/${word}`
    const asks_pin = way === 'code_use' ? 'waits' : 'confirmation_needs_pin'
    const above = rule.limit === null ? paid : rule.above === 'asks_pin' ? asks_pin : rule.above
    expect([await run(SMALL), await run(LARGE)]).toEqual([paid, above])
  })
})
