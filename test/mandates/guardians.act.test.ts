import { beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS } from '../../src/kernel/time'
import { lapseMandates } from '../../src/mandates/clock'
import { good } from '../support/addresses'
import { type Estate, openEstate, refusalCode } from './support'

let estate: Estate
beforeEach(async () => {
  estate = await openEstate()
})
const minor = (more: object = {}) => ({
  cause: 'minority' as const,
  phone: estate.li.phone,
  name: '李小满',
  relation: 'parent' as const,
  born_on: '2008-04-10',
  ...more,
})
const PAPERS = ['birth_certificate', 'identity_document'] as const

async function guards(): Promise<string> {
  const id = await estate.opens(minor(), PAPERS)
  good(await estate.files(id))
  await estate.ripens(id)
  expect(good(await estate.decides(id)).state).toBe('active')
  return id
}

describe('a guardian of a minor', () => {
  it('sees the cards, freezes, objects and asks for refunds, and spends nothing', async () => {
    const { care, li, wang, proven } = estate
    const card = (await care.buys(li, care.shop)).id
    const at = `/v1/cards/${card}` as const
    expect(refusalCode(await care.says(wang, 'GET', at))).toBe('card_not_found')
    await guards()
    const seen = good(await care.says(wang, 'GET', at))
    expect(seen.reader === 'consumer' && seen.relation).toBe('guardian')
    expect(seen.may).toEqual(['freeze', 'refund'])
    expect(good(await care.says(wang, 'GET', '/v1/cards')).data.map(({ id }) => id)).toEqual([card])
    expect(refusalCode(await care.says(wang, 'POST', `${at}/pay-code-key`))).toBe('card_not_found')
    const claim = await care.call('POST', '/v1/claims', {
      token: await care.till(),
      body: { card_id: card, amount_fen: 500, note: '没带手机' },
    })
    const hold = good(claim)
    const objects = { reason: 'not_me' } as const
    const said = await care.says(wang, 'POST', `/v1/holds/${hold.id}/contest`, objects)
    expect(good(said).status).toBe('contested')
    expect(refusalCode(await care.says(wang, 'POST', `/v1/holds/${hold.id}/confirmation`))).toBe(
      'hold_not_found',
    )
    const token = await proven(wang)
    const refund = await care.call('POST', `${at}/refunds`, { token, body: { ground: 'own_wish' } })
    expect(good(refund).card_id).toBe(card)
  })
  it('is one until the ward is of age, by the calendar, and not a day longer', async () => {
    const { care, li, wang } = estate
    const card = (await care.buys(li, care.shop)).id
    const id = await guards()
    const days = Math.round(
      (Date.parse('2026-04-10T00:00:00+08:00') - Date.parse(care.world.now())) / DAY_MS,
    )
    care.advance(days * DAY_MS - 60_000)
    expect((await estate.reads(wang, id)).until_on).toBe('2026-04-10')
    care.advance(DAY_MS)
    const ask = { ground: 'own_wish' } as const
    expect(refusalCode(await care.says(wang, 'POST', `/v1/cards/${card}/refunds`, ask))).toBe(
      'card_not_found',
    )
    expect(await lapseMandates(care.world, 10)).toBe(1)
    expect((await estate.reads(wang, id)).state).toBe('ended')
    expect(refusalCode(await care.says(wang, 'GET', `/v1/cards/${card}`))).toBe('card_not_found')
  })
  it('is nobody of an adult, and a grown-up takes a court’s ruling', async () => {
    const { care, wang, opens, files } = estate
    expect(
      refusalCode(await care.says(wang, 'POST', '/v1/mandates', minor({ born_on: '2008-03-01' }))),
    ).toBe('mandate_of_an_adult')
    const { phone } = estate.li
    const adult = { cause: 'incapacity', phone, name: '李女士', relation: 'child' } as const
    const id = await opens(adult, ['identity_document', 'kinship_proof'])
    expect(refusalCode(await files(id))).toBe('mandate_papers_missing')
  })
  it('is stopped by the ward, who was told, and laid down by themselves', async () => {
    const { care, li, wang } = estate
    const first = await estate.opens(minor(), PAPERS)
    good(await estate.files(first))
    expect(good(await care.says(li, 'POST', `/v1/mandates/${first}/objection`)).state).toBe(
      'objected',
    )
    const second = await guards()
    const end = { reason: '孩子自己管得好' }
    expect(good(await care.says(wang, 'POST', `/v1/mandates/${second}/end`, end)).state).toBe(
      'ended',
    )
    expect(refusalCode(await care.says(wang, 'POST', `/v1/mandates/${second}/end`, end))).toBe(
      'mandate_not_open',
    )
  })
})
