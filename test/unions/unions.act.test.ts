import { beforeEach, describe, expect, it } from 'vitest'
import { checkBooks } from '../../src/books/check'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { stopUnionUrl } from '../../src/unions/link'
import { type Care, openCare, PIN } from '../care/support'
import { atOnce, type Person, tally } from '../redemptions/support'
import { good } from '../support/addresses'

/** Li is the old number, with the cards; Wang the new one. */
let care: Care
let li: Person
let wang: Person
beforeEach(async () => {
  care = await openCare()
  ;({ li, wang } = care)
  care.advance(2 * MINUTE_MS)
})
const codeOf = ({ body }: { body: { code?: string } }) => body.code
const codes = async (by = wang, other = li.phone) => {
  care.advance(MINUTE_MS)
  const as = { token: by.token }
  const at = '/v1/account-unions/sms-codes' as const
  good(await care.call('POST', at, { ...as, body: {} }))
  good(await care.call('POST', at, { ...as, body: { phone: other } }))
  return {
    own_code: await newestCode(care.client, by.phone),
    other_code: await newestCode(care.client, other),
  }
}
const prove = async (by = wang) =>
  good(await care.call('POST', '/v1/me/proofs', { token: by.token, body: { pin: PIN } }))
type More = { waits?: boolean; other_pin?: string; other_code?: string; own_code?: string }
const start = async (more: More = {}, by = wang, phone = li.phone) => {
  const said = await codes(by, phone)
  const body = { phone, waits: false, ...said, ...more }
  return care.call('POST', '/v1/account-unions', { token: by.token, body })
}
const joinsAtOnce = async (by = wang, phone = li.phone) => {
  await prove(by)
  return start({ other_pin: PIN }, by, phone)
}
const waits = async () => good(await start({ waits: true }))
const finish = (id: string, by = wang) =>
  care.call('POST', `/v1/account-unions/${id}/completion`, { token: by.token, body: {} })
const cancel = (id: string, by: Person) =>
  care.call('POST', `/v1/account-unions/${id}/cancellation`, { token: by.token, body: {} })
const comesBack = async ({ phone }: Person) => {
  care.advance(2 * MINUTE_MS)
  return { ...(await care.joins(phone)), phone }
}
const events = async (of: Person) =>
  (await care.rows(sql`SELECT type FROM events WHERE consumer_id = ${of.id} ORDER BY seq`)).map(
    ({ type }) => type,
  )
const cardsOf = async (of: Person) =>
  good(await care.call('GET', '/v1/cards', { token: of.token })).data.map(({ id }) => id)
const money = async () => care.rows(sql`SELECT id, balance_fen FROM ledger_accounts ORDER BY id`)

