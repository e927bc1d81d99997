import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { DAY_MS, localDate } from '../../src/kernel/time'
import { agreementHash } from '../../src/mediations/agreement'
import { lapseMediations, offerMediationBatches } from '../../src/mediations/clock'
import { readMediations } from '../../src/mediations/store'
import { all, sql } from '../../src/platform/d1'
import { type CallDesk, openCallDesk } from '../complaints/support'
import { PIN } from '../redemptions/support'
import { good } from '../refunds/support'

let desk: CallDesk
let card: string
beforeEach(async () => {
  desk = await openCallDesk()
  card = await desk.buysCard()
  await desk.uses(card, 20_000)
  desk.advance(10 * DAY_MS)
  good(await desk.says(desk.li.id, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }))
  const code = await newestCode(desk.client, HOLDERS.li.phone)
  good(await desk.says(desk.li.id, 'PUT', '/v1/me/pin', { pin: PIN, code }))
})
let token: string
/** A session of the holder’s that has just been proved by PIN. */
async function proves(): Promise<void> {
  token = await desk.as(desk.li.id)
  good(await desk.call('POST', '/v1/me/proofs', { token, body: { pin: PIN } }))
}
const proposes = (agreed_fen?: number, key?: string) =>
  desk.says(
    desk.supervisor,
    'POST',
    `/v1/cards/${card}/mediations`,
    { words: '建议各让一步', ...(agreed_fen === undefined ? {} : { agreed_fen }) },
    key,
  )
const holderSays = (id: string, key = `holder-${id}`) =>
  desk.call('POST', `/v1/mediations/${id}/holder-acceptance`, { token, body: {}, key })
const shopSays = (id: string, key?: string) =>
  desk.says(desk.owner, 'POST', `/v1/mediations/${id}/shop-acceptance`, undefined, key)
const range = async () =>
  good(await desk.says(desk.supervisor, 'GET', `/v1/cards/${card}/mediation-range`))
const acceptedComplaint = async () => {
  const id = await desk.files(card)
  good(await desk.says(desk.supervisor, 'POST', `/v1/complaints/${id}/acceptance`))
  return id
}

