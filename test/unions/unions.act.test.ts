import { beforeEach, describe, expect, it } from 'vitest'
import { checkBooks } from '../../src/books/check'
import { HOLDERS } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { PIN } from '../care/support'
import { atOnce, tally } from '../redemptions/support'
import { good } from '../support/addresses'
import { openTwo, type Two } from './support'

let two: Two
beforeEach(async () => {
  two = await openTwo()
})

describe('two accounts of one person', () => {
  it('proved both are one at once: everything is reachable, no money moves, the old one ends', async () => {
    const { care, li, wang, joins, events, cardsOf, money } = two
    const { id: first } = await care.buys(li, care.shop)
    const { id: same } = await care.buys(wang, care.shop)
    const { id: other } = await care.buys(li, care.other)
    const { body: refund } = await care.says(li, 'POST', `/v1/cards/${other}/refunds`, {
      ground: 'cooling_off',
    })
    const key = good(await care.key(first, li))
    const before = await money()
    const union = good(await joins())
    expect(union).toMatchObject({ object: 'account_union', state: 'done', is_ending: false })

    expect((await cardsOf(wang)).sort()).toEqual([first, same, other].sort())
    expect(await money()).toEqual(before)
    const seen = good(await care.call('GET', `/v1/cards/${first}`, { token: wang.token }))
    expect(JSON.stringify(seen)).toContain('并入的第2张')
    const bought = good(await care.call('GET', '/v1/purchases', { token: wang.token })).data
    expect(bought).toHaveLength(3)
    const refunds = good(await care.call('GET', '/v1/refunds', { token: wang.token })).data
    expect(refunds.map(({ id }) => id)).toEqual([refund.id])
    expect((await care.call('GET', '/v1/me', { token: li.token })).status).toBe(401)
    const [alias] = await care.rows(sql`SELECT count(*) AS n FROM live_pay_code_aliases
                                         WHERE alias = ${key.alias}`)
    expect(alias?.n).toBe(0)
    expect(await events(li)).toContain('account_union.done')
    expect(await events(wang)).toContain('account_union.done')
    expect((await checkBooks(care.db)).divergences).toEqual([])

    const anew = await care.joins(HOLDERS.li.phone)
    expect(anew.id).not.toBe(li.id)
    expect(await cardsOf({ ...anew, phone: li.phone })).toEqual([])
    const code = await care.code(first, wang)
    expect(
      good(await care.redeem({ code: code.digits, amount_fen: 500, out_no: 'UNION1' })).status,
    ).toBe('succeeded')
    expect((await checkBooks(care.db)).divergences).toEqual([])
  })
})

describe('two unions of the same accounts', () => {
  it('twice: of two at one moment one is done, and nothing is moved twice', async () => {
    const { care, li, wang, codes, prove, cardsOf } = two
    await care.buys(li, care.shop)
    await prove()
    const body = { phone: li.phone, waits: false, other_pin: PIN, ...(await codes()) }
    const said = await atOnce(3, () =>
      care.call('POST', '/v1/account-unions', { token: wang.token, body }),
    )
    expect(tally(said)[201]).toBe(1)
    expect(await cardsOf(wang)).toHaveLength(1)
    expect((await checkBooks(care.db)).divergences).toEqual([])
  })
})
