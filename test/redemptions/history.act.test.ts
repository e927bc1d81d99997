import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { chance } from '../../src/demo/client'
import { confirmSilentClaims } from '../../src/holds/clock'
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { expireRedemptions } from '../../src/redemptions/confirm'
import { type Desk, good, openDesk } from '../holds/support'
import { HAIRCUTS, PIN } from './support'

type Use = {
  id: string
  state: string
  counted_units: number
  counted_fen: number
  released_fen: number
}
const ACTS = 80
const STORED = { paid_fen: 55_000, face_units: 55_000 }
const historyOf = async (desk: Desk, card: string): Promise<Use[]> => {
  const token = await desk.as(desk.li.id)
  const uses: Use[] = []
  for (let cursor = ''; ; ) {
    const path = `/v1/redemptions?card_id=${card}&limit=7${cursor}` as const
    const { data, next_cursor } = good(await desk.call('GET', path, { token }))
    uses.push(...data)
    if (next_cursor === null) return uses
    cursor = `&cursor=${encodeURIComponent(next_cursor)}`
  }
}
const lotsOf = async (desk: Desk, card: string) =>
  good(await desk.call('GET', `/v1/cards/${card}`, { token: await desk.as(desk.li.id) })).lots as {
    used_units: number
    released_fen: number
  }[]
/** The claim of the page: what its lines say adds up to what the payments say. */
async function addsUp(desk: Desk, card: string, when: string) {
  const [uses, lots] = [await historyOf(desk, card), await lotsOf(desk, card)]
  const sum = (rows: readonly object[], field: string) =>
    rows.reduce((all, row) => all + Number((row as Record<string, unknown>)[field]), 0)
  expect(sum(uses, 'counted_units'), `units ${when}`).toBe(sum(lots, 'used_units'))
  expect(sum(uses, 'counted_fen'), `money ${when}`).toBe(sum(lots, 'released_fen'))
}

