import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { OFFICIALS, officialPhone } from '../../src/demo/cast'
import { localDate } from '../../src/kernel/time'
import { type FaultKind, setBankFault } from '../../src/mocks/bank-faults'
import { readTill } from '../../src/payouts/store'
import { sql } from '../../src/platform/d1'
import { clerk } from '../ends/support'
import { type Counter, openCounter } from '../intake/support'
import type { BodyAt } from '../support/addresses'

let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
  await bank.banks()
  await bank.closes()
  bank.advance(3 * 3_600_000)
  await bank.paysOut(12_345)
})
/** A break of this kind, two mornings later. */
const broken = async (kind: FaultKind, more: object = {}) => {
  const [entry] = await bank.rows(
    sql`SELECT seq, account_no FROM mock_bank_entries WHERE amount_fen < 0 ORDER BY seq DESC LIMIT 1`,
  )
  const day = localDate(bank.world.now())
  const of = { entry_seq: Number(entry?.seq), account_no: String(entry?.account_no), ...more }
  await setBankFault(bank.db, { day, kind, ...of })
  await bank.closes()
  await bank.closes()
  const { body } = await bank.says(bank.teller, 'GET', '/v1/bank/breaks')
  expect(body.data).toHaveLength(1)
  return body.data[0]!
}
type Proposal = BodyAt<'POST /v1/bank/breaks/:id/proposal'>['proposal']
const propose = (id: string, proposal: Proposal, who = bank.teller) =>
  bank.says(who, 'POST', `/v1/bank/breaks/${id}/proposal`, { proposal, note: '已与柜面核实' })
const approve = (
  one: { id: string; difference_fen: number | null },
  proposal: Proposal,
  who = bank.checker,
) =>
  bank.says(who, 'POST', `/v1/bank/breaks/${one.id}/approval`, {
    proposal,
    difference_fen: one.difference_fen!,
  })

