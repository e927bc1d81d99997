import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { endComplaints, recountComplaints, tellOverdueComplaints } from '../../src/complaints/clock'
import { OFFICIALS } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { good } from '../refunds/support'
import { type CallDesk, openCallDesk } from './support'

let desk: CallDesk
let card: string
let stranger: string
beforeAll(async () => {
  desk = await openCallDesk()
  const elsewhere = {
    ...OFFICIALS.supervisor,
    phone: OFFICIALS.reviewer.phone,
    districts: ['rushan'],
  }
  const said = { token: desk.operator, body: elsewhere }
  stranger = good(await desk.call('POST', '/v1/officials', said)).id
  card = await desk.buysCard()
  await desk.uses(card, 20_000)
})
const accepts = (id: string, key?: string) =>
  desk.says(desk.supervisor, 'POST', `/v1/complaints/${id}/acceptance`, undefined, key)
const withdraws = (id: string) => desk.says(desk.li.id, 'POST', `/v1/complaints/${id}/withdrawal`)

describe(`a complaint, on ${ENGINE}`, () => {
  it('comes from the holder’s card with the facts filled in, and freezes what it is about alone', async () => {
    const filling = good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}/complaint-filling`))
    expect(filling).toMatchObject({ open_complaint_id: null, amount_fen: filling.on_card_fen })
    const [use = ''] = await desk.usesOf(card)
    const earned = filling.uses.find((one) => one.id === use)?.amount_fen ?? 0
    expect(earned).toBeGreaterThan(0)
    const filed = good(
      await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/complaints`, {
        kind: 'overcharged',
        wish: 'give_back',
        use_ids: [use],
      }),
    )
    expect(filed).toMatchObject({
      way: 'complaint',
      status: 'filed',
      unit_name: '市场监督管理局',
      waits_for: 'authority',
      clock: 'accept',
      card_colour: 'none',
      amount_fen: earned,
      reserved_fen: earned,
      kept_fen: 0,
      may: ['withdraw'],
    })
    // A payout leaves out what is in question and nothing else.
    await desk.banks()
    const payable = await desk.balance(`payable:${desk.shop.id}`)
    await desk.rows(sql`SELECT 1 AS id`)
    const held = await desk.rows(
      sql`SELECT sum(reserved_fen) AS n FROM complaint_freezes WHERE merchant_id = ${desk.shop.id}`,
    )
    expect(held[0]?.n).toBe(earned)
    const paid = await desk.says(desk.owner, 'POST', '/v1/payouts')
    expect(paid.body.code).toBe('payout_nothing_to_pay')
    expect(payable).toBe(earned)
    good(await withdraws(filed.id))
    expect(good(await desk.says(desk.owner, 'POST', '/v1/payouts')).amount_fen).toBe(earned)
    expect((await withdraws(filed.id)).body.code).toBe('complaint_not_open')
  })

  it('keeps what is in question on the card from claims, and leaves its holder the rest', async () => {
    desk.advance(DAY_MS)
    const escrow = await desk.balance(`escrow:${card}`)
    const id = await desk.files(card, { amount_fen: escrow - 1_000 })
    const claims = (amount_fen: number) =>
      desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', { card_id: card, amount_fen })
    const before = await desk.reads(desk.li.id, id)
    expect(before).toMatchObject({ kept_fen: escrow - 1_000, reserved_fen: 0, is_frozen: true })
    expect((await claims(5_000)).body.code).toBe('claim_meets_complaint')
    expect((await claims(600)).status).toBe(201)
    await desk.uses(card, 3_000)
    good(await withdraws(id))
  })

  it('is decided upon once, by its own district, and goes its way to the call back', async () => {
    desk.advance(DAY_MS)
    const id = await desk.files(card)
    const path = `/v1/complaints/${id}` as const
    expect((await desk.says(stranger, 'POST', `${path}/acceptance`)).body.code).toBe(
      'complaint_not_found',
    )
    const [one, two] = await Promise.all([accepts(id, 'a'), accepts(id, 'b')])
    expect([one?.status, two?.status].sort()).toEqual([200, 409])
    expect((await desk.says(desk.owner, 'GET', path)).body).toMatchObject({
      may: ['answer'],
      waits_for: 'shop',
    })
    const said = { answer: 'offers', words: '愿意退一部分' } as const
    good(await desk.says(desk.owner, 'POST', `${path}/answer`, said))
    expect((await desk.says(desk.owner, 'POST', `${path}/answer`, said)).body.code).toBe(
      'complaint_answer_not_wanted',
    )
    const close = (outcome: 'made_good' | 'case_opened' | 'settled') =>
      desk.says(desk.supervisor, 'POST', `${path}/closure`, { outcome, note: '双方已说好' })
    expect((await close('case_opened')).body.code).toBe('complaint_outcome_unfit')
    expect((await close('settled')).body.code).toBe('complaint_outcome_unfit')
    expect((await desk.says(desk.li.id, 'POST', `${path}/rating`, { stars: 5 })).body.code).toBe(
      'complaint_not_closed',
    )
    expect(good(await close('made_good'))).toMatchObject({
      status: 'closed',
      is_frozen: false,
      is_late: false,
      due_by: null,
    })
    const call = { result: 'satisfied', note: '顾客说满意' } as const
    good(await desk.says(desk.supervisor, 'POST', `${path}/callback`, call))
    expect((await desk.says(desk.supervisor, 'POST', `${path}/callback`, call)).body.code).toBe(
      'complaint_called_already',
    )
    good(await desk.says(desk.li.id, 'POST', `${path}/rating`, { stars: 4 }))
    const { steps } = good(await desk.says(desk.li.id, 'GET', path))
    expect(steps.map(({ step }) => step)).toEqual([
      'filed',
      'accepted',
      'answered',
      'closed',
      'called',
      'rated',
    ])
    const figures = good(
      await desk.says(desk.supervisor, 'GET', '/v1/supervision/complaint-statistics?by=district'),
    )
    expect(figures.now).toMatchObject({ settled_count: 1, satisfied_count: 1, stars_sum: 4 })
    expect(figures.lines[0]).toMatchObject({ key: desk.shop.plan.district })
  })

  it('goes back from a wrong unit within two days and never to it again; it is extended once', async () => {
    desk.advance(DAY_MS)
    const id = await desk.files(card)
    const path = `/v1/complaints/${id}` as const
    good(await accepts(id))
    const { due_by } = await desk.reads(desk.supervisor, id)
    good(await desk.says(desk.supervisor, 'POST', `${path}/return`, { reason: '不归本局' }))
    const assign = (unit: string) =>
      desk.says(desk.supervisor, 'POST', `${path}/assignment`, { unit })
    expect((await assign('market')).body.code).toBe('complaint_unit_returned_it')
    expect((await assign('nobody')).body.code).toBe('unit_unknown')
    expect(good(await assign('commerce'))).toMatchObject({ unit_name: '商务局', due_by })
    expect((await assign('sport')).body.code).toBe('complaint_not_returned')
    desk.advance(6 * DAY_MS)
    expect(
      (await desk.says(desk.supervisor, 'POST', `${path}/return`, { reason: '不归本局' })).body
        .code,
    ).toBe('complaint_return_too_late')
    const extend = () =>
      desk.says(desk.supervisor, 'POST', `${path}/extension`, { reason: '等鉴定结果' })
    expect(String(good(await extend()).due_by) > String(due_by)).toBe(true)
    expect((await extend()).body.code).toBe('complaint_extended_already')
    good(await withdraws(id))
  })

  it('shows yellow at three quarters and red when its time is over, and ends when the law ends it', async () => {
    desk.advance(DAY_MS)
    const id = await desk.files(card)
    const colour = async () => (await desk.reads(desk.li.id, id)).card_colour
    expect(await colour()).toBe('none')
    const { due_by } = await desk.reads(desk.li.id, id)
    let days = 0
    while ((await colour()) !== 'yellow' && days++ < 30) desk.advance(DAY_MS)
    const yellow = good(
      await desk.says(desk.supervisor, 'GET', '/v1/complaints?selection=open&colour=yellow'),
    )
    expect(yellow.data.map((one) => one.id)).toEqual([id])
    expect(await tellOverdueComplaints(desk.world, 10)).toBe(0)
    while ((await colour()) !== 'red' && days++ < 30) desk.advance(DAY_MS)
    expect(String(due_by) <= desk.world.now()).toBe(true)
    expect(await tellOverdueComplaints(desk.world, 10)).toBe(1)
    expect(await tellOverdueComplaints(desk.world, 10)).toBe(0)
    // Late, yet accepted: nobody loses by a clerk who slept.
    expect(good(await accepts(id))).toMatchObject({ card_colour: 'none', is_late: true })
    desk.advance(80 * DAY_MS)
    expect(await endComplaints(desk.world, 10)).toBe(1)
    expect(await endComplaints(desk.world, 10)).toBe(0)
    expect(await desk.reads(desk.li.id, id)).toMatchObject({
      outcome: 'time_over',
      is_frozen: false,
    })
    expect(await recountComplaints(desk.world, 10)).toBe(0)
  })
})
