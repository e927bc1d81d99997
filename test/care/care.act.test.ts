import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { earnPeriodDays } from '../../src/cards/earn'
import { expireTransfers } from '../../src/care/transfer'
import { holderPhone } from '../../src/demo/cast'
import { DAY_MS, HOUR_MS, localDate, MINUTE_MS, plusDays } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { BREAD, good } from '../redemptions/support'
import { mistaken } from '../support/addresses'
import { type Care, openCare, PIN, YEAR } from './support'

let care: Care
let card: string
beforeEach(async () => {
  care = await openCare()
  card = await care.holds({ lots: [BREAD] })
})
const today = () => localDate(care.world.now())
const clean = async () => expect((await checkBooks(care.db)).divergences).toEqual([])
const code = async (of = card, who = care.li) => {
  good(await care.says(who, 'POST', `/v1/cards/${of}/pay-code-key`))
  return good(await care.says(who, 'GET', `/v1/cards/${of}/pay-code`)).digits as string
}
const year = () => care.holds({ lots: [YEAR], kind: 'period', service: '健身' })
const _nights = async (n: number) => {
  for (let i = 0; i < n; i++) {
    care.advance(DAY_MS)
    await earnPeriodDays(care.world, 100)
  }
}
const _used = async (of: string) =>
  Number((await care.rows(sql`SELECT sum(used_units) AS n FROM lots WHERE card_id = ${of}`))[0]?.n)

describe(`a lost card on ${ENGINE}`, () => {
  it('is frozen at once, its codes die, and only the holder’s PIN brings it back', async () => {
    const digits = await code()
    const frozen = good(
      await care.says(care.li, 'POST', `/v1/cards/${card}/freeze`, { reason: 'lost_phone' }),
    )
    expect(frozen).toMatchObject({ status: 'frozen', by: 'holder' })
    expect((await care.redeem({ code: digits, amount_fen: 100 })).body.code).toBe('code_invalid')
    expect((await care.says(care.li, 'POST', `/v1/cards/${card}/pay-code-key`)).body.code).toBe(
      'card_frozen',
    )
    expect(
      (await care.says(care.wang, 'POST', `/v1/cards/${card}/unfreeze`, { pin: PIN })).body.code,
    ).toBe('card_not_found')
    expect(
      (await care.says(care.li, 'POST', `/v1/cards/${card}/unfreeze`, { pin: '482915' })).body.code,
    ).toBe('pin_wrong')
    good(await care.says(care.li, 'POST', `/v1/cards/${card}/unfreeze`, { pin: PIN }))
    care.advance(MINUTE_MS)
    expect((await care.redeem({ code: digits, amount_fen: 100 })).body.code).toBe('code_invalid')
    expect((await care.redeem({ code: await code(), amount_fen: 100 })).status).toBe(201)
    await clean()
  })
  it('frozen while it is used at the counter: one of the two comes first', async () => {
    const digits = await code()
    const [use, freeze] = await Promise.all([
      care.redeem({ code: digits, amount_fen: 1_200 }),
      care.says(care.li, 'POST', `/v1/cards/${card}/freeze`, { reason: 'lost_phone' }),
    ])
    expect(freeze.status).toBe(200)
    if (use.status !== 201)
      expect(['code_invalid', 'card_frozen', 'code_locked']).toContain(use.body.code)
    await clean()
  })
})

