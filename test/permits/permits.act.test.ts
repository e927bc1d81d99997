import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Office, openOffice } from '../exports/support'
import { good } from '../support/addresses'

let office: Office
const codeOf = ({ body }: { body: { code?: string } | undefined }) => body?.code
const asks = async (who: string, more: { detail?: 'card'; merchant_id?: string } = {}) => {
  const said = { from: office.first_day, to: office.today(), reason: '年度审计要用', ...more }
  return good(await office.says(who, 'POST', '/v1/exports/permits', said))
}
const decides = (who: string, id: string, agreed = true) =>
  office.says(who, 'POST', `/v1/exports/permits/${id}/decision`, { agreed })
const takes = (who: string, more: Record<string, string> = {}) => {
  const query = { format: 'csv', from: office.first_day, to: office.today(), ...more }
  return office.says(who, 'GET', `/v1/exports/journal?${new URLSearchParams(query)}` as never)
}

describe(`books of the whole city leave the house by two persons on ${ENGINE}`, () => {
  beforeAll(async () => {
    office = await openOffice()
  })
  it('not without a permit, one that waits, one that was refused, or one agreed to by oneself', async () => {
    expect(codeOf(await takes(office.bank))).toBe('export_needs_permit')
    const { id, is_own, state } = await asks(office.bank)
    expect([is_own, state]).toEqual([true, 'waiting'])
    expect(codeOf(await takes(office.bank, { permit_id: id }))).toBe('export_needs_permit')
    expect(codeOf(await decides(office.bank, id))).toBe('checker_must_not_be_maker')
    expect(good(await decides(office.operator_id, id, false)).state).toBe('refused')
    expect(codeOf(await decides(office.operator_id, id))).toBe('export_permit_not_waiting')
    expect(codeOf(await takes(office.bank, { permit_id: id }))).toBe('export_needs_permit')
  })
  it('exactly the file that was agreed to, by who asked, within a day', async () => {
    const { id } = await asks(office.bank)
    good(await decides(office.operator_id, id))
    expect((await takes(office.bank, { permit_id: id })).status).toBe(200)
    expect((await takes(office.bank, { permit_id: id, format: 'hledger' })).status).toBe(200)
    for (const [who, more] of [
      [office.operator_id, {}],
      [office.bank, { detail: 'card' }],
      [office.bank, { merchant_id: office.other.id }],
      [office.bank, { from: office.today() }],
    ] as const)
      expect(codeOf(await takes(who, { permit_id: id, ...more }))).toBe('export_needs_permit')
    const list = good(await office.says(office.operator_id, 'GET', '/v1/exports/permits')).data
    expect(list[0]).toMatchObject({ id, is_own: false, reason: '年度审计要用', state: 'agreed' })
    const to = office.today()
    office.advance(DAY_MS)
    expect(codeOf(await takes(office.bank, { permit_id: id, to }))).toBe('export_needs_permit')
  })
  it('decided by two at one moment once, and not around the acts', async () => {
    const { id } = await asks(office.operator_id)
    const said = await Promise.all([1, 2, 3].map(() => decides(office.bank, id)))
    expect(said.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    const next = await asks(office.operator_id)
    const now = office.world.now()
    const around = office.db.batch([
      sql`UPDATE export_permits SET state = 'agreed', decided_by = ${office.operator_id}, decided_at = ${now}, usable_until = ${now}
           WHERE id = ${next.id}`,
    ])
    await expect(around).rejects.toThrow('checker_must_not_be_maker')
  })
})
