import { beforeAll, describe, expect, it } from 'vitest'
import { readProviderBook } from '../../src/custody/third'
import { holderPhone, officialPhone } from '../../src/demo/cast'
import { chance } from '../../src/demo/client'
import { redeem } from '../../src/demo/holders'
import { fen } from '../../src/kernel/money'
import { openAccountStatement, post } from '../../src/ledger/book'
import {
  advanceAccount,
  custodyAccount,
  payableAccount,
  payingAccount,
  pspAccount,
} from '../../src/ledger/chart'
import { settlementTallyStatement } from '../../src/merchants/tally'
import { all, sql } from '../../src/platform/d1'
import type { AnswerAt, Path } from '../support/addresses'
import { type City, type HeldCard, type Official, openCity, type Shop } from '../support/city'

type Figures = Record<string, number>
let city: City
let shops: Shop[]
let operator: string
let bank: string
let jingqu: string
const cards: (HeldCard & { holder: string })[] = []

const read = async <P extends string>(token: string, path: Path<'GET', P>) => {
  const { status, body, text } = await city.call('GET', path, { token })
  if (status !== 200) throw new Error(`${path} → ${text}`)
  return body
}
async function official(
  n: number,
  kind: Official['kind'],
  role: Official['role'],
  districts: string[],
) {
  return city.appoints({ kind, role, phone: officialPhone(n), districts })
}
const ownerOf = async ({ id }: Shop) => {
  const [row] = await all(
    city.db,
    sql<{ id: string }>`SELECT id FROM staff WHERE merchant_id = ${id} AND role = 'owner'`,
  )
  return city.as(row?.id ?? '')
}
/** What the books say, kind by kind, straight from the trial balance. */
async function trialBalance(): Promise<Figures> {
  const { lines, sum_fen } = await read(operator, '/v1/ledger/trial-balance')
  expect(sum_fen).toBe(0)
  return Object.fromEntries(
    lines.map((line: { account: string; balance_fen: number }) => [line.account, line.balance_fen]),
  )
}
const sumOf = <F extends string>(rows: { [name in F]?: number | null }[], field: F) =>
  rows.reduce((sum, row) => sum + (row[field] ?? 0), 0)

/** Two days in three shops: sales and uses, the amounts drawn from a seed. */
async function trade() {
  const dice = chance(7)
  for (let n = 0; n < 12; n++) {
    const buyer = await city.joins(holderPhone(1000 + n))
    const shop = shops[n % shops.length]!
    cards.push({ ...(await city.buys(buyer, shop)), holder: buyer.id })
  }
  city.advance(24 * 3_600_000)
  for (const card of cards.filter(({ kind }) => kind !== 'period')) {
    const what = card.kind === 'count' ? { visits: 1 } : { amount_fen: 100 + dice.below(2000) }
    const holder = { id: card.holder, name: '', phone: '', cards: [] }
    const used = await redeem(city.client, holder, card, what)
    if (used.status !== 201) throw new Error(JSON.stringify(used))
  }
}

beforeAll(async () => {
  city = await openCity()
  shops = [await city.opens(0), await city.opens(1), await city.opens(2)] // 环翠, 经区, 高区
  const bank_id = await official(2, 'bank', 'bank', [])
  const jingqu_id = await official(3, 'regulator', 'supervisor', ['jingqu'])
  const operator_id = (await read(city.operator, '/v1/me')).id
  await trade()
  // A session ends with its day.
  operator = await city.as(operator_id)
  bank = await city.as(bank_id)
  jingqu = await city.as(jingqu_id)
})

