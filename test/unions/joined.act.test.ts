import { beforeEach, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { PIN } from '../care/support'
import { good } from '../support/addresses'
import { openTwo, refusalCode, type Two } from './support'

let two: Two
beforeEach(async () => {
  two = await openTwo()
})

describe('what comes along with a joined account', () => {
  it('keeps what holders may have together: the next sale counts both', async () => {
    const { care, li, wang, joins } = two
    const cap = sql`SELECT l.holder_cap_fen AS cap FROM lots l LIMIT 1`
    await care.buys(li, care.shop)
    await care.buys(wang, care.shop)
    good(await joins())
    await care.buys(wang, care.shop)
    const held =
      await care.rows(sql`SELECT count(*) AS lots, count(DISTINCT card_id) AS cards FROM lots l
        JOIN cards c ON c.id = l.card_id WHERE c.consumer_id = ${wang.id}`)
    expect(held).toEqual([{ lots: 3, cards: 2 }])
    expect((await care.rows(cap)).length).toBe(1)
  })
  it('carries companions: of others’ cards on, of one’s own other account not', async () => {
    const { care, li, wang, joins, joinsZhao } = two
    const zhao = await joinsZhao()
    await care.setPin(zhao)
    const theirs = (await care.buys(zhao, care.shop)).id
    const own = (await care.buys(wang, care.shop)).id
    for (const [holder, card] of [
      [zhao, theirs],
      [wang, own],
    ] as const) {
      const said = { phone: li.phone, relation: 'child', pin: PIN } as const
      const asked = good(await care.says(holder, 'POST', `/v1/cards/${card}/companions`, said))
      good(await care.says(li, 'POST', `/v1/companions/${asked.id}/acceptance`))
    }
    good(await joins())
    expect((await care.sees(wang, theirs)).status).toBe(200)
    const left = good(await care.says(wang, 'GET', '/v1/companions')).data
    expect(left.filter(({ status }) => status === 'accepted')).toHaveLength(1)
  })
  it('counts three numbers in a row as one', async () => {
    const { care, li, wang, joins, joinsZhao, cardsOf } = two
    const zhao = await joinsZhao()
    await care.setPin(zhao)
    const card = (await care.buys(li, care.shop)).id
    good(await joins())
    good(await joins(zhao, wang.phone))
    expect(await cardsOf(zhao)).toEqual([card])
    const rows = await care.rows(sql`SELECT DISTINCT into_id FROM joined_accounts`)
    expect(rows).toEqual([{ into_id: zhao.id }])
  })
})

describe('a union by proofs is refused', () => {
  it('without a proof of either, and with wrong ones, which count', async () => {
    const { care, li, wang, codes, prove, start } = two
    expect(refusalCode(await start({ other_pin: PIN }))).toBe('step_up_needed')
    await prove()
    expect(refusalCode(await start())).toBe('union_not_proved')
    expect(refusalCode(await start({ other_code: '000000', other_pin: PIN }))).toBe('code_wrong')
    expect(refusalCode(await start({ own_code: '000000', other_pin: PIN }))).toBe('code_wrong')
    for (let i = 0; i < 4; i++) {
      await prove()
      expect(refusalCode(await start({ other_pin: '000111' }))).toBe('pin_wrong')
    }
    await prove()
    const said = await codes()
    const { other_code: _, ...without } = { ...said, phone: li.phone, waits: false }
    const unseen = { ...without, other_pin: '000111' }
    expect(
      refusalCode(
        await care.call('POST', '/v1/account-unions', { token: wang.token, body: unseen }),
      ),
    ).toBe('union_not_proved')
    const [tries] = await care.rows(sql`SELECT pin_tries FROM consumers WHERE id = ${li.id}`)
    expect(tries).toEqual({ pin_tries: 4 })
  })
  it('with oneself and with a number that has no account', async () => {
    const { care, wang, codes, prove, start } = two
    await prove()
    expect(refusalCode(await start({ other_pin: PIN }, wang, HOLDERS.fang.phone))).toBe(
      'union_nobody_there',
    )
    const { own_code } = await codes()
    const body = { phone: wang.phone, waits: true, own_code, other_code: own_code }
    expect(
      refusalCode(await care.call('POST', '/v1/account-unions', { token: wang.token, body })),
    ).toBe('union_with_oneself')
  })
  it('while a card is frozen, an account is being recovered, or a card is on its way to somebody', async () => {
    const { care, li, joins } = two
    const card = (await care.buys(li, care.shop)).id
    const frozen = good(
      await care.says(li, 'POST', `/v1/cards/${card}/freeze`, { reason: 'other' }),
    )
    expect(frozen.status).toBe('frozen')
    expect(refusalCode(await joins())).toBe('union_while_frozen')
    good(await care.says(li, 'POST', `/v1/cards/${card}/unfreeze`, { pin: PIN }))

    const offer = { to_phone: HOLDERS.zhao.phone, pin: PIN }
    const sent = good(await care.says(li, 'POST', `/v1/cards/${card}/transfers`, offer))
    expect(refusalCode(await joins())).toBe('union_while_transferring')
    good(await care.says(li, 'POST', `/v1/card-transfers/${sent.id}/withdrawal`))

    care.advance(2 * MINUTE_MS)
    good(await care.says(li, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }))
    const code = await newestCode(care.client, li.phone)
    good(await care.says(li, 'POST', '/v1/recoveries', { kind: 'pin', code }))
    expect(refusalCode(await joins())).toBe('union_while_recovering')
  })
})
