import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { plusDays } from '../../src/kernel/time'
import { good } from '../support/addresses'
import { readHledger } from './readers'
import { exportText, ledgerBooks, type Office, openOffice, sorted } from './support'

let office: Office
const asks = (who: string, path: string, query: Record<string, string>) =>
  office.says(who, 'GET', `${path}?${new URLSearchParams(query)}`)
/** Two persons: this one asks, the other agrees. */
const permitted = async (who: string, more: { merchant_id?: string } = {}) => {
  const said = { from: office.first_day, to: office.today(), reason: '年度审计要用', ...more }
  const { id } = good(await office.says(who, 'POST', '/v1/exports/permits', said))
  const other = who === office.bank ? office.operator_id : office.bank
  const at = `/v1/exports/permits/${id}/decision` as const
  good(await office.says(other, 'POST', at, { agreed: true }))
  return { permit_id: id, ...more }
}
const ALL = '/v1/exports/journal'
const MINE = '/v1/merchants/me/exports/journal'
const asked = (more: Record<string, string> = {}) => ({
  format: 'hledger',
  from: office.first_day,
  to: office.today(),
  ...more,
})

describe(`exporting the journal over HTTP on ${ENGINE}`, () => {
  beforeAll(async () => {
    office = await openOffice()
  })

  it('streams the city’s books to the bank and the operator, and one shop’s where asked', async () => {
    for (const who of [office.bank, office.operator_id]) {
      const reply = await asks(who, ALL, asked(await permitted(who)))
      expect(reply.status, reply.text).toBe(200)
      expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8')
      expect(reply.headers.get('content-disposition')).toMatch(
        /^attachment; filename="journal_2026-/,
      )
      expect(reply.headers.get('cache-control')).toBe('no-store')
      expect(sorted(readHledger(reply.text).held)).toEqual(sorted(await ledgerBooks(office)))
    }
    const { text } = await asks(
      office.bank,
      ALL,
      asked(await permitted(office.bank, { merchant_id: office.other.id })),
    )
    expect(sorted(readHledger(text).held)).toEqual(
      sorted(await ledgerBooks(office, office.other.id)),
    )
    expect(text).not.toContain(office.shop.id)
  })
  it('streams a shop’s own books to its owner and manager, and never another’s', async () => {
    for (const who of [office.owner, office.manager]) {
      const reply = await asks(who, MINE, asked())
      const view = { merchant_id: office.shop.id, detail: 'shop' } as const
      expect(reply.text).toBe(await exportText(office, 'hledger', { view }))
    }
    const { text } = await asks(office.other.owner, MINE, asked({ detail: 'card' }))
    expect(text).toContain(office.other.card)
    expect(text).not.toContain(office.shop.id)
    const named = await asks(office.owner, MINE, asked({ merchant_id: office.other.id }))
    expect([named.status, named.body.code]).toEqual([422, 'request_invalid'])
  })
  it('gives every format under its own media type', async () => {
    for (const [format, media] of [
      ['beancount', 'text/plain; charset=utf-8'],
      ['csv', 'text/csv; charset=utf-8; header=present'],
      ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ] as const) {
      const reply = await asks(office.owner, MINE, asked({ format }))
      expect(reply.status).toBe(200)
      expect(reply.headers.get('content-type')).toBe(media)
    }
  })
  it('lets nobody else in: 403 to a cashier and to every other kind', async () => {
    expect((await asks(office.shop.cashier_id, MINE, asked())).body.code).toBe('role_not_allowed')
    for (const [who, path] of [
      [office.owner, ALL],
      [office.shop.cashier_id, ALL],
      [office.li.id, ALL],
      [office.supervisor, ALL],
      [office.bank, MINE],
      [office.li.id, MINE],
    ] as const)
      expect((await asks(who, path, asked())).status, `${who} ${path}`).toBe(403)
    const faulty = await asks(office.shop.cashier_id, MINE, { format: 'pdf' })
    expect([faulty.status, faulty.body.code]).toEqual([403, 'role_not_allowed'])
  })
  it('refuses days that make no span', async () => {
    const { first_day } = office
    for (const [query, code] of [
      [{ from: office.today(), to: plusDays(office.today(), -1) }, 'export_range_is_backwards'],
      [{ from: plusDays(office.today(), -366) }, 'export_range_too_long'],
      [{ to: plusDays(office.today(), 1) }, 'export_day_has_not_come'],
      [{ from: '2026-02-30' }, 'request_invalid'],
      [{ from: `${first_day}T00:00:00Z` }, 'request_invalid'],
      [{ format: 'pdf' }, 'request_invalid'],
      [{ surprise: '1' }, 'request_invalid'],
    ] as const) {
      const reply = await asks(office.bank, ALL, asked(query))
      expect([reply.status, reply.body?.code], JSON.stringify(query)).toEqual([422, code])
      expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    }
    const whole_year = await asks(office.bank, ALL, asked({ from: plusDays(office.today(), -365) }))
    expect(whole_year.body.code).toBe('export_needs_permit')
    expect((await asks(office.bank, ALL, {})).status).toBe(422)
    const nobody = await asks(
      office.bank,
      ALL,
      asked({ merchant_id: 'mch_00000000000000000000000000' }),
    )
    expect([nobody.status, nobody.body.code]).toEqual([404, 'merchant_not_found'])
  })
})
