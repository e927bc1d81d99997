import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { expireRedemptions } from '../../src/redemptions/confirm'
import { forgetSignatures } from '../../src/terminals/forget'
import { BREAD, type Counter, good, openCounter } from '../redemptions/support'
import { AT_S, paired, pairingCode, pairs, type Terminal, terminalSays } from './support'

let city: Counter
let card: string
let till: Terminal
const redeems = async (amount_fen: number, said: Parameters<typeof terminalSays>[4] = {}) =>
  terminalSays(city, till, 'POST', '/v1/redemptions', {
    ...said,
    body: { code: (await city.code(card)).digits, amount_fen, ...said.body },
  })
const code = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code]
const own = async () => (await terminalSays(city, till, 'GET', '/v1/terminals/current')).body

describe(`a shop's own till, on ${ENGINE}`, () => {
  beforeEach(async () => {
    city = await openCounter()
    card = await city.holds({ lots: [BREAD] })
    till = await paired(city)
  })

  it('sells by its own signature, and is named on the receipt, in the journal and to the holder', async () => {
    const used = await redeems(4_800)
    expect(used.status).toBe(201)
    expect(used.body).toMatchObject({
      staff_id: till.id,
      terminal: { id: till.id, name: '收银机 1号' },
    })
    const seen = good(
      await city.call('GET', `/v1/redemptions/${used.body.id}`, { token: city.li.token }),
    )
    expect(seen.terminal).toEqual({ id: till.id, name: '收银机 1号' })
    const journal = await city.rows(
      sql`SELECT actor_kind, actor_id FROM journal WHERE operation = 'redeemByCode'`,
    )
    expect(journal).toEqual([{ actor_kind: 'terminal', actor_id: till.id }])
    expect(await own()).toMatchObject({ today_count: 1, today_fen: 4_000 })
    const owner = await city.till(city.shop, 'owner')
    const listed = good(await city.call('GET', '/v1/terminals', { token: owner })).data
    expect(listed).toMatchObject([
      { id: till.id, today_fen: 4_000, last_used_at: city.world.now(), revoked_at: null },
    ])
  })

  it('says the same again for the same key under a new signature, and nothing to a shown signature', async () => {
    const body = { code: (await city.code(card)).digits, amount_fen: 4_800 }
    const said = { body, key: 'slip-1' }
    const first = await terminalSays(city, till, 'POST', '/v1/redemptions', said)
    const again = await terminalSays(city, till, 'POST', '/v1/redemptions', said)
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect(again.text).toBe(first.text)

    const at = { nonce: 'shown-once-and-then-again' }
    const shown = { ...said, at }
    const once = await terminalSays(city, till, 'POST', '/v1/redemptions', shown)
    expect(once.status).toBe(201)
    const replayed = await terminalSays(city, till, 'POST', '/v1/redemptions', shown)
    expect(code(replayed)).toEqual([401, 'terminal_signature_replayed'])
    expect(code(await terminalSays(city, till, 'GET', '/v1/terminals/current', { at }))).toEqual([
      401,
      'terminal_signature_replayed',
    ])
  })

  it('spends a signature also where it was refused, and one of two shown at one moment', async () => {
    const at = { nonce: 'of-a-refusal-of-a-use' }
    const wrong = { body: { code: '811111111111111111', amount_fen: 100 }, key: 'w', at }
    const refused = await terminalSays(city, till, 'POST', '/v1/redemptions', wrong)
    expect(code(refused)).toEqual([422, 'code_invalid'])
    expect(code(await terminalSays(city, till, 'POST', '/v1/redemptions', wrong))).toEqual([
      401,
      'terminal_signature_replayed',
    ])
    const body = { code: (await city.code(card)).digits, amount_fen: 4_800 }
    const twice = { body, key: 'twins', at: { nonce: 'two-at-one-moment-of-it' } }
    const both = await Promise.all(
      [1, 2].map(() => terminalSays(city, till, 'POST', '/v1/redemptions', twice)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401])
    expect(await city.rows(sql`SELECT count(*) AS n FROM redemptions`)).toEqual([{ n: 1 }])
  })

  it('has five minutes either way, by the machine’s own clock', async () => {
    for (const [off, status] of [
      [-300, 200],
      [300, 200],
      [-301, 401],
      [301, 401],
    ] as const) {
      const at = { created_s: AT_S + off }
      const reply = await terminalSays(city, till, 'GET', '/v1/terminals/current', { at })
      expect([off, reply.status]).toEqual([off, status])
      if (status === 401) expect(reply.body.code).toBe('terminal_signature_stale')
    }
    city.advance(DAY_MS)
    expect((await terminalSays(city, till, 'GET', '/v1/terminals/current')).status).toBe(200)
  })

  it('stops with the next request once it is revoked, and never comes back', async () => {
    const manager = await city.till(city.shop, 'owner')
    const path = `/v1/terminals/${till.id}/revocation` as const
    good(await city.call('POST', path, { token: manager }))
    expect(code(await redeems(100))).toEqual([401, 'terminal_revoked'])
    expect(code(await terminalSays(city, till, 'GET', '/v1/redemptions?out_no=1'))).toEqual([
      401,
      'terminal_revoked',
    ])
    expect(good(await city.call('POST', path, { token: manager })).revoked_at).not.toBeNull()
    const again = await pairs(city, await pairingCode(city), till)
    expect(code(again)).toEqual([409, 'terminal_key_taken'])
    await expect(
      city.db.batch([sql`UPDATE terminals SET revoked_at = NULL, revoked_by = NULL`]),
    ).rejects.toThrow(/terminal_changed_meanwhile/)
  })

  it('lets no more through in a day than its cap, all ways together, also at one moment', async () => {
    till = await paired(city, { daily_cap_fen: 10_000 })
    expect((await redeems(4_800)).status).toBe(201) // ¥40 of what was paid
    const claimed = await terminalSays(city, till, 'POST', '/v1/claims', {
      body: { card_id: card, amount_fen: 4_800 },
    })
    expect(claimed.status).toBe(201)
    city.advance(2 * MINUTE_MS)
    const over = await redeems(2_520) // ¥21 where ¥20 are left
    expect(code(over)).toEqual([409, 'terminal_cap_reached'])
    city.advance(2 * MINUTE_MS)
    const { digits } = await city.code(card)
    const rivals = await Promise.all(
      [1_200, 1_320].map((amount_fen) =>
        terminalSays(city, till, 'POST', '/v1/redemptions', { body: { code: digits, amount_fen } }),
      ),
    )
    expect(rivals.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(await own()).toMatchObject({ today_count: 3 })
    city.advance(DAY_MS)
    expect(await own()).toMatchObject({ today_count: 0, today_fen: 0 })
    expect((await redeems(2_520)).status).toBe(201)
  })

  it('counts a use that waits for the PIN, and takes it back when nothing left the card', async () => {
    till = await paired(city, { daily_cap_fen: 30_000 })
    const waiting = await redeems(30_000)
    expect(waiting.status).toBe(202)
    expect(await own()).toMatchObject({ today_fen: 25_000 })
    const cancel = `/v1/redemptions/${waiting.body.id}/cancellation`
    expect((await terminalSays(city, till, 'POST', cancel, { body: {} })).status).toBe(200)
    expect((await terminalSays(city, till, 'POST', cancel, { body: {} })).status).toBe(200)
    expect(await own()).toMatchObject({ today_count: 0, today_fen: 0 })
    city.advance(2 * MINUTE_MS)
    expect((await redeems(30_000)).status).toBe(202)
    city.advance(4 * MINUTE_MS)
    await expireRedemptions(city.world, 100)
    expect(await own()).toMatchObject({ today_count: 0, today_fen: 0 })
  })

  it('does only what it was given: acts, its own uses, its own shop', async () => {
    const mine = await redeems(1_200)
    const other = await paired(city, { name: '收银机 2号', acts: ['redeem'] })
    const claim = { body: { card_id: card, amount_fen: 100 } }
    expect(code(await terminalSays(city, other, 'POST', '/v1/claims', claim))).toEqual([
      403,
      'terminal_act_not_allowed',
    ])
    const at = `/v1/redemptions/${mine.body.id}`
    const undoing = { body: { kind: 'void', reason: '打错了' } }
    expect(code(await terminalSays(city, other, 'POST', `${at}/corrections`, undoing))).toEqual([
      403,
      'terminal_act_not_allowed',
    ])
    expect(code(await terminalSays(city, other, 'GET', at))).toEqual([404, 'redemption_not_found'])
    const third = await paired(city, { name: '收银机 3号' })
    expect(code(await terminalSays(city, third, 'POST', `${at}/corrections`, undoing))).toEqual([
      404,
      'redemption_not_found',
    ])
    const part = { body: { kind: 'refund', units: 100, reason: '少一件' } }
    expect(code(await terminalSays(city, till, 'POST', `${at}/corrections`, part))).toEqual([
      403,
      'refund_needs_a_manager',
    ])
    const undone = await terminalSays(city, till, 'POST', `${at}/corrections`, undoing)
    expect([undone.status, undone.body.status]).toEqual([201, 'done'])
    const today = await terminalSays(city, till, 'GET', '/v1/overview/merchant')
    expect([404, 403]).toContain(today.status)
    expect(code(await terminalSays(city, till, 'GET', '/v1/terminals'))).toEqual([
      403,
      'role_not_allowed',
    ])
  })

  it('stands in one shop: another shop, another merchant and their cards are out of reach', async () => {
    const owner = await city.till(city.shop, 'owner')
    const { id: second } = good(
      await city.call('POST', '/v1/merchant-shops', {
        token: owner,
        body: { name: '城东店', address: '城东路 1 号', district: city.shop.plan.district },
      }),
    )
    const there = { shop_id: second }
    expect(code(await redeems(100, { body: there }))).toEqual([403, 'staff_of_another_shop'])
    const [theirs] = await city.rows(sql`SELECT id FROM shops WHERE merchant_id = ${city.other.id}`)
    const wrong = await redeems(100, { body: { shop_id: theirs?.id } })
    expect(code(wrong)).toEqual([404, 'shop_not_found'])
    const elsewhere = await paired(city, { at: city.other })
    const body = { code: (await city.code(card)).digits, amount_fen: 100 }
    const stranger = await terminalSays(city, elsewhere, 'POST', '/v1/redemptions', { body })
    expect(code(stranger)).toEqual([422, 'code_invalid'])
    const claim = { body: { card_id: card, amount_fen: 100 } }
    expect(code(await terminalSays(city, elsewhere, 'POST', '/v1/claims', claim))).toEqual([
      404,
      'card_not_found',
    ])
    const moved = await paired(city, { shop_id: String(second), name: '城东收银机' })
    const sold = await terminalSays(city, moved, 'POST', '/v1/redemptions', {
      body: { code: (await city.code(card)).digits, amount_fen: 100 },
    })
    expect(sold.body).toMatchObject({ shop: { id: second } })
    good(await city.call('POST', `/v1/merchant-shops/${second}/closure`, { token: owner }))
    const closed = await terminalSays(city, moved, 'POST', '/v1/redemptions', {
      body: { code: (await city.code(card)).digits, amount_fen: 200 },
    })
    expect(code(closed)).toEqual([409, 'shop_closed'])
  })

  it('still wants an Idempotency-Key, and no bearer token beside the signature', async () => {
    const drop = (request: Request) => {
      request.headers.delete('idempotency-key')
      return request
    }
    const bare = await redeems(100, { bent: drop })
    expect(code(bare)).toEqual([400, 'idempotency_key_missing'])
    const both = await redeems(100, { headers: { authorization: `Bearer ${city.li.token}` } })
    expect(code(both)).toEqual([401, 'terminal_signature_wrong'])
  })

  it('forgets signatures only when they are too old to be shown again', async () => {
    await redeems(100)
    expect(await forgetSignatures(city.world, 100)).toBe(0)
    const key = { terminal_id: till.id, nonce: 'an-old-one', created_s: AT_S - 901 }
    await city.db.batch([
      sql`INSERT INTO terminal_nonces (terminal_id, nonce, request_id, created_s)
          VALUES (${key.terminal_id}, ${key.nonce}, 'req', ${key.created_s})`,
    ])
    expect(await forgetSignatures(city.world, 100)).toBe(1)
    expect(await forgetSignatures(city.world, 100)).toBe(0)
    expect(await city.rows(sql`SELECT count(*) AS n FROM terminal_nonces`)).toEqual([{ n: 1 }])
  })
})