describe('two accounts of one person', () => {
  it('proved both are one at once: everything is reachable, no money moves, the old one ends', async () => {
    const { id: first } = await care.buys(li, care.shop)
    const { id: same } = await care.buys(wang, care.shop)
    const { id: other } = await care.buys(li, care.other)
    const { body: refund } = await care.says(li, 'POST', `/v1/cards/${other}/refunds`, {
      ground: 'cooling_off',
    })
    const key = good(await care.key(first, li))
    const before = await money()
    const union = good(await joinsAtOnce())
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
  it('keeps what holders may have together: the next sale counts both', async () => {
    const cap = sql`SELECT l.holder_cap_fen AS cap FROM lots l LIMIT 1`
    await care.buys(li, care.shop)
    await care.buys(wang, care.shop)
    good(await joinsAtOnce())
    await care.buys(wang, care.shop)
    const held =
      await care.rows(sql`SELECT count(*) AS lots, count(DISTINCT card_id) AS cards FROM lots l
        JOIN cards c ON c.id = l.card_id WHERE c.consumer_id = ${wang.id}`)
    expect(held).toEqual([{ lots: 3, cards: 2 }])
    expect((await care.rows(cap)).length).toBe(1)
  })
  it('carries companions: of others’ cards on, of one’s own other account not', async () => {
    const zhao = { ...(await care.joins(HOLDERS.zhao.phone)), phone: HOLDERS.zhao.phone }
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
    good(await joinsAtOnce())
    expect((await care.sees(wang, theirs)).status).toBe(200)
    const left = good(await care.says(wang, 'GET', '/v1/companions')).data
    expect(left.filter(({ status }) => status === 'accepted')).toHaveLength(1)
  })
  it('counts three numbers in a row as one', async () => {
    const zhao = { ...(await care.joins(HOLDERS.zhao.phone)), phone: HOLDERS.zhao.phone }
    await care.setPin(zhao)
    const card = (await care.buys(li, care.shop)).id
    good(await joinsAtOnce())
    good(await joinsAtOnce(zhao, wang.phone))
    expect(await cardsOf(zhao)).toEqual([card])
    const rows = await care.rows(sql`SELECT DISTINCT into_id FROM joined_accounts`)
    expect(rows).toEqual([{ into_id: zhao.id }])
  })
})

describe('a union at once is refused', () => {
  it('without a proof of either, and with wrong ones, which count', async () => {
    expect(codeOf(await start({ other_pin: PIN }))).toBe('step_up_needed')
    await prove()
    expect(codeOf(await start())).toBe('union_not_proved')
    expect(codeOf(await start({ other_code: '000000', other_pin: PIN }))).toBe('code_wrong')
    expect(codeOf(await start({ own_code: '000000', other_pin: PIN }))).toBe('code_wrong')
    for (let i = 0; i < 4; i++) {
      await prove()
      expect(codeOf(await start({ other_pin: '000111' }))).toBe('pin_wrong')
    }
    await prove()
    const said = await codes()
    const { other_code: _, ...without } = { ...said, phone: li.phone, waits: false }
    const unseen = { ...without, other_pin: '000111' }
    expect(
      codeOf(await care.call('POST', '/v1/account-unions', { token: wang.token, body: unseen })),
    ).toBe('union_not_proved')
    const [tries] = await care.rows(sql`SELECT pin_tries FROM consumers WHERE id = ${li.id}`)
    expect(tries).toEqual({ pin_tries: 4 })
  })
  it('with oneself and with a number that has no account', async () => {
    await prove()
    expect(codeOf(await start({ other_pin: PIN }, wang, HOLDERS.fang.phone))).toBe(
      'union_nobody_there',
    )
    const { own_code } = await codes()
    const body = { phone: wang.phone, waits: true, own_code, other_code: own_code }
    expect(codeOf(await care.call('POST', '/v1/account-unions', { token: wang.token, body }))).toBe(
      'union_with_oneself',
    )
  })
  it('while a card is frozen, an account is being recovered, or a card is on its way to somebody', async () => {
    const card = (await care.buys(li, care.shop)).id
    const frozen = good(
      await care.says(li, 'POST', `/v1/cards/${card}/freeze`, { reason: 'other' }),
    )
    expect(frozen.status).toBe('frozen')
    expect(codeOf(await joinsAtOnce())).toBe('union_while_frozen')
    good(await care.says(li, 'POST', `/v1/cards/${card}/unfreeze`, { pin: PIN }))

    const offer = { to_phone: HOLDERS.zhao.phone, pin: PIN }
    const sent = good(await care.says(li, 'POST', `/v1/cards/${card}/transfers`, offer))
    expect(codeOf(await joinsAtOnce())).toBe('union_while_transferring')
    good(await care.says(li, 'POST', `/v1/card-transfers/${sent.id}/withdrawal`))

    care.advance(2 * MINUTE_MS)
    good(await care.says(li, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }))
    const code = await newestCode(care.client, li.phone)
    good(await care.says(li, 'POST', '/v1/recoveries', { kind: 'pin', code }))
    expect(codeOf(await joinsAtOnce())).toBe('union_while_recovering')
  })
  it('twice: of two at one moment one is done, and nothing is moved twice', async () => {
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

describe('who cannot prove more than a number', () => {
  it('waits a day of which both accounts and companions hear, to the millisecond', async () => {
    const card = (await care.buys(li, care.shop)).id
    const zhao = { ...(await care.joins(HOLDERS.zhao.phone)), phone: HOLDERS.zhao.phone }
    const said = { phone: zhao.phone, relation: 'child', pin: PIN } as const
    const asked = good(await care.says(li, 'POST', `/v1/cards/${card}/companions`, said))
    good(await care.says(zhao, 'POST', `/v1/companions/${asked.id}/acceptance`))
    const union = await waits()
    expect(union.state).toBe('cooling')
    expect(await events(li)).toContain('account_union.started')
    expect(await events(wang)).toContain('account_union.started')
    expect(await events(zhao)).toContain('account_union.companion_told')
    expect(codeOf(await start({ waits: true }))).toBe('union_already_open')
    care.advance(Date.parse(union.ripe_at) - Date.parse(care.world.now()) - 1)
    expect(codeOf(await finish(union.id))).toBe('union_still_cooling')
    expect(codeOf(await finish(union.id, li))).toBe('union_not_found')
    care.advance(1)
    expect(good(await finish(union.id)).state).toBe('done')
    expect(await cardsOf(wang)).toEqual([card])
    expect(codeOf(await finish(union.id))).toBe('union_not_open')
  })
  it('is stopped by the link of either message, once, and by the other account', async () => {
    const first = await waits()
    const token = (await stopUnionUrl(care.world, first.id)).split('/').at(-1) ?? ''
    const at = `/v1/union-cancellations/${token}` as const
    expect(good(await care.call('GET', at)).may_cancel).toBe(true)
    expect(good(await care.call('POST', at, { body: {} })).state).toBe('cancelled')
    expect(codeOf(await care.call('POST', at, { body: {} }))).toBe('union_not_open')
    expect(codeOf(await care.call('GET', `/v1/union-cancellations/${'a'.repeat(42)}`))).toBe(
      'union_link_invalid',
    )
    wang = await comesBack(wang)
    const second = await waits()
    expect(good(await cancel(second.id, li)).state).toBe('cancelled')
    expect((await care.call('GET', '/v1/me', { token: wang.token })).status).toBe(401)
    wang = await comesBack(wang)
    care.advance(2 * DAY_MS)
    expect(codeOf(await finish(second.id))).toBe('union_not_open')
    await waits().then(({ id }) => cancel(id, wang))
    expect(codeOf(await start({ waits: true }))).toBe('unions_too_often')
  })
  it('is out when it is not finished in a week', async () => {
    const union = await waits()
    care.advance(8 * DAY_MS)
    expect(codeOf(await finish(union.id))).toBe('union_not_open')
  })
  it('and has only a stolen phone gets nowhere: nothing at once, and a loss reported stops it', async () => {
    const card = (await care.buys(li, care.shop)).id
    await prove()
    expect(codeOf(await start())).toBe('union_not_proved')
    const union = await waits()
    good(await care.says(li, 'POST', `/v1/cards/${card}/freeze`, { reason: 'lost_phone' }))
    care.advance(DAY_MS)
    expect(codeOf(await finish(union.id))).toBe('union_while_frozen')
    expect(await cardsOf(wang)).toEqual([])
  })
})