describe(`a card handed to another person on ${ENGINE}`, () => {
  const offer = async (of = card) =>
    care.says(care.li, 'POST', `/v1/cards/${of}/transfers`, { to_phone: care.wang.phone, pin: PIN })
  const accept = (id: string, contract_hashes: string[]) =>
    care.says(care.wang, 'POST', `/v1/card-transfers/${id}/acceptance`, { contract_hashes })

  it('is theirs from the acceptance on, with its contracts, and the giver’s codes and sight end', async () => {
    const digits = await code()
    const receipt = good(await care.redeem({ code: digits, amount_fen: 4_800 }))
    const offered = good(await offer())
    expect((await offer()).body.code).toBe('transfer_already_offered')
    const [seen] = good(await care.says(care.wang, 'GET', '/v1/card-transfers')).data
    expect(seen).toMatchObject({
      id: offered.id,
      direction: 'incoming',
      card: {
        remaining_units: 115_200,
        standing: { state: 'never_closed', owed_fen: 96_000, transit_fen: 96_000 },
      },
    })
    expect(JSON.stringify(seen)).not.toContain(care.li.phone)
    expect((await accept(offered.id, [])).body.code).toBe('transfer_contract_not_accepted')
    const spare = await code()
    good(await accept(offered.id, seen!.card.contract_hashes))
    expect((await care.sees(care.li, card)).body.code).toBe('card_not_found')
    expect((await care.sees(care.wang, card)).body).toMatchObject({
      relation: 'holder',
      remaining_units: 115_200,
    })
    expect((await care.redeem({ code: spare, amount_fen: 100 })).body.code).toBe('code_invalid')
    expect((await care.says(care.wang, 'GET', `/v1/redemptions/${receipt.id}`)).status).toBe(404)
    expect((await care.redeem({ code: await code(card, care.wang), amount_fen: 100 })).status).toBe(
      201,
    )
    const told = await care.rows(
      sql`SELECT consumer_id, merchant_id FROM events WHERE type = 'card.transferred' ORDER BY seq`,
    )
    expect(told).toEqual([
      { consumer_id: care.li.id, merchant_id: care.shop.id },
      { consumer_id: care.wang.id, merchant_id: null },
    ])
    await clean()
  })
  it('goes one way under a race: acceptance × withdrawal × use', async () => {
    const digits = await code()
    const offered = good(await offer())
    const hashes = offered.card.contract_hashes
    const replies = await Promise.all([
      accept(offered.id, hashes),
      care.says(care.li, 'POST', `/v1/card-transfers/${offered.id}/withdrawal`),
      care.redeem({ code: digits, amount_fen: 1_200 }),
    ])
    expect(replies.slice(0, 2).filter(({ status }) => status === 200)).toHaveLength(1)
    const accepted = replies[0]?.status === 200
    expect((await care.sees(accepted ? care.wang : care.li, card)).status).toBe(200)
    expect((await care.sees(accepted ? care.li : care.wang, card)).status).toBe(404)
    await clean()
  })
  it('waits while money is tied up or the card is frozen, and never makes two of a kind', async () => {
    good(
      await care.call('POST', '/v1/claims', {
        token: await care.till(),
        body: { card_id: card, amount_fen: 100 },
      }),
    )
    expect((await offer()).body.code).toBe('card_in_use')
    const own = await care.holds({ lots: [BREAD], service: '蛋糕' })
    await care.holds({ lots: [BREAD], service: '蛋糕', holder: care.wang })
    const offered = good(await offer(own))
    expect((await accept(offered.id, offered.card.contract_hashes)).body.code).toBe(
      'holder_has_such_a_card',
    )
    const self = await care.says(care.li, 'POST', `/v1/cards/${own}/transfers`, {
      to_phone: care.li.phone,
      pin: PIN,
    })
    expect(['transfer_to_oneself', 'transfer_already_offered']).toContain(self.body.code)
  })
  it('is the giver’s again after a week without an answer', async () => {
    const offered = good(await offer())
    care.advance(7 * DAY_MS)
    expect((await accept(offered.id, offered.card.contract_hashes)).body.code).toBe(
      'transfer_not_open',
    )
    expect(await expireTransfers(care.world, 10)).toBe(1)
    expect(await expireTransfers(care.world, 10)).toBe(0)
    expect((await offer()).status).toBe(201)
  })
})

describe(`a companion on ${ENGINE}`, () => {
  it('sees, freezes and pauses, and can spend in no way at all', async () => {
    const gym = await year()
    for (const of of [card, gym]) {
      const invited = good(
        await care.says(care.li, 'POST', `/v1/cards/${of}/companions`, {
          phone: care.wang.phone,
          relation: 'child',
          pin: PIN,
        }),
      )
      expect((await care.sees(care.wang, of)).status).toBe(404)
      expect(
        (await care.says(care.li, 'POST', `/v1/companions/${invited.id}/acceptance`)).body.code,
      ).toBe('companion_not_found')
      good(await care.says(care.wang, 'POST', `/v1/companions/${invited.id}/acceptance`))
    }
    expect((await care.sees(care.wang, card)).body).toMatchObject({
      reader: 'consumer',
      relation: 'companion',
      owner: { nickname: expect.any(String) },
      may: ['freeze'],
    })
    const seen = good(await care.says(care.wang, 'GET', '/v1/cards')).data
    expect(seen).toHaveLength(2)
    for (const { owner, may } of seen) {
      expect(owner).toEqual({ nickname: expect.any(String) })
      expect(may).not.toContain('show_code')
    }
    const [own] = good(await care.says(care.li, 'GET', '/v1/cards')).data
    expect(own!.owner).toBeNull()
    const forbidden = [
      [`/v1/cards/${card}/pay-code-key`, {}],
      [`/v1/cards/${card}/unfreeze`, { pin: PIN }],
      [`/v1/cards/${card}/transfers`, { to_phone: holderPhone(9), pin: PIN }],
      [`/v1/cards/${card}/companions`, { phone: holderPhone(9), relation: 'other', pin: PIN }],
      [
        '/v1/bookings',
        {
          card_id: card,
          amount_fen: 100,
          starts_at: new Date(Date.parse(care.world.now()) + HOUR_MS).toISOString(),
        },
      ],
    ] as const
    for (const [path, body] of forbidden)
      expect((await care.says(care.wang, 'POST', path, mistaken(body))).status, path).toBe(404)
    expect(
      (
        await care.says(care.wang, 'PUT', `/v1/cards/${card}/counter-pin`, {
          enabled: true,
          pin: PIN,
        })
      ).status,
    ).toBe(404)
    expect((await care.says(care.wang, 'GET', `/v1/cards/${card}/pay-code`)).status).toBe(404)
    good(
      await care.says(care.wang, 'POST', `/v1/cards/${gym}/pauses`, {
        from_on: plusDays(today(), 1),
        days: 5,
        reason: '住院',
      }),
    )
    expect(
      good(await care.says(care.wang, 'POST', `/v1/cards/${card}/freeze`, { reason: 'other' })).by,
    ).toBe('companion')
    const list = good(await care.says(care.li, 'GET', '/v1/companions')).data
    good(await care.says(care.li, 'POST', `/v1/companions/${list[0]!.id}/ending`))
    expect(good(await care.says(care.wang, 'GET', '/v1/cards')).data).toHaveLength(1)
  })
})
