import { beforeEach, describe, expect, it } from 'vitest'
import { BAKERY, staffPhone } from '../../src/demo/cast'
import { licenceNo } from '../../src/demo/shops'
import { custodyAccount } from '../../src/ledger/chart'
import { isLicenceNo } from '../../src/merchants/licence'
import { all, sql } from '../../src/platform/d1'
import type { BodyAt } from '../support/addresses'
import { asked } from '../support/asked'
import { type City, openCity } from '../support/city'

const PAPERS = {
  name: BAKERY.name,
  entity_type: 'individual',
  sector: 'bakery',
  district: 'huancui',
  address: BAKERY.address,
  licence_no: licenceNo(1),
  licence_expires_on: null,
  legal_representative: BAKERY.legal_representative,
  lease_ends_on: null,
  settlement_account_no: '6217000012345678',
  owner: { name: BAKERY.legal_representative, phone: staffPhone(1, 1) },
} as const
let city: City
const apply = (changes: Partial<BodyAt<'POST /v1/merchants'>> = {}, key?: string) =>
  city.call('POST', '/v1/merchants', {
    token: city.operator,
    body: { ...PAPERS, ...changes },
    ...(key ? { key } : {}),
  })
const admit = (id: string, key?: string) =>
  city.call('POST', `/v1/merchants/${id}/admission`, {
    token: city.operator,
    body: {},
    ...(key ? { key } : {}),
  })
const custodyAccounts = () =>
  asked(city.db, sql`SELECT merchant_id FROM mock_bank_accounts WHERE kind = 'custody'`)
const countOf = async (table: 'merchants' | 'staff' | 'merchant_totals') =>
  (await asked(city.db, sql`SELECT 1 FROM ${{ text: table, values: [] }}`)).length

beforeEach(async () => {
  city = await openCity()
})

describe('an application', () => {
  it('takes the shop in with its owner, its books and a code, not yet admitted', async () => {
    const { status, body } = await apply()
    expect([status, body]).toMatchObject([201, { admitted_at: null, owed_fen: 0, level: 'A' }])
    expect(body.code).toMatch(/^[23456789A-HJKLMNP-Z]{8}$/)
    const [owner] = await asked(
      city.db,
      sql`SELECT role, phone_mask FROM staff WHERE merchant_id = ${body.id}`,
    )
    expect(owner).toEqual({ role: 'owner', phone_mask: '137****0001' })
    const accounts = await all(
      city.db,
      sql<{
        id: string
      }>`SELECT id FROM ledger_accounts WHERE id LIKE ${`%:${body.id}`} ORDER BY id`,
    )
    expect(accounts.map(({ id }) => id.split(':')[0])).toEqual([
      'advance',
      'custody',
      'deposit',
      'payable',
      'paying',
    ])
    expect(accounts.map(({ id }) => id)).toContain(custodyAccount(body.id))
    expect(await countOf('merchant_totals')).toBe(1)
  })
  it('never shows or stores the settlement account in clear', async () => {
    const { text, body } = await apply()
    expect(text).not.toContain(PAPERS.settlement_account_no)
    const row = await asked(city.db, sql`SELECT * FROM merchants WHERE id = ${body.id}`)
    expect(JSON.stringify(row)).not.toContain(PAPERS.settlement_account_no)
    const journal = await asked(city.db, sql`SELECT * FROM journal`)
    expect(JSON.stringify(journal)).not.toContain(PAPERS.settlement_account_no)
  })
  it.each(['621700000001', '6217000012345678', '6217000012345678901'])(
    'leaves most of the account number %s unsaid',
    async (settlement_account_no) => {
      const { body } = await apply({ settlement_account_no })
      expect(body.settlement_account_mask).toBe(`尾号 ${settlement_account_no.slice(-4)}`)
    },
  )
  it('refuses a licence whose last character does not check, wherever it was mistyped', async () => {
    const right = licenceNo(1)
    expect(isLicenceNo(right)).toBe(true)
    for (let place = 0; place < right.length; place++) {
      const other = right[place] === '7' ? '8' : '7'
      const wrong = right.slice(0, place) + other + right.slice(place + 1)
      expect(isLicenceNo(wrong), wrong).toBe(false)
    }
    const { status, body } = await apply({ licence_no: `${right.slice(0, 17)}Z` })
    expect([status, body.code]).toEqual([422, 'request_invalid'])
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/licence_no'])
    expect(await countOf('merchants')).toBe(0)
  })
  it('knows the check character of a code it did not make', () => {
    // The usual worked example of the standard; then a short one, a letter it leaves out, lower case.
    expect(isLicenceNo('91350100M000100Y43')).toBe(true)
    expect(isLicenceNo('91350100M000100Y4')).toBe(false)
    expect(isLicenceNo('91350100M000100I43')).toBe(false)
    expect(isLicenceNo('91350100m000100y43')).toBe(false)
  })
  it('refuses a licence and an owner that are taken, and writes nothing then', async () => {
    await apply()
    const owner = { ...PAPERS.owner, phone: staffPhone(1, 2) }
    expect((await apply({ owner })).body.code).toBe('licence_no_taken')
    expect((await apply({ licence_no: licenceNo(2) })).body.code).toBe('phone_taken')
    expect([await countOf('merchants'), await countOf('staff')]).toEqual([1, 1])
  })
  it('said twice under one key is one shop', async () => {
    const [first, again] = [await apply({}, 'apply-1'), await apply({}, 'apply-1')]
    expect(again.text).toBe(first.text)
    expect(again.headers.get('Idempotency-Replayed')).toBe('true')
    expect(await countOf('merchants')).toBe(1)
  })
  it('made ten times at one moment is one shop', async () => {
    const said = await Promise.all(Array.from({ length: 10 }, (_, i) => apply({}, `apply-${i}`)))
    expect(said.filter(({ status }) => status === 201)).toHaveLength(1)
    expect([await countOf('merchants'), await countOf('staff')]).toEqual([1, 1])
  })
})