describe(`one history on ${ENGINE}`, () => {
  it('a voided use counts nothing and says so, on the card, in the list and in the API', async () => {
    const desk = await openDesk([STORED])
    const use = good(await desk.redeem({ code: await desk.shows(), amount_fen: 2_000 }))
    expect(use).toMatchObject({ state: 'used', counted_units: 2_000 })
    const correction = { kind: 'void', reason: '打错了' } as const
    good(await desk.act('shop', `/v1/redemptions/${use.id}/corrections`, correction))
    const [seen] = await historyOf(desk, desk.card)
    expect(seen).toMatchObject({ state: 'voided', counted_units: 0, counted_fen: 0 })
    await addsUp(desk, desk.card, 'after a void')
    const cookie = { headers: { Cookie: `yfb_consumer=${await desk.as(desk.li.id)}` } }
    for (const path of ['', '/uses']) {
      const page = (await desk.call('GET', `/c/cards/${desk.card}${path}`, cookie)).text
      expect(page, path).toContain('作废')
      expect(page, path).toMatch(/合计用掉 <strong>¥0\.00<\/strong>/)
      expect(page, path).not.toContain('−¥20.00')
    }
  })
  it('704 is never used of a card of 550: what waits, lapses or is taken back counts nothing', async () => {
    const desk = await openDesk([STORED])
    await desk.setPin(desk.li)
    const waits = async (amount_fen: number) => {
      desk.advance(2 * MINUTE_MS)
      return good(await desk.redeem({ code: await desk.shows(), amount_fen }))
    }
    const [lapses, canceled, paid] = [await waits(20_100), await waits(30_000), await waits(20_300)]
    expect([lapses.state, lapses.counted_units]).toEqual(['waiting', 0])
    await desk.act('holder', `/v1/redemptions/${canceled.id}/cancellation`)
    good(await desk.act('holder', `/v1/redemptions/${paid.id}/confirmation`, { pin: PIN }))
    desk.advance(10 * MINUTE_MS)
    await expireRedemptions(desk.world, 10)
    const states = (await historyOf(desk, desk.card)).map(({ id, state }) => [id, state])
    expect(Object.fromEntries(states)).toEqual({
      [lapses.id]: 'lapsed',
      [canceled.id]: 'lapsed',
      [paid.id]: 'used',
    })
    await addsUp(desk, desk.card, 'after three asked for')
  })
  it.each(ENGINE === 'D1' ? [5] : [5, 6, 7])(
    'of a random story %i adds up after every act',
    async (seed) => {
      const dice = chance(seed)
      const desk = await openDesk([STORED, { paid_fen: 30_000, face_units: 36_000 }])
      await desk.setPin(desk.li)
      const cuts = await desk.holds({ lots: [HAIRCUTS], kind: 'count', service: '剪发' })
      const open: string[] = []
      const what = (card: string) =>
        card === cuts ? { visits: 1 + dice.below(2) } : { amount_fen: 1 + dice.below(25_000) }
      const acts: ((card: string) => Promise<unknown>)[] = [
        async (card) => desk.redeem({ code: await desk.shows(card), ...what(card) }),
        async (card) => desk.redeem({ code: await desk.shows(card), ...what(card) }),
        async (card) => {
          const reply = await desk.claims({ card_id: card, ...what(card) })
          if (reply.status === 201) open.push(reply.body.id)
        },
        async (card) => {
          const starts_at = plusMs(desk.world.now(), HOUR_MS)
          const reply = await desk.books({ card_id: card, starts_at, ...what(card) })
          if (reply.status !== 201) return
          desk.advance(HOUR_MS)
          const code = dice.percent(50) ? { code: await desk.shows(card) } : {}
          await desk.act('shop', `/v1/bookings/${reply.body.id}/capture`, code)
          open.push(reply.body.id)
        },
        async (card) => {
          const starts_at = plusMs(desk.world.now(), 2 * HOUR_MS)
          const reply = await desk.books({ card_id: card, starts_at, ...what(card) })
          if (reply.status !== 201) return
          const { id } = reply.body
          if (dice.percent(50)) {
            // Within the time in which a cancellation is not free any more, where there is one.
            await desk.act('holder', `/v1/bookings/${id}/cancellation`)
            return
          }
          desk.advance(3 * HOUR_MS)
          await desk.act('shop', `/v1/bookings/${id}/no-show`)
          open.push(id)
        },
        async () => {
          const id = open.shift()
          if (id) await desk.act('holder', `/v1/holds/${id}/confirmation`, { pin: PIN })
        },
        async (card) => {
          const uses = await historyOf(desk, card)
          const use = uses[dice.below(Math.max(uses.length, 1))]
          const body = dice.percent(50)
            ? ({ kind: 'void', reason: '打错了' } as const)
            : ({
                kind: 'refund',
                units: 1 + dice.below(card === cuts ? 2 : 3_000),
                reason: '少了',
              } as const)
          if (use) await desk.act('shop', `/v1/redemptions/${use.id}/corrections`, body)
        },
        async () => {
          const waiting = (await historyOf(desk, desk.card)).find(
            ({ state }) => state === 'waiting',
          )
          const path = `/v1/redemptions/${waiting?.id}/confirmation` as const
          if (waiting) await desk.act('holder', path, { pin: PIN })
        },
        async () => {
          desk.advance(dice.percent(20) ? 4 * DAY_MS : HOUR_MS)
          await expireRedemptions(desk.world, 20)
          await confirmSilentClaims(desk.world, 20)
        },
      ]
      for (let n = 0; n < ACTS; n++) {
        desk.advance(2 * MINUTE_MS)
        const card = dice.percent(50) ? cuts : desk.card
        await acts[dice.below(acts.length)]?.(card)
        for (const one of [cuts, desk.card]) await addsUp(desk, one, `seed ${seed} act ${n}`)
      }
      const both = [...(await historyOf(desk, desk.card)), ...(await historyOf(desk, cuts))]
      const states = new Set(both.map(({ state }) => state))
      expect(states.size).toBeGreaterThan(2)
      expect((await checkBooks(desk.db)).divergences).toEqual([])
    },
  )
})
