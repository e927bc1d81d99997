import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { OFFICIALS } from '../../src/demo/cast'
import { DAY_MS, localDate } from '../../src/kernel/time'
import { endListings } from '../../src/listings/acts'
import { publicName } from '../../src/listings/rules'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
let other: string
const notice = async (also: object = {}) =>
  good(
    await desk.says(desk.supervisor, 'POST', `/v1/merchants/${desk.shop.id}/listings`, {
      colour: 'black' as const,
      class: 'minor' as const,
      ground: '两次逾期不退款',
      words: '三月两次逾期没有退款',
      ...also,
    }),
  ).id
const publish = (who: string, id: string, days = 30) =>
  desk.says(who, 'POST', `/v1/listings/${id}/publication`, { days })
const held = async () =>
  (await desk.rows(sql`SELECT sales_held_reason FROM merchants WHERE id = ${desk.shop.id}`))[0]
    ?.sales_held_reason
const shown = async () => good(await desk.call('GET', '/v1/public-listings', {})).data

describe(`the red and the black list on ${ENGINE}`, () => {
  beforeAll(async () => {
    desk = await openDesk()
    other = good(
      await desk.call('POST', '/v1/officials', {
        token: desk.operator,
        body: { ...OFFICIALS.supervisor_second, districts: [desk.shop.plan.district] },
      }),
    ).id as string
  })

  it('shows a company by its name and nobody else’s', () => {
    expect(publicName('company', '海风面包有限公司')).toBe('海风面包有限公司')
    expect(publicName('individual', '王小明理发店')).toBe('王小＊＊（个体工商户）')
    expect(publicName('other', '王小明')).not.toContain('明')
  })
  it('is told first, heard for five working days, and published by another person', async () => {
    const id = await notice()
    expect(await shown()).toEqual([])
    expect((await publish(desk.supervisor, id)).body.code).toBe('listing_needs_another_person')
    expect((await publish(other, id)).body.code).toBe('listing_still_heard')
    const again = await desk.says(
      desk.supervisor,
      'POST',
      `/v1/merchants/${desk.shop.id}/listings`,
      {
        ...{ colour: 'black', class: 'minor', ground: '再一次', words: '又一次逾期' },
      },
    )
    expect(again.body.code).toBe('listing_open_already')
    desk.advance(10 * DAY_MS)
    expect((await publish(other, id, 91)).body.code).toBe('listing_term_unfit')
    expect(good(await publish(other, id))).toMatchObject({ state: 'listed' })
    expect((await publish(other, id)).body.code).toBe('listing_published')
    expect(await shown()).toHaveLength(1)
    expect(await held()).toContain(id)
  })
  it('keeps a black-listed shop from selling, whoever lifts the stop, and ends by itself at its term', async () => {
    await expect(
      desk.db.batch([
        sql`UPDATE merchants SET sales_held_at = NULL, sales_held_reason = NULL, version = version + 1
             WHERE id = ${desk.shop.id}`,
      ]),
    ).rejects.toThrow('listing_bars_sales')
    expect(await endListings(desk.world, 10)).toBe(0)
    desk.advance(31 * DAY_MS)
    expect(await endListings(desk.world, 10)).toBe(1)
    expect(await endListings(desk.world, 10)).toBe(0)
    expect(await held()).toBeNull()
    expect(await shown()).toEqual([])
  })
  it('an objection that is upheld ends it with all it did; the person who told the shop does not answer', async () => {
    const id = await notice({ class: 'general' })
    desk.advance(10 * DAY_MS)
    good(await publish(other, id, 100))
    const object = () =>
      desk.says(desk.owner, 'POST', `/v1/listings/${id}/objection`, { words: '款早就退了' })
    expect(good(await object()).answer_by! > localDate(desk.world.now())).toBe(true)
    expect((await object()).body.code).toBe('listing_objected_already')
    const answer = (who: string) =>
      desk.says(who, 'POST', `/v1/listings/${id}/objection/answer`, {
        answer: 'upheld',
        note: '核实已退',
      })
    expect((await answer(desk.supervisor)).body.code).toBe('listing_needs_another_person')
    expect(good(await answer(other))).toMatchObject({ state: 'ended', ended_for: 'objection' })
    expect((await answer(other)).body.code).toBe('listing_ended')
    expect(await held()).toBeNull()
    const [mark] = await desk.rows(
      sql`SELECT o.ground FROM credit_marks k JOIN credit_objections o ON o.mark_id = k.id WHERE k.subject_id = ${id}`,
    )
    expect(mark?.ground).toBe('error')
  })
  it('is repaired no sooner than its class allows, and only when the shop asked', async () => {
    const id = await notice({ class: 'general' })
    desk.advance(10 * DAY_MS)
    good(await publish(other, id, 365))
    const repair = () =>
      desk.says(desk.supervisor, 'POST', `/v1/listings/${id}/removal`, { ended_for: 'repaired' })
    expect((await repair()).body.code).toBe('listing_not_repairable_yet')
    good(await desk.says(desk.owner, 'POST', `/v1/listings/${id}/repair`, { words: '已全部退清' }))
    expect((await repair()).body.code).toBe('listing_not_repairable_yet')
    desk.advance(91 * DAY_MS)
    expect(good(await repair())).toMatchObject({ state: 'ended', ended_for: 'repaired' })
    expect(await held()).toBeNull()
  })
  it('one person’s word that it was an error ends it and lifts no stop; what is public is not just given up', async () => {
    const id = await notice({ class: 'general' })
    desk.advance(10 * DAY_MS)
    expect(good(await publish(other, id, 100))).toMatchObject({ may_publish: false })
    const remove = (ended_for: 'withdrawn' | 'error') =>
      desk.says(desk.supervisor, 'POST', `/v1/listings/${id}/removal`, { ended_for })
    expect((await remove('withdrawn')).body.code).toBe('listing_published')
    expect(good(await remove('error'))).toMatchObject({ state: 'ended', ended_for: 'error' })
    expect(await shown()).toEqual([])
    expect(await held()).toContain(id)
  })
})
