import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { good } from '../refunds/support'
import { mistaken } from '../support/addresses'
import { ABOUT_THE_REST, type CallDesk, openCallDesk } from './support'

let desk: CallDesk
let card: string
beforeAll(async () => {
  desk = await openCallDesk()
  card = await desk.buysCard()
  await desk.uses(card, 20_000)
})
const accepts = (id: string, key?: string) =>
  desk.says(desk.supervisor, 'POST', `/v1/complaints/${id}/acceptance`, undefined, key)
const withdraws = (id: string) => desk.says(desk.li.id, 'POST', `/v1/complaints/${id}/withdrawal`)

describe(`who would misuse complaints, on ${ENGINE}`, () => {
  it('files one a card at a time and three a day, six at once too', async () => {
    desk.advance(DAY_MS)
    const file = (key: string) =>
      desk.says(desk.li.id, 'POST', `/v1/cards/${card}/complaints`, ABOUT_THE_REST, key)
    const six = await Promise.all(['1', '2', '3', '4', '5', '6'].map((n) => file(`flood-${n}`)))
    expect(six.filter(({ status }) => status === 201)).toHaveLength(1)
    const first = six.find(({ status }) => status === 201)?.body.id ?? ''
    expect((await file('again')).body.code).toBe('complaint_open_already')
    good(await withdraws(first))
    for (const _ of [2, 3]) good(await withdraws(await desk.files(card)))
    expect((await file('fourth')).body.code).toBe('complaints_used_up')
  })

  it('complains about an own card only, of its own uses, and not again of what was settled', async () => {
    desk.advance(DAY_MS)
    const wang = await desk.joins(HOLDERS.wang.phone)
    const foreign = await desk.says(wang.id, 'POST', `/v1/cards/${card}/complaints`, ABOUT_THE_REST)
    expect(foreign.body.code).toBe('card_not_found')
    const says = (also: object) =>
      desk.says(
        desk.li.id,
        'POST',
        `/v1/cards/${card}/complaints`,
        mistaken({ ...ABOUT_THE_REST, ...also }),
      )
    expect((await says({ use_ids: ['rdm_01J00000000000000000000000'] })).body.code).toBe(
      'complaint_use_unknown',
    )
    expect((await says({ kind: 'off_escrow_sale' })).body.code).toBe('complaint_kind_unknown')
    expect((await says({ amount_fen: -1 })).status).toBe(422)
    const [use = ''] = await desk.usesOf(card)
    const id = await desk.files(card, { kind: 'overcharged', wish: 'give_back', use_ids: [use] })
    good(await accepts(id))
    good(
      await desk.says(desk.supervisor, 'POST', `/v1/complaints/${id}/closure`, {
        outcome: 'unfounded',
        note: '顾客本人用的码',
      }),
    )
    expect((await says({ use_ids: [use] })).body.code).toBe('complaint_use_settled')
    const other = await desk.says(wang.id, 'GET', `/v1/complaints/${id}`)
    expect(other.body.code).toBe('complaint_not_found')
  })

  it('never freezes more than the shop has of the uses, whatever is asked', async () => {
    desk.advance(DAY_MS)
    const spare = await desk.buysCard(1)
    await desk.uses(spare, 5_000)
    const [use = ''] = await desk.usesOf(spare)
    const escrow = await desk.balance(`escrow:${spare}`)
    const id = await desk.files(spare, {
      kind: 'overcharged',
      wish: 'give_back',
      use_ids: [use],
      amount_fen: 900_000_000,
    })
    const seen = await desk.reads(desk.li.id, id)
    expect(Number(seen.reserved_fen)).toBeLessThanOrEqual(5_000)
    expect(seen.kept_fen).toBe(escrow)
    // The shop gives it back itself: nothing more is kept from it.
    good(
      await desk.says(desk.owner, 'POST', `/v1/redemptions/${use}/corrections`, {
        kind: 'refund',
        reason: '扣错了',
      }),
    )
    const [frozen] = await desk.rows(
      sql`SELECT reserved_fen FROM complaint_freezes WHERE complaint_id = ${id}`,
    )
    expect(frozen?.reserved_fen).toBe(0)
    good(await withdraws(id))
  })

  it('reports a shop without a party: nothing is frozen, nothing mediated, the shop never reads it', async () => {
    desk.advance(DAY_MS)
    const report = { kind: 'off_escrow_sale', words: '收银台收现金充值' }
    const says = (body: object) =>
      desk.says(desk.li.id, 'POST', `/v1/merchants/${desk.shop.id}/reports`, mistaken(body))
    const filed = await says(report)
    expect(filed.body).toMatchObject({ way: 'report', amount_fen: 0, card_id: null, wish: null })
    expect((await says(report)).body.code).toBe('complaint_open_already')
    expect((await says({ ...report, kind: 'overcharged' })).body.code).toBe(
      'complaint_kind_unknown',
    )
    const { id } = filed.body
    const events = await desk.rows(
      sql`SELECT merchant_id FROM events WHERE type LIKE 'complaint.%' AND subject_id = ${id}`,
    )
    expect(events).toEqual([{ merchant_id: null }])
    for (const who of [desk.owner])
      expect((await desk.says(who, 'GET', `/v1/complaints/${id}`)).body.code).toBe(
        'complaint_not_found',
      )
    const accepted = good(await accepts(id))
    expect(accepted).toMatchObject({ holder_mask: null, waits_for: 'unit', answer_by: null })
    const evidence = good(await desk.says(desk.supervisor, 'GET', `/v1/complaints/${id}/evidence`))
    expect(evidence).toMatchObject({ card_id: null, payments: [], uses: [], earlier: [] })
    good(
      await desk.says(desk.supervisor, 'POST', `/v1/complaints/${id}/closure`, {
        outcome: 'case_opened',
        note: '现场查到现金充值',
      }),
    )
  })

  it('shows the official facts without names', async () => {
    desk.advance(DAY_MS)
    const id = await desk.files(card)
    const evidence = await desk.says(desk.supervisor, 'GET', `/v1/complaints/${id}/evidence`)
    expect(good(evidence)).toMatchObject({
      card_id: card,
      filer_works_in_trade: false,
      filer_works_here: false,
    })
    expect(evidence.body.payments.length).toBeGreaterThan(0)
    expect(evidence.body.uses.length).toBeGreaterThan(0)
    for (const secret of [desk.li.id, HOLDERS.li.phone]) expect(evidence.text).not.toContain(secret)
    good(await withdraws(id))
  })

  it('is kept as it was said', async () => {
    for (const statement of [
      sql`UPDATE complaints SET amount_fen = 1, version = version + 1`,
      sql`UPDATE complaints SET words = 'x', version = version + 1`,
      sql`DELETE FROM complaints`,
      sql`DELETE FROM complaint_steps`,
      sql`UPDATE complaint_steps SET note = 'x'`,
    ])
      await expect(desk.db.batch([statement])).rejects.toThrow(/complaint/)
  })
})