describe(`a mediation, on ${ENGINE}`, () => {
  it('is proposed within the law’s figures, accepted by both, and carried out once, in one batch', async () => {
    const complaint = await acceptedComplaint()
    const { low_fen, high_fen } = await range()
    expect(low_fen).toBeLessThan(high_fen)
    expect((await proposes(high_fen + 1)).body.code).toBe('mediation_outside_range')
    expect((await proposes(low_fen - 1)).body.code).toBe('mediation_outside_range')
    const agreed_fen = low_fen + Math.floor((high_fen - low_fen) / 2)
    const proposal = good(await proposes(agreed_fen))
    expect(proposal).toMatchObject({ complaint_id: complaint, status: 'proposed', agreed_fen })
    expect((await proposes()).body.code).toBe('mediation_open_already')
    const escrow = await desk.balance(`escrow:${card}`)
    const payable = await desk.balance(`payable:${desk.shop.id}`)

    good(await shopSays(proposal.id))
    expect((await shopSays(proposal.id)).body.code).toBe('mediation_accepted_already')
    expect(await desk.balance(`escrow:${card}`)).toBe(escrow)
    // A holder’s word moves money: a session alone is not enough.
    desk.advance(DAY_MS)
    token = await desk.as(desk.li.id)
    expect((await holderSays(proposal.id, 'bare')).body.code).toBe('step_up_needed')
    await proves()
    const [one, two] = await Promise.all([
      holderSays(proposal.id, 'one'),
      holderSays(proposal.id, 'two'),
    ])
    expect([one?.status, two?.status].sort()).toEqual([200, 409])
    const done = good(await desk.says(desk.li.id, 'GET', `/v1/mediations/${proposal.id}`))
    expect(done).toMatchObject({ status: 'agreed', may: [], can_confirm: true })

    expect(await desk.balance(`escrow:${card}`)).toBe(0)
    expect(await desk.balance(`refunding:${card}`)).toBe(agreed_fen)
    expect(await desk.balance(`payable:${desk.shop.id}`)).toBe(payable + escrow - agreed_fen)
    expect(await desk.reads(desk.li.id, complaint)).toMatchObject({
      status: 'closed',
      outcome: 'settled',
      is_frozen: false,
    })
    await desk.banks()
    await desk.days(2)
    const refund = good(
      await desk.says(desk.li.id, 'GET', `/v1/refunds/${done.executed_refund_id ?? ''}`),
    )
    expect(refund).toMatchObject({ status: 'done', refunded_fen: agreed_fen })
  })

  it('leaves an agreement whose hash anybody can make again, and a packet for thirty days', async () => {
    await acceptedComplaint()
    const { id } = good(await proposes())
    await proves()
    good(await holderSays(id))
    good(await shopSays(id))
    const packet = good(await desk.says(desk.owner, 'GET', `/v1/mediations/${id}/packet`))
    const [row] = await all(desk.db, readMediations(sql`n.id = ${id}`))
    expect(row && agreementHash(row, packet.agreement)).toBe(packet.agreement_hash)
    expect(row && agreementHash(row, `${packet.agreement}。`)).not.toBe(packet.agreement_hash)
    for (const part of [desk.shop.plan.name, '司法确认', '三十日'])
      expect(packet.agreement).toContain(part)
    expect(packet.court_name).toBe('威海市环翠区人民法院')
    const confirm = (key: string) =>
      desk.says(
        desk.supervisor,
        'POST',
        `/v1/mediations/${id}/confirmation`,
        { court_no: '（2026）鲁1002民特1号' },
        key,
      )
    expect(good(await confirm('first'))).toMatchObject({ court_no: '（2026）鲁1002民特1号' })
    expect((await confirm('again')).body.code).toBe('mediation_confirm_too_late')
  })

  it('has thirty days for the court and not one more', async () => {
    const { id } = good(await proposes())
    await proves()
    good(await holderSays(id))
    good(await shopSays(id))
    const before = good(await desk.says(desk.li.id, 'GET', `/v1/mediations/${id}/packet`))
    expect(localDate(before.confirm_by) > localDate(desk.world.now())).toBe(true)
    desk.advance(34 * DAY_MS)
    const after = good(await desk.says(desk.li.id, 'GET', `/v1/mediations/${id}/packet`))
    expect(after.can_confirm).toBe(false)
    const late = await desk.says(desk.supervisor, 'POST', `/v1/mediations/${id}/confirmation`, {
      court_no: '（2026）鲁1002民特2号',
    })
    expect(late.body.code).toBe('mediation_confirm_too_late')
  })

  it('may be declined, taken back or left to lapse: no money moves, the complaint goes on', async () => {
    const complaint = await acceptedComplaint()
    const escrow = await desk.balance(`escrow:${card}`)
    const first = good(await proposes()).id
    good(await desk.says(desk.owner, 'POST', `/v1/mediations/${first}/decline`, { words: '太多' }))
    await proves()
    expect((await holderSays(first)).body.code).toBe('mediation_not_open')
    const second = good(await proposes()).id
    good(await desk.says(desk.supervisor, 'POST', `/v1/mediations/${second}/withdrawal`))
    const third = good(await proposes()).id
    good(await shopSays(third))
    desk.advance(20 * DAY_MS)
    await proves()
    expect((await holderSays(third)).body.code).toBe('mediation_over')
    expect(await lapseMediations(desk.world, 10)).toBe(1)
    expect(await lapseMediations(desk.world, 10)).toBe(0)
    expect(await desk.balance(`escrow:${card}`)).toBe(escrow)
    expect((await desk.reads(desk.li.id, complaint)).status).toBe('accepted')
    const list = good(
      await desk.says(desk.li.id, 'GET', `/v1/mediations?complaint_id=${complaint}`),
    )
    expect(list.data.map(({ status }) => status)).toEqual(['lapsed', 'withdrawn', 'declined'])
  })

  it('gives the holder papers for a court once it failed, whose sums hold, and nobody else', async () => {
    const complaint = await desk.files(card, { use_ids: await desk.usesOf(card) })
    good(await desk.says(desk.supervisor, 'POST', `/v1/complaints/${complaint}/acceptance`))
    const path = `/v1/complaints/${complaint}/claim-pack` as const
    const takes = (who: string) => desk.says(who, 'GET', path)
    expect((await takes(desk.li.id)).body.code).toBe('complaint_claim_pack_not_yet')
    good(await proposes())
    expect((await takes(desk.li.id)).body.code).toBe('complaint_claim_pack_not_yet')
    // The time to answer is over and no job has run yet: the calendar alone says so.
    desk.advance(20 * DAY_MS)
    expect(good(await takes(desk.li.id)).failure).toBe('unanswered')
    expect(await lapseMediations(desk.world, 10)).toBe(1)
    const again = good(await proposes()).id
    const no = { words: '卡是特价，不退' }
    good(await desk.says(desk.owner, 'POST', `/v1/mediations/${again}/decline`, no))

    const pack = good(await takes(desk.li.id))
    const escrow = await desk.balance(`escrow:${card}`)
    expect(pack).toMatchObject({ failure: 'declined_by_shop', paid_fen: 100_000 })
    const earned = 100_000 - escrow
    expect(pack).toMatchObject({ to_shop_fen: earned, on_card_fen: escrow, uses_fen: earned })
    expect(pack.lines.reduce((sum, line) => sum + line.amount_fen, 0)).toBe(pack.due_fen)
    expect(pack.claimed_fen).toBe(pack.due_fen - pack.given_fen + pack.uses_fen)
    expect(pack.payments[0]?.contract_hash).toMatch(/^[0-9a-f]{64}$/)
    const told = pack.timeline.map(({ text }) => text).join('\n')
    for (const part of ['登记', '受理', '提出调解方案', '过期没有答复', no.words])
      expect(told).toContain(part)
    expect(pack.timeline.map(({ at }) => at)).toEqual(pack.timeline.map(({ at }) => at).sort())
    expect(pack.lawsuit).toContain('由本人填写')
    expect(pack.lawsuit).not.toContain(HOLDERS.li.phone)

    const wang = await desk.joins(HOLDERS.wang.phone)
    expect((await takes(wang.id)).body.code).toBe('complaint_not_found')
    expect((await takes(desk.owner)).status).toBe(403)
    expect((await desk.reads(desk.li.id, complaint)).may).not.toContain('take_claim_pack')
    const [row] = good(
      await desk.says(desk.li.id, 'GET', `/v1/mediations?complaint_id=${complaint}`),
    ).data
    expect(row?.may).toEqual(['take_claim_pack'])

    // Settled after all: the agreement is what a court reads.
    const third = good(await proposes()).id
    await proves()
    good(await holderSays(third))
    good(await shopSays(third))
    expect((await takes(desk.li.id)).body.code).toBe('complaint_claim_pack_not_yet')
  })

  it('settles a refund that waits, and is refused when the figures moved meanwhile', async () => {
    const refund = good(
      await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, {
        ground: 'service_not_delivered',
      }),
    )
    expect(refund.status).toBe('asked')
    const { low_fen, high_fen, refund_id } = await range()
    expect([low_fen, high_fen, refund_id]).toEqual([
      refund.undisputed_fen,
      refund.undisputed_fen + refund.disputed_fen,
      refund.id,
    ])
    const { id } = good(await proposes(low_fen + 100))
    await proves()
    good(await holderSays(id))
    // The shop agrees to the refund itself before: the proposal has nothing left to settle.
    good(await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/acceptance`))
    expect((await shopSays(id)).body.code).toBe('mediation_figure_changed')
  })

  it('belongs to its card’s two sides and its district', async () => {
    const { id } = good(await proposes())
    const wang = await desk.joins(HOLDERS.wang.phone)
    expect((await desk.says(wang.id, 'GET', `/v1/mediations/${id}`)).body.code).toBe(
      'mediation_not_found',
    )
    expect((await desk.says(desk.shop.cashier_id, 'GET', `/v1/mediations/${id}`)).status).toBe(403)
    const filed = await desk.files(card).then(
      () => 'filed',
      (error: Error) => error.message,
    )
    expect(filed).toBe('filed')
  })

  it('waits for the complaint to be accepted', async () => {
    await desk.files(card)
    expect((await proposes()).body.code).toBe('mediation_complaint_not_accepted')
  })
})

describe(`proposals to all holders of a shop, on ${ENGINE}`, () => {
  it('reach every card with something to settle, a card an act, once', async () => {
    const wang = await desk.joins(HOLDERS.wang.phone)
    const other = (await desk.buys({ ...wang, token: await desk.as(wang.id) }, desk.shop, 1)).id
    const path = `/v1/merchants/${desk.shop.id}/mediation-batches` as const
    const batch = (key: string) =>
      desk.says(desk.supervisor, 'POST', path, { share_bp: 5_000, words: '停业善后' }, key)
    good(await batch('first'))
    expect((await batch('second')).body.code).toBe('mediation_batch_open_already')
    while ((await offerMediationBatches(desk.world, 2)) > 0);
    const list = good(await desk.says(desk.supervisor, 'GET', path))
    expect(list.data).toMatchObject([{ offered_count: 2, passed_count: 0 }])
    expect(list.data[0]?.done_at).not.toBeNull()
    const proposals = good(await desk.says(desk.supervisor, 'GET', '/v1/mediations')).data
    expect(proposals.map((one) => one.card_id).sort()).toEqual([card, other].sort())
    for (const one of proposals) {
      expect(one.agreed_fen).toBeGreaterThanOrEqual(one.low_fen)
      expect(one.agreed_fen).toBeLessThanOrEqual(one.high_fen)
    }
    good(await batch('third'))
    while ((await offerMediationBatches(desk.world, 2)) > 0);
    const [again] = good(await desk.says(desk.supervisor, 'GET', path)).data
    expect(again).toMatchObject({ offered_count: 0, passed_count: 2 })
  })
})