describe('the bank’s overview', () => {
  it('ties to the trial balance to the fen while all money is in transit', async () => {
    const books = await trialBalance()
    const { totals, psp_fen } = await read(bank, '/v1/bank/overview')
    expect(totals.paid_fen).toBeGreaterThan(0)
    expect(totals.released_fen).toBeGreaterThan(0)
    expect(totals.owed_fen).toBe(books.escrow! + books.held! + books.refunding!)
    expect(totals.payable_fen).toBe(books.payable)
    expect(totals.custody_fen).toBe(0)
    expect(psp_fen).toBe(-books.psp!)
    expect(totals.in_transit_fen).toBe(-books.psp!)
    expect(totals.protection_bp).toBe(10_000)
  })
  it('adds up shop by shop, page by page', async () => {
    const rows: AnswerAt<'GET /v1/bank/overview'>['merchants']['data'] = []
    for (let cursor = ''; ; ) {
      const page = (await read(bank, `/v1/bank/overview?limit=2${cursor}`)).merchants
      rows.push(...page.data)
      if (!page.has_more) break
      cursor = `&cursor=${page.next_cursor}`
    }
    expect(rows).toHaveLength(shops.length)
    const { totals } = await read(bank, '/v1/bank/overview')
    for (const field of [
      'cards_count',
      'paid_fen',
      'released_fen',
      'owed_fen',
      'in_transit_fen',
    ] as const)
      expect(sumOf(rows, field), field).toBe(totals[field])
    expect(rows.map(({ in_transit_fen: fen }) => fen)).toEqual(
      rows.map((row) => row.paid_fen! - row.refunded_fen! - row.custody_fen!),
    )
  })
})

describe('the city’s overview', () => {
  it('is the same sum by district, by trade and by day', async () => {
    const { totals, districts, sectors, days } = await read(operator, '/v1/city/overview')
    for (const field of ['merchants_count', 'paid_fen', 'owed_fen', 'payable_fen'] as const) {
      expect(sumOf(districts, field), field).toBe(totals[field])
      expect(sumOf(sectors, field), field).toBe(totals[field])
    }
    expect(districts.map(({ code }: { code: string }) => code)).toEqual([
      'gaoqu',
      'huancui',
      'jingqu',
    ])
    expect(sumOf(days, 'paid_fen')).toBe(totals.paid_fen)
    expect(sumOf(days, 'released_fen')).toBe(totals.released_fen)
    // Thirty days, each of them there, the quiet ones too.
    expect(days.map(({ day }: { day: string }) => day).slice(-2)).toEqual([
      '2026-03-02',
      '2026-03-03',
    ])
    expect(days).toHaveLength(30)
    expect(days[0]).toMatchObject({ day: '2026-02-02', paid_fen: 0, uses_count: 0 })
  })
  it('ends at the jurisdiction', async () => {
    const all_of_it = await read(operator, '/v1/city/overview')
    const own = await read(jingqu, '/v1/city/overview')
    const district = all_of_it.districts.find(({ code }) => code === 'jingqu')!
    const { code: _code, ...figures } = district
    expect(own.totals).toEqual(figures)
    expect(own.districts).toEqual([district])
    expect(sumOf(own.days, 'paid_fen')).toBe(figures.paid_fen)
    expect(own.totals.paid_fen).toBeLessThan(all_of_it.totals.paid_fen)
  })
  it('equals a recount of every lot', async () => {
    const { totals } = await read(operator, '/v1/city/overview')
    const [facts] = await all(
      city.db,
      sql<Figures>`SELECT sum(paid_fen) AS paid_fen, sum(released_fen) AS released_fen,
                 count(DISTINCT card_id) AS cards_count FROM lots`,
    )
    expect(totals).toMatchObject(facts!)
  })
})

describe('a shop’s day', () => {
  it('shows what was sold and used that day, and is empty on a day without either', async () => {
    const token = await ownerOf(shops[0]!)
    const sold = await read(token, '/v1/merchant-day?day=2026-03-02')
    const used = await read(token, '/v1/merchant-day')
    expect([sold.topups_count, sold.uses_count]).toEqual([4, 0])
    expect([used.day, used.topups_count, used.uses_count]).toEqual(['2026-03-03', 0, 4])
    expect(used.payable_fen).toBe(used.released_fen)
    expect(used.owed_fen).toBe(sold.paid_fen - used.released_fen)
    expect(used.days).toHaveLength(2)
    const quiet = await read(token, '/v1/merchant-day?day=2026-02-01')
    expect([quiet.paid_fen, quiet.days]).toEqual([0, []])
  })
})

