import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import type { Query } from '../support/addresses'
import { type City, type HeldCard, type Official, openCity } from '../support/city'

/** One card, read by everybody who may and by everybody who may not. */
describe(`a card on ${ENGINE}`, () => {
  let city: City
  let card: HeldCard
  let sees: Record<string, string>
  let denied: Record<string, string>

  beforeAll(async () => {
    city = await openCity()
    const [bakery, other_shop] = [await city.opens(0), await city.opens(1)]
    const [wang, li] = [await city.joins(HOLDERS.wang.phone), await city.joins(HOLDERS.li.phone)]
    card = await city.buys(wang, bakery)
    const official = async (
      kind: Official['kind'],
      role: Official['role'],
      phone: string,
      districts: string[],
    ) => {
      const body = { kind, role, name: '老鞠', phone, districts } as const
      const made = await city.call('POST', '/v1/officials', { token: city.operator, body })
      return String(made.body.id)
    }
    sees = {
      consumer: wang.id,
      merchant: bakery.cashier_id,
      bank: await official('bank', 'bank', OFFICIALS.teller.phone, []),
      regulator: await official('regulator', 'supervisor', OFFICIALS.supervisor.phone, ['huancui']),
    }
    denied = {
      'another consumer': li.id,
      "another shop's cashier": other_shop.cashier_id,
      'a supervisor elsewhere': await official(
        'regulator',
        'supervisor',
        OFFICIALS.supervisor_second.phone,
        ['rongcheng'],
      ),
    }
  })
  const read = async (who: string, id = card.id, query: Query = '') =>
    city.call('GET', `/v1/cards/${id}${query}`, { token: await city.as(who) })

  it('is shown to each of its readers in a view of their own, in one round trip', async () => {
    for (const [reader, id] of Object.entries(sees)) {
      const { status, body, headers } = await read(id)
      expect([status, body.reader, body.id], reader).toEqual([200, reader, card.id])
      // What an official reads of a person is written down before it is answered.
      const is_traced = reader === 'bank' || reader === 'regulator' || reader === 'operator'
      const trips = Number(headers.get('x-d1-round-trips'))
      expect(trips <= (is_traced ? 5 : 1), `${reader}: ${trips}`).toBe(true)
    }
  })
  it('shows the money where it is due, and the holder to the shop alone', async () => {
    const [consumer, merchant, bank, regulator] = await Promise.all(
      Object.values(sees).map(async (id) => (await read(id)).body),
    )
    const paid_fen = consumer!.lots[0]!.paid_fen
    expect([consumer!.protected_fen, consumer!.held_fen]).toEqual([paid_fen, 0])
    expect([bank!.escrow_fen, bank!.held_fen, bank!.refunding_fen]).toEqual([paid_fen, 0, 0])
    expect([regulator!.escrow_fen, regulator!.district]).toEqual([paid_fen, 'huancui'])
    expect(merchant!.holder.phone_mask).toBe('139****0000')
    for (const body of [consumer, bank, regulator]) expect(body).not.toHaveProperty('holder')
  })
  it('is not found by anybody else, and by nobody under a wrong id', async () => {
    for (const [who, id] of Object.entries(denied)) {
      const { status, body } = await read(id)
      expect([status, body.code], who).toEqual([404, 'card_not_found'])
    }
    for (const [reader, id] of Object.entries(sees)) {
      const { body } = await read(id, `crd_${'0'.repeat(26)}`)
      expect(body.code, reader).toBe('card_not_found')
    }
  })
  it('is refused to the operator, and a fault in the address is told after the session', async () => {
    const path = `/v1/cards/${card.id}` as const
    expect((await city.call('GET', path, { token: city.operator })).body.code).toBe(
      'role_not_allowed',
    )
    expect((await read(sees.bank ?? '', 'x')).body.code).toBe('request_invalid')
    expect((await read(sees.bank ?? '', card.id, '?a=1')).body.code).toBe('request_invalid')
  })
})
