import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { newTerminalKey } from '../../src/client/terminal'
import { staffPhone } from '../../src/demo/cast'
import { MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Counter, good, openCounter } from '../redemptions/support'
import { pairingCode, pairs } from './support'

let city: Counter
const code = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code]

describe(`pairing, on ${ENGINE}`, () => {
  beforeEach(async () => {
    city = await openCounter()
  })

  it('takes a code once, within ten minutes, by the key that signs', async () => {
    const made = await newTerminalKey()
    const shown = await pairingCode(city)
    const stolen = await newTerminalKey()
    const mixed = { private_key: stolen.private_key, public_key: made.public_key }
    expect(code(await pairs(city, shown, mixed))).toEqual([401, 'terminal_signature_wrong'])
    const first = await pairs(city, shown, made)
    expect(first.status).toBe(201)
    expect(code(await pairs(city, shown, stolen))).toEqual([422, 'pairing_code_wrong'])

    const late = await pairingCode(city)
    city.advance(10 * MINUTE_MS)
    expect(code(await pairs(city, late, stolen))).toEqual([422, 'pairing_code_wrong'])
    const replaced = await pairingCode(city)
    await pairingCode(city)
    expect(code(await pairs(city, replaced, stolen))).toEqual([422, 'pairing_code_wrong'])
    const told = await city.rows(sql`SELECT text FROM work_notices`)
    expect(told.map(({ text }) => String(text)).join()).toContain('新配对了一台收银机“收银机 1号”')
  })

  it('ends a code after five wrong tries, and leaves no trace of it in storage', async () => {
    const shown = await pairingCode(city)
    const guess = `${shown.slice(0, 4)}${shown.endsWith('1') ? '22222222' : '11111111'}`
    const thief = await newTerminalKey()
    for (let i = 0; i < 5; i++)
      expect(code(await pairs(city, guess, thief, { key: `guess-${i}` }))).toEqual([
        422,
        'pairing_code_wrong',
      ])
    const right = await pairs(city, shown, await newTerminalKey())
    expect(code(right)).toEqual([422, 'pairing_code_wrong'])
    const kept =
      JSON.stringify(await city.everything()) +
      JSON.stringify(await city.rows(sql`SELECT answer, fingerprint FROM journal`))
    expect(kept).not.toContain(shown)
  })

  it('is two terminals at one moment for one code: one of them', async () => {
    const shown = await pairingCode(city)
    const both = await Promise.all([
      pairs(city, shown, await newTerminalKey()),
      pairs(city, shown, await newTerminalKey()),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422])
  })

  it('is for owner and manager who have just shown a passkey, and for a shop of theirs', async () => {
    const owner = await city.till(city.shop, 'owner')
    const shops = good(await city.call('GET', '/v1/merchant-shops', { token: owner })).data
    const body = {
      name: '收银机',
      shop_id: String(shops[0]?.id),
      daily_cap_fen: 1_000,
      acts: ['redeem' as const],
    }
    const cashier = await city.till()
    const refused = await city.call('POST', '/v1/terminal-pairings', { token: cashier, body })
    expect([refused.status, refused.body.code]).toEqual([403, 'role_not_allowed'])
    const other = await city.till(city.other, 'owner')
    const strange = await city.call('POST', '/v1/terminal-pairings', { token: other, body })
    expect([strange.status, strange.body.code]).toEqual([404, 'shop_not_found'])
    city.advance(5 * MINUTE_MS)
    const old = await city.call('POST', '/v1/terminal-pairings', { token: owner, body })
    expect([old.status, old.body.code]).toEqual([403, 'passkey_proof_too_old'])
    const fresh = await city.till(city.shop, 'owner')
    expect(
      good(await city.call('POST', '/v1/terminal-pairings', { token: fresh, body })).code,
    ).toMatch(/^\d{12}$/)
  })

  it('dies with the job of whoever showed the code', async () => {
    const shown = await pairingCode(city)
    const { id } = good(
      await city.call('POST', `/v1/merchants/${city.shop.id}/staff`, {
        token: await city.till(city.shop, 'owner'),
        body: { name: '走了的店长', role: 'manager', phone: staffPhone(88, 1) },
      }),
    )
    await city.db.batch([
      sql`UPDATE terminal_pairings SET created_by = ${id}`,
      sql`UPDATE staff SET disabled_at = ${city.world.now()} WHERE id = ${id}`,
    ])
    expect(code(await pairs(city, shown, await newTerminalKey()))).toEqual([
      422,
      'pairing_code_wrong',
    ])
  })
})