describe('who may look', () => {
  it('is decided by the role', async () => {
    const cashier = await city.as(shops[0]!.cashier_id)
    const owner = await ownerOf(shops[0]!)
    const status = async <P extends string>(token: string, path: Path<'GET', P>) =>
      (await city.call('GET', path, { token })).status
    expect(await status(cashier, '/v1/merchant-day')).toBe(403)
    expect(await status(bank, '/v1/merchant-day')).toBe(403)
    for (const token of [owner, jingqu]) expect(await status(token, '/v1/bank/overview')).toBe(403)
    for (const token of [owner, bank]) expect(await status(token, '/v1/city/overview')).toBe(403)
  })
})

/** Last: it moves money in the books of the shops above. */
describe('money on its way', () => {
  it('keeps its sum while it reaches custody, is being paid out, or was let go early', async () => {
    const { world, db } = city
    const { id } = shops[0]!
    const move = (from: string, to: string, amount: number) =>
      db.batch(
        post(world, {
          from,
          to,
          amount_fen: fen(amount),
          reason: 'test_move',
          subject_id: id,
          event_at: world.now(),
        }),
      )
    const own = async () =>
      (await read(bank, '/v1/bank/overview')).merchants.data.find(
        (row: { id: string }) => row.id === id,
      )
    const before = await own()
    // Custody is a mirror: what reaches the bank takes it below zero, and psp back towards zero.
    await move(custodyAccount(id), pspAccount('stripe'), 30_000)
    await db.batch([settlementTallyStatement({ merchant_id: id, gross_fen: 30_000 })])
    const banked = await own()
    expect(banked!.custody_fen).toBe(30_000)
    expect(banked!.in_transit_fen).toBe(before!.in_transit_fen - 30_000)
    expect(banked!.protection_bp).toBe(10_000)

    await move(payableAccount(id), payingAccount(id), 50)
    const paying = await own()
    expect([paying!.paying_fen, paying!.payable_fen]).toEqual([50, before!.payable_fen - 50])
    expect(paying!.in_transit_fen).toBe(banked!.in_transit_fen)

    await move(advanceAccount(id), payableAccount(id), 1_000)
    const advanced = await own()
    expect(advanced!.in_transit_fen).toBe(banked!.in_transit_fen)
    const covered = BigInt(advanced!.owed_fen - 1_000) * 10_000n
    expect(advanced!.protection_bp).toBe(Number(covered / BigInt(advanced!.owed_fen)))
    const books = await trialBalance()
    const { totals, psp_fen } = await read(bank, '/v1/bank/overview')
    expect(totals.in_transit_fen).toBe(-books.psp!)
    expect([totals.custody_fen, psp_fen]).toEqual([-books.custody!, -books.psp!])
  })
  it('that the shops’ books cannot account for is shown, and lowers the city’s rate', async () => {
    const { world, db } = city
    await readProviderBook(world, 100)
    const before = await read(bank, '/v1/bank/overview')
    const fee = {
      amount_fen: fen(700),
      reason: 'test_fee',
      subject_id: 'fee',
      event_at: world.now(),
    }
    await db.batch([
      openAccountStatement('fees:stripe'),
      ...post(world, { from: 'fees:stripe', to: pspAccount('stripe'), ...fee }),
    ])
    await readProviderBook(world, 100)
    const { totals, psp_fen, unexplained_fen } = await read(bank, '/v1/bank/overview')
    expect([psp_fen, unexplained_fen! - before.unexplained_fen!]).toEqual([
      before.psp_fen - 700,
      700,
    ])
    const behind = totals.custody_fen + psp_fen - totals.payable_fen - totals.paying_fen
    const rate = (BigInt(behind) * 10_000n) / BigInt(totals.owed_fen)
    expect(totals.protection_bp).toBe(Number(rate))
    expect(totals.protection_bp).toBeLessThan(before.totals.protection_bp!)
  })
})