describe(`a break on ${ENGINE}`, () => {
  it('is resolved by two people, with new entries and no other change', async () => {
    const one = await broken('doubled')
    expect(one).toMatchObject({ class: 'B5', may_end_as: ['suspense'], difference_fen: -12_345 })
    const custody = `custody:${bank.shop.id}`
    const before = await bank.balance(custody)
    const proposed = await propose(one.id, 'suspense')
    expect(proposed.body, proposed.text).toMatchObject({ state: 'proposed', proposal: 'suspense' })
    expect(proposed.headers.get('x-d1-round-trips')).toBe('2')
    expect(await bank.balance(custody)).toBe(before)
    const own = await approve(one, 'suspense', bank.teller)
    expect([own.status, own.body.code]).toEqual([403, 'checker_must_not_be_maker'])
    const approved = await approve(one, 'suspense')
    expect(approved.body, approved.text).toMatchObject({ state: 'resolved' })
    expect(approved.headers.get('x-d1-round-trips')).toBe('2')
    expect(await bank.balance(custody)).toBe(before + 12_345)
    expect(await bank.balance(`suspense-out:${bank.shop.id}`)).toBe(-12_345)
    await bank.closes()
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
  })
  const ENDS: [FaultKind, Proposal, object][] = [
    ['dropped', 'suspense', {}],
    ['fen_more', 'suspense', {}],
    ['sign_flipped', 'suspense', {}],
    ['garbled', 'match', {}],
    ['bounced', 'suspense', {}],
    ['unknown_credit', 'suspense', { entry_seq: null, amount_fen: 500 }],
    ['charge', 'suspense', { entry_seq: null, amount_fen: 500 }],
    ['control', 'suspense', { entry_seq: null, amount_fen: 500 }],
  ]
  for (const [kind, proposal, more] of ENDS)
    it(`of ${kind} ends by ${proposal}, and does not come back`, async () => {
      const one = await broken(kind, more)
      await propose(one.id, proposal)
      expect((await approve(one, proposal)).status).toBe(200)
      await bank.closes()
      await bank.closes()
      expect(await bank.breaks()).toEqual([])
      expect((await checkBooks(bank.db)).divergences).toEqual([])
    })
  it('that left money in custody does not let the shop be paid from it', async () => {
    const till = async () =>
      (await bank.rows(readTill(sql`${bank.shop.id}`, localDate(bank.world.now()))))[0]?.custody_fen
    const one = await broken('unknown_credit', { entry_seq: null, amount_fen: 500 })
    const before = await till()
    const custody_before = await bank.balance(`custody:${bank.shop.id}`)
    await propose(one.id, 'suspense')
    await approve(one, 'suspense')
    expect(await bank.balance(`custody:${bank.shop.id}`)).toBe(custody_before - 500)
    expect(await till()).toBe(before)
  })
  it('on another account is put right on both', async () => {
    const [other] = await bank.rows(
      sql`SELECT id, custody_account_no AS no FROM merchants WHERE id <> ${bank.shop.id} AND custody_account_no IS NOT NULL`,
    )
    const one = await broken('wrong_account', { other_account_no: String(other?.no) })
    await propose(one.id, 'suspense')
    expect((await approve(one, 'suspense')).status).toBe(200)
    const theirs = await bank.balance(`suspense-out:${other?.id}`)
    expect(await bank.balance(`suspense-in:${bank.shop.id}`)).toBe(-theirs)
    expect(theirs).not.toBe(0)
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
  })
  it('cannot end in a way that does not fit, twice, unproposed, or as it no longer is', async () => {
    const one = await broken('dropped')
    expect((await propose(one.id, 'match')).body.code).toBe('break_proposal_does_not_fit')
    expect((await approve(one, 'suspense')).body.code).toBe('break_has_no_proposal')
    await propose(one.id, 'suspense')
    const other = { ...one, difference_fen: one.difference_fen + 1 }
    expect((await approve(other, 'suspense')).body.code).toBe('break_changed')
    const back = await bank.says(bank.checker, 'POST', `/v1/bank/breaks/${one.id}/rejection`, {
      note: '请附回单',
    })
    expect(back.body).toMatchObject({ state: 'open', proposal: null, proposal_note: '请附回单' })
    await propose(one.id, 'suspense')
    await approve(one, 'suspense')
    expect((await propose(one.id, 'suspense')).body.code).toBe('break_is_over')
    expect((await bank.says(bank.li.id, 'GET', '/v1/bank/breaks')).status).toBe(403)
    expect((await propose(one.id, 'suspense', await bossId())).status).toBe(403)
  })
  it('of one fen that nothing explains goes there at once', async () => {
    await bank.closes()
    const now = bank.world.now()
    const m = bank.shop.id
    await bank.db.batch([
      sql`INSERT INTO ledger_transfers (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
          VALUES ('trf_fen', ${`advance:${m}`}, ${`custody:${m}`}, 1, 'break_resolved', 'brk_none', ${now}, ${now})`,
    ])
    await bank.closes()
    const seen = await bank.says(await official(bank.shop.plan.district), 'GET', '/v1/bank/breaks')
    expect(seen.body.data).toMatchObject([{ class: 'B12', difference_fen: 1, merchant_id: m }])
  })
  it('goes on the regulator’s list once its limit is over, and not before', async () => {
    const one = await broken('dropped')
    const supervisor = await official(bank.shop.plan.district)
    const stranger = await official(bank.shop.plan.district === 'rushan' ? 'wendeng' : 'rushan')
    const list = async (who: string) =>
      (await bank.says(who, 'GET', '/v1/bank/breaks')).body.data.map((b: { id: string }) => b.id)
    expect(await list(supervisor)).toEqual([])
    for (let i = 0; i < 5; i++) await bank.closes()
    expect(await list(supervisor)).toEqual([one.id])
    expect(await list(stranger)).toEqual([])
    const told = await bank.rows(
      sql`SELECT count(*) AS n FROM events WHERE type = 'bank.breaks_overdue'`,
    )
    expect(told).toEqual([{ n: 1 }])
  })
})
const bossId = async () =>
  String((await bank.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`))[0]?.id)
let phones = 0
async function official(district: string): Promise<string> {
  const body = { ...OFFICIALS.supervisor, districts: [district] }
  const token = await bank.boss()
  const phone = officialPhone(100 + phones++)
  const reply = await bank.call('POST', '/v1/officials', { token, body: { ...body, phone } })
  if (reply.status !== 201) throw new Error(reply.text)
  return String(reply.body.id)
}

it(`a break and a file are not ended by the same telephone under another id, on ${ENGINE}`, async () => {
  const one = await broken('doubled')
  await propose(one.id, 'suspense')
  const boss = await bank.boss()
  const disabled = await bank.call('POST', `/v1/officials/${bank.teller}/disabling`, {
    token: boss,
  })
  expect(disabled.status, disabled.text).toBe(201)
  const twin = await clerk(bank, OFFICIALS.teller.phone)
  expect((await approve(one, 'suspense', twin)).body.code).toBe('checker_must_not_be_maker')
  expect((await approve(one, 'suspense')).status).toBe(200)
})