describe('a name that reads like a known one', () => {
  it('is told to whoever lets the shop in, with the shop it reads like', async () => {
    const first = await apply()
    expect(first.body.resembles).toBeNull()
    const owner = { ...PAPERS.owner, phone: staffPhone(3, 1) }
    const second = await apply({ name: '海棠 麵包房', licence_no: licenceNo(7), owner })
    const told = { id: first.body.id, name: BAKERY.name }
    expect([second.status, second.body.resembles]).toEqual([201, told])
    const read = await city.call('GET', `/v1/merchants/${second.body.id}`, { token: city.operator })
    expect(read.body.resembles).toEqual(told)
  })
  it('is kept in one form, however it was typed', async () => {
    const { body } = await apply({ name: 'Cafe\u0301 海棠' })
    expect(body.name).toBe('Café 海棠'.normalize('NFC'))
  })
})

describe('an admission', () => {
  it('opens one custody account, also when the answer was lost on the way', async () => {
    const { body } = await apply()
    let faults = 1
    city.faulty.next = (statements) =>
      statements.some(({ text }) => text.includes('UPDATE merchants')) && faults-- > 0
        ? 'after'
        : null
    const first = await admit(body.id, 'admit-1')
    const again = await admit(body.id, 'admit-1')
    expect([first.status, again.text]).toEqual([200, first.text])
    expect(first.body.admitted_at).toBe(city.world.now())
    expect(await custodyAccounts()).toEqual([{ merchant_id: body.id }])
  })
  it('opens one custody account when the first commit failed', async () => {
    const { body } = await apply()
    city.faulty.next = (statements) =>
      statements.some(({ text }) => text.includes('UPDATE merchants')) ? 'before' : null
    expect((await admit(body.id, 'admit-1')).status).toBe(500)
    expect(await custodyAccounts()).toHaveLength(1)
    city.faulty.next = () => null
    city.advance(31_000)
    expect((await admit(body.id, 'admit-1')).status).toBe(200)
    expect(await custodyAccounts()).toHaveLength(1)
    const [row] = await asked(
      city.db,
      sql`SELECT m.custody_account_no FROM merchants m WHERE m.id = ${body.id}`,
    )
    expect(row).toEqual({ custody_account_no: expect.stringMatching(/^370510\d{10}$/) })
  })
  it('asked by five at one moment is one admission', async () => {
    const { body } = await apply()
    const said = await Promise.all(Array.from({ length: 5 }, (_, i) => admit(body.id, `a-${i}`)))
    expect(said.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = said.filter(({ status }) => status !== 200).map((reply) => reply.body.code)
    expect(new Set(refused)).toEqual(new Set(['merchant_already_admitted']))
    expect(await custodyAccounts()).toHaveLength(1)
  })
  it('opens nothing when the account is somebody else’s, the licence too short or the lease over', async () => {
    const outcome = async (n: number, changes: object) => {
      const owner = { ...PAPERS.owner, phone: staffPhone(2, n) }
      const { body } = await apply({ licence_no: licenceNo(n), owner, ...changes })
      const reply = await admit(body.id)
      return reply.status === 200 ? 'admitted' : reply.body.code
    }
    const today = '2026-03-02'
    expect(await outcome(1, { settlement_account_no: '6217000012340000' })).toBe(
      'settlement_account_not_verified',
    )
    expect(await outcome(2, { licence_expires_on: '2026-03-31' })).toBe('licence_not_valid')
    expect(await outcome(3, { lease_ends_on: '2026-03-01' })).toBe('lease_ended')
    expect(await custodyAccounts()).toEqual([])
    // The bank is asked about an account only for a shop whose papers are in order.
    const asked_about = await asked(
      city.db,
      sql`SELECT 1 FROM mock_bank_accounts WHERE kind = 'settlement'`,
    )
    expect(asked_about).toHaveLength(1)
    const enough = { licence_expires_on: '2026-04-01', lease_ends_on: today }
    expect(await outcome(4, enough)).toBe('admitted')
    expect(await custodyAccounts()).toHaveLength(1)
  })
  it('of a shop nobody knows is not found', async () => {
    const { status, body } = await admit('mch_00000000000000000000000000')
    expect([status, body.code]).toEqual([404, 'merchant_not_found'])
  })
})
