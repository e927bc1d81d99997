import { beforeEach, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { maskPhone } from '../../src/identity/phone'
import { DAY_MS } from '../../src/kernel/time'
import { lapseMandates } from '../../src/mandates/clock'
import { mandateUrl } from '../../src/mandates/link'
import { sql } from '../../src/platform/d1'
import { PIN } from '../care/support'
import { good } from '../support/addresses'
import { type Estate, openEstate, refusalCode } from './support'

let estate: Estate
beforeEach(async () => {
  estate = await openEstate()
})
const tokenOf = (url: string) => url.split('/').at(-1) ?? ''

describe('an only heir', () => {
  it('has the cards after papers, fifteen days, two offices and a third person, to the fen', async () => {
    const { care, li, wang, teller, handler, boss, claims, checks, decides, moves } = estate
    const card = (await care.buys(li, care.shop)).id
    const own = (await care.buys(wang, care.shop)).id
    const before = await care.rows(sql`SELECT id, balance_fen FROM ledger_accounts ORDER BY id`)
    const id = await claims()
    expect(refusalCode(await decides(id))).toBe('mandate_still_waiting')
    good(await checks(id, teller))
    expect(refusalCode(await checks(id, teller))).toBe('mandate_checked_already')
    care.advance(15 * DAY_MS)
    expect(refusalCode(await decides(id))).toBe('mandate_needs_three_persons')
    good(await checks(id, handler))
    expect(refusalCode(await decides(id, true, handler))).toBe('mandate_needs_three_persons')
    expect(good(await decides(id, true, boss)).state).toBe('approved')
    expect((await care.call('GET', '/v1/me', { token: li.token })).status).toBe(401)
    expect(await moves()).toBe(2)
    expect(await moves()).toBe(0)
    const cards = good(await care.says(wang, 'GET', '/v1/cards')).data
    expect(cards.map((one) => one.id).sort()).toEqual([card, own].sort())
    expect(cards.find((one) => one.id === card)?.service).toContain('并入的第2张')
    const [moved] = await care.rows(
      sql`SELECT giver_id, recipient_id, status FROM card_transfers WHERE card_id = ${card}`,
    )
    expect(moved).toEqual({ giver_id: li.id, recipient_id: wang.id, status: 'accepted' })
    expect(await care.rows(sql`SELECT id, balance_fen FROM ledger_accounts ORDER BY id`)).toEqual(
      before,
    )
    expect((await estate.reads(wang, id)).state).toBe('done')
  })
  it('is paid what was being refunded to their own account, never to that of the dead', async () => {
    const { care, li, wang, claims, ripens, decides, moves, proven } = estate
    const card = (await care.buys(li, care.shop)).id
    const id = await claims()
    await ripens(id)
    good(await decides(id))
    await moves()
    const ask = { ground: 'own_wish' } as const
    const refund = good(
      await care.call('POST', `/v1/cards/${card}/refunds`, {
        token: await proven(wang),
        body: ask,
      }),
    )
    const parts = await care.rows(
      sql`SELECT route, state FROM refund_parts WHERE refund_id = ${refund.id}`,
    )
    expect(parts).toEqual([{ route: 'bank', state: 'awaiting_account' }])
  })
})

describe('a thief who says that somebody living has died', () => {
  it('is stopped by one tap of the message, of the phone that heard of it', async () => {
    const { care, li, wang, claims, decides } = estate
    const id = await claims()
    const told = await care.rows(
      sql`SELECT type FROM events WHERE consumer_id = ${li.id} AND type = 'mandate.filed'`,
    )
    expect(told).toHaveLength(1)
    const token = tokenOf(await mandateUrl(care.world, id, 'account'))
    const at = `/v1/mandate-objections/${token}` as const
    expect(good(await care.call('GET', at)).may_object).toBe(true)
    expect(good(await care.call('POST', at, { body: {} })).state).toBe('objected')
    expect(refusalCode(await care.call('POST', at, { body: {} }))).toBe('mandate_not_open')
    const bent = `/v1/mandate-objections/${`${token.slice(0, 26)}c${token.slice(27)}`}` as const
    expect(refusalCode(await care.call('POST', bent, { body: {} }))).toBe('mandate_link_invalid')
    expect(refusalCode(await decides(id))).toBe('mandate_not_open')
    expect((await care.says(li, 'GET', '/v1/me')).status).toBe(200)
    expect((await estate.reads(wang, id)).objected_by).toBe('account')
  })
  it('sees it on every device of the account, and learns nothing there', async () => {
    const { care, li, wang, claims } = estate
    const id = await claims()
    const [seen] = good(await care.says(li, 'GET', '/v1/me/mandates')).data
    expect(seen).toMatchObject({ id, asker: 'subject', may_object: true, papers: [], name: null })
    expect(refusalCode(await care.says(wang, 'POST', `/v1/mandates/${id}/objection`))).toBe(
      'mandate_not_found',
    )
    expect(good(await care.says(li, 'POST', `/v1/mandates/${id}/objection`)).state).toBe('objected')
  })
  it('learns nothing about who has an account, and tries three times a month', async () => {
    const { care, wang, death, opens, files } = estate
    const nobody = await opens(death({ phone: HOLDERS.stranger.phone }), [
      'death_certificate',
      'court_ruling',
      'identity_document',
    ])
    const answer = good(await files(nobody))
    expect(answer).toMatchObject({
      state: 'filed',
      account_phone_mask: maskPhone(HOLDERS.stranger.phone),
    })
    await estate.ripens(nobody)
    expect(refusalCode(await estate.decides(nobody))).toBe('mandate_account_gone')
    for (let i = 0; i < 2; i++) await care.says(wang, 'POST', '/v1/mandates', death())
    expect(refusalCode(await care.says(wang, 'POST', '/v1/mandates', death()))).toBe(
      'mandates_too_often',
    )
  })
  it('is no official, under any id', async () => {
    const { care, wang, claims, checks } = estate
    const id = await claims()
    const same = await care.appoints({ kind: 'operator', role: 'operator', phone: wang.phone })
    expect(refusalCode(await checks(id, same))).toBe('mandate_needs_three_persons')
  })
})

describe('what else goes on meanwhile', () => {
  it('a companion is heard: without a ruling it is over, with one the officials know', async () => {
    const { care, li, claims, third, ripens, decides } = estate
    const zhao = await third()
    const card = (await care.buys(li, care.shop)).id
    const invite = { phone: zhao.phone, relation: 'child', pin: PIN } as const
    const asked = good(await care.says(li, 'POST', `/v1/cards/${card}/companions`, invite))
    good(await care.says(zhao, 'POST', `/v1/companions/${asked.id}/acceptance`))
    const first = await claims()
    expect(good(await care.says(zhao, 'POST', `/v1/mandates/${first}/objection`)).state).toBe(
      'objected',
    )
    const second = await claims({}, estate.wang, [
      'death_certificate',
      'notarial_certificate',
      'identity_document',
    ])
    expect(good(await care.says(zhao, 'POST', `/v1/mandates/${second}/objection`))).toMatchObject({
      state: 'filed',
      objected_by: 'companion',
    })
    await ripens(second)
    expect(good(await decides(second)).state).toBe('approved')
  })
  it('two who claim the same account wait for one another', async () => {
    const { care, li, claims, third, ripens, decides } = estate
    const zhao = await third()
    await care.buys(li, care.shop)
    const [first, second] = [await claims(), await claims({}, zhao)]
    await ripens(first)
    expect(refusalCode(await decides(first))).toBe('mandate_rival_open')
    good(await decides(second, false))
    expect(good(await decides(first)).state).toBe('approved')
  })
  it('a card in question moves when that is over, the others at once', async () => {
    const { care, li, wang, claims, ripens, decides, moves } = estate
    const [busy, quiet] = [
      (await care.buys(li, care.shop)).id,
      (await care.buys(li, care.other)).id,
    ]
    good(
      await care.says(li, 'POST', `/v1/cards/${busy}/complaints`, {
        kind: 'refund_refused',
        wish: 'refund',
      }),
    )
    const id = await claims()
    await ripens(id)
    good(await decides(id))
    expect(await moves()).toBe(1)
    const held = async () =>
      good(await care.says(wang, 'GET', '/v1/cards')).data.map((one) => one.id)
    expect(await held()).toEqual([quiet])
    await care.db.batch([
      sql`UPDATE complaints SET status = 'withdrawn', clock = NULL, clock_on = NULL, clock_days = NULL, warn_at = NULL,
            due_by = NULL, ended_at = ${care.world.now()}, version = version + 1 WHERE card_id = ${busy}`,
    ])
    expect(await moves()).toBe(2)
    expect((await held()).sort()).toEqual([busy, quiet].sort())
  })
  it('what nobody answers is over after half a year, a draft after a month', async () => {
    const { care, wang, claims, death, opens } = estate
    const [id, draft] = [await claims(), await opens(death(), [])]
    expect(refusalCode(await estate.files(draft))).toBe('mandate_papers_missing')
    care.advance(180 * DAY_MS)
    expect(refusalCode(await estate.decides(id))).toBe('mandate_not_open')
    expect(await lapseMandates(care.world, 100)).toBe(2)
    expect((await estate.reads(wang, id)).state).toBe('lapsed')
  })
  it('a number that changed hands or was joined is no account to inherit', async () => {
    const { care, li, claims, ripens, decides } = estate
    const id = await claims()
    await ripens(id)
    await care.db.batch([
      sql`UPDATE consumers SET phone_index = 'erased:' || id, phone_mask = '已注销' WHERE id = ${li.id}`,
    ])
    expect(refusalCode(await decides(id))).toBe('mandate_account_gone')
  })
})

describe('several heirs', () => {
  it('each confirm, agree on who has what, and have it; nobody alone', async () => {
    const { care, li, wang, third, claims, ripens, decides, moves, proven } = estate
    const zhao = await third()
    const [one, two] = [(await care.buys(li, care.shop)).id, (await care.buys(li, care.other)).id]
    const heirs = [{ phone: zhao.phone, relation: 'child', share_bp: 5_000 }]
    expect(
      refusalCode(
        await care.says(wang, 'POST', '/v1/mandates', estate.death({ heirs, share_bp: 4_000 })),
      ),
    ).toBe('mandate_shares_wrong')
    const id = await claims({ heirs, share_bp: 5_000 })
    await ripens(id)
    expect(refusalCode(await decides(id))).toBe('mandate_heirs_missing')
    const as = async (who: typeof zhao) => ({ token: await proven(who) })
    const divides = async (said: { card_id: string; n: number }[]) =>
      care.call('POST', `/v1/mandates/${id}/divisions`, {
        ...(await as(wang)),
        body: { cards: said },
      })
    good(
      await care.call('POST', `/v1/mandates/${id}/acceptance`, { ...(await as(zhao)), body: {} }),
    )
    good(await decides(id))
    const cards = [
      { card_id: one, n: 1 },
      { card_id: two, n: 2 },
    ]
    expect(refusalCode(await divides(cards.slice(1)))).toBe('estate_division_wrong')
    good(await divides(cards))
    expect(await moves()).toBe(0)
    const seen = good(await care.says(zhao, 'GET', `/v1/mandates/${id}/estate`))
    const at = `/v1/mandates/${id}/divisions/${seen.division?.id}/agreement` as const
    good(await care.call('POST', at, { ...(await as(zhao)), body: {} }))
    expect(await moves()).toBe(3)
    const estateNow = good(await care.says(zhao, 'GET', `/v1/mandates/${id}/estate`))
    expect(estateNow.heirs.map(({ allotted_fen }) => allotted_fen > 0)).toEqual([true, true])
    expect(good(await care.says(zhao, 'GET', '/v1/cards')).data.map((card) => card.id)).toEqual([
      two,
    ])
  })
})
