import { beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS } from '../../src/kernel/time'
import { stopUnionUrl } from '../../src/unions/link'
import { PIN } from '../care/support'
import { good } from '../support/addresses'
import { openTwo, refusalCode, type Two } from './support'

let two: Two
beforeEach(async () => {
  two = await openTwo()
})

describe('who cannot prove more than a number', () => {
  it('waits a day of which both accounts and companions hear, to the millisecond', async () => {
    const { care, li, wang, start, waits, finish, joinsZhao, events, cardsOf } = two
    const card = (await care.buys(li, care.shop)).id
    const zhao = await joinsZhao()
    const said = { phone: zhao.phone, relation: 'child', pin: PIN } as const
    const asked = good(await care.says(li, 'POST', `/v1/cards/${card}/companions`, said))
    good(await care.says(zhao, 'POST', `/v1/companions/${asked.id}/acceptance`))
    const union = await waits()
    expect(union.state).toBe('cooling')
    expect(await events(li)).toContain('account_union.started')
    expect(await events(wang)).toContain('account_union.started')
    expect(await events(zhao)).toContain('account_union.companion_told')
    expect(refusalCode(await start({ waits: true }))).toBe('union_already_open')
    care.advance(Date.parse(union.ripe_at) - Date.parse(care.world.now()) - 1)
    expect(refusalCode(await finish(union.id))).toBe('union_still_cooling')
    expect(refusalCode(await finish(union.id, li))).toBe('union_not_found')
    care.advance(1)
    expect(good(await finish(union.id)).state).toBe('done')
    expect(await cardsOf(wang)).toEqual([card])
    expect(refusalCode(await finish(union.id))).toBe('union_not_open')
  })
  it('is stopped by the link of either message, once, and by the other account', async () => {
    let { wang } = two
    const { care, li, start, waits, finish, cancel, comesBack } = two
    const first = await waits()
    const token = (await stopUnionUrl(care.world, first.id)).split('/').at(-1) ?? ''
    const at = `/v1/union-cancellations/${token}` as const
    expect(good(await care.call('GET', at)).may_cancel).toBe(true)
    expect(good(await care.call('POST', at, { body: {} })).state).toBe('cancelled')
    expect(refusalCode(await care.call('POST', at, { body: {} }))).toBe('union_not_open')
    expect(refusalCode(await care.call('GET', `/v1/union-cancellations/${'a'.repeat(42)}`))).toBe(
      'union_link_invalid',
    )
    wang = await comesBack()
    const second = await waits()
    expect(good(await cancel(second.id, li)).state).toBe('cancelled')
    expect((await care.call('GET', '/v1/me', { token: wang.token })).status).toBe(401)
    wang = await comesBack()
    care.advance(2 * DAY_MS)
    expect(refusalCode(await finish(second.id))).toBe('union_not_open')
    await waits().then(({ id }) => cancel(id, wang))
    expect(refusalCode(await start({ waits: true }))).toBe('unions_too_often')
  })
  it('is out when it is not finished in a week', async () => {
    const { care, waits, finish } = two
    const union = await waits()
    care.advance(8 * DAY_MS)
    expect(refusalCode(await finish(union.id))).toBe('union_not_open')
  })
  it('and has only a stolen phone gets nowhere: nothing by it, and a loss reported stops it', async () => {
    const { care, li, wang, prove, start, waits, finish, cardsOf } = two
    const card = (await care.buys(li, care.shop)).id
    await prove()
    expect(refusalCode(await start())).toBe('union_not_proved')
    const union = await waits()
    good(await care.says(li, 'POST', `/v1/cards/${card}/freeze`, { reason: 'lost_phone' }))
    care.advance(DAY_MS)
    expect(refusalCode(await finish(union.id))).toBe('union_while_frozen')
    expect(await cardsOf(wang)).toEqual([])
  })
})
