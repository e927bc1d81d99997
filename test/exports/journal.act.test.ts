import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import type { View } from '../../src/exports/account-rules'
import { MINUTE_MS, plusDays } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { fenFrom, readBeancount, readCsv, readHledger, readXlsx } from './readers'
import {
  asBeancount,
  exportFile,
  exportText,
  ledgerBooks,
  type Office,
  openOffice,
  sorted,
} from './support'

let office: Office
const CITY: View = { merchant_id: null, detail: 'shop' }
const shopView = (detail: View['detail'] = 'shop'): View => ({
  merchant_id: office.shop.id,
  detail,
})
const SMALL = { transfers: 3, shops: 1, cards: 1 }

/** Every line with an amount, made wrong by one fen, one line at a time. */
const spoilt = (text: string): string[] => {
  const lines = text.split('\n')
  return lines.flatMap((line, at) =>
    line.startsWith('commodity')
      ? []
      : [...line.matchAll(/(?<!~ )-?\d+\.\d\d(?= (CNY|~))/g)].map((match) => {
          const cents = Number(match[0].slice(-1))
          const wrong = match[0].slice(0, -1) + (cents === 9 ? 8 : cents + 1)
          const changed =
            line.slice(0, match.index) + wrong + line.slice(match.index + match[0].length)
          return lines.with(at, changed).join('\n')
        }),
  )
}
const heldIn = (rows: readonly (readonly [string, number])[]) => {
  const held = new Map<string, number>()
  for (const [name, amount] of rows) held.set(name, (held.get(name) ?? 0) + amount)
  return held
}
const csvHeld = (text: string) =>
  heldIn(
    readCsv(text)
      .slice(1)
      .map((row) => [row[3] ?? '', fenFrom(row[5] ?? '')] as const),
  )

describe(`the books for accountants on ${ENGINE}`, () => {
  beforeAll(async () => {
    office = await openOffice()
  })

  it('reach the ledger’s balances in hledger, transfer by transfer, with every account asserted', async () => {
    const books = await ledgerBooks(office)
    const read = readHledger(await exportText(office, 'hledger'))
    expect(sorted(read.held)).toEqual(sorted(books))
    expect(read.assertions).toBe(books.size)
    const ids = (await office.rows(sql`SELECT id FROM ledger_transfers ORDER BY id`)).map(
      ({ id }) => id,
    )
    expect(ids.length).toBeGreaterThan(15)
    expect(read.transactions.flatMap(({ code }) => code ?? [])).toEqual(ids)
  })
  it('reach the ledger’s balances in Beancount, with every account asserted to the fen', async () => {
    const books = await ledgerBooks(office)
    const read = readBeancount(await exportText(office, 'beancount'))
    expect(sorted(read.held)).toEqual(sorted(asBeancount(books)))
    expect(read.assertions).toBe(books.size)
  })
  it('are found wrong by a reader wherever one fen is changed', async () => {
    for (const [format, read] of [
      ['hledger', readHledger],
      ['beancount', readBeancount],
    ] as const) {
      const wrong = spoilt(
        await exportText(office, format, { from: plusDays(office.first_day, 2) }),
      )
      expect(wrong.length).toBeGreaterThan(30)
      for (const text of wrong) expect(() => read(text)).toThrow(/out of balance|asserted/)
    }
  })
  it('go on from one file to the next: what one closes with, the next opens with', async () => {
    const middle = plusDays(office.first_day, 4)
    const first = readHledger(await exportText(office, 'hledger', { to: middle }))
    const rest = await exportText(office, 'hledger', { from: plusDays(middle, 1) })
    const second = readHledger(rest)
    const opening = second.transactions[0]?.postings.filter(([name]) => name !== 'equity:opening')
    expect(sorted(new Map(opening))).toEqual(sorted(first.held))
    expect(opening?.length).toBeGreaterThan(2)
    expect(sorted(second.held)).toEqual(sorted(await ledgerBooks(office)))
    expect(second.transactions.length).toBeGreaterThan(4)
    const bean = readBeancount(await exportText(office, 'beancount', { from: plusDays(middle, 1) }))
    expect(sorted(bean.held)).toEqual(sorted(asBeancount(await ledgerBooks(office))))
  })
  it('keep each card by itself where asked, and say the same in sum', async () => {
    const view = { merchant_id: null, detail: 'card' } as const
    const { held } = readHledger(await exportText(office, 'hledger', { view }))
    expect(held.has(`liabilities:cards:${office.shop.id}:${office.card}`)).toBe(true)
    const sums = heldIn(
      [...held].map(([name, amount]) => [name.split(':').slice(0, 3).join(':'), amount]),
    )
    expect(sorted(sums)).toEqual(sorted(await ledgerBooks(office)))
    readBeancount(await exportText(office, 'beancount', { view }))
  })
  it('have one row for each entry in CSV, which add up to the ledger, and one fen shows', async () => {
    const text = await exportText(office, 'csv')
    expect(sorted(csvHeld(text))).toEqual(sorted(await ledgerBooks(office)))
    const rows = readCsv(text)
    const [entries] = await office.rows(sql`SELECT count(*) AS n FROM ledger_entries`)
    expect(rows.filter(([record]) => record === '分录')).toHaveLength(Number(entries?.n))
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([11]))
    const one = /,(-?\d+)\.(\d)(\d),/.exec(text)
    const wrong = text.replace(
      one?.[0] ?? '',
      `,${one?.[1]}.${one?.[2]}${one?.[3] === '9' ? 8 : Number(one?.[3]) + 1},`,
    )
    expect(sorted(csvHeld(wrong))).not.toEqual(sorted(await ledgerBooks(office)))
  })
  it('are a workbook whose number cells add up to the ledger and close with it', async () => {
    const sheets = readXlsx(await exportFile(office, 'xlsx'))
    expect([...sheets.keys()]).toEqual(['分录', '期末余额'])
    const number = (cell: unknown) =>
      typeof cell === 'object' && cell !== null && 'number' in cell
        ? fenFrom(String(cell.number))
        : Number.NaN
    const entries = (sheets.get('分录') ?? [])
      .slice(1)
      .map((row) => [String(row[3]), number(row[5])] as const)
    const closing = (sheets.get('期末余额') ?? [])
      .slice(1)
      .map((row) => [String(row[1]), number(row[2])] as const)
    const books = sorted(await ledgerBooks(office))
    expect(sorted(heldIn(entries))).toEqual(books)
    expect(sorted(heldIn(closing))).toEqual(books)
    const [name, fen] = entries[0] ?? ['', 0]
    expect(sorted(heldIn([[name, fen + 1], ...entries.slice(1)]))).not.toEqual(books)
  })
  it('are the same bytes, read in many pages or in one', async () => {
    for (const view of [
      CITY,
      shopView(),
      shopView('card'),
      { merchant_id: null, detail: 'card' } as const,
    ])
      for (const format of ['hledger', 'beancount', 'csv', 'xlsx'] as const) {
        const [whole, paged] = [
          await exportFile(office, format, { view }),
          await exportFile(office, format, { view, sizes: SMALL }),
        ]
        expect(paged, `${format} ${view.detail}`).toEqual(whole)
      }
  })
  it('of one shop name nobody else: no other shop, card, transfer or provider', async () => {
    const { shop, other } = office
    const theirs = await office.rows(
      sql`SELECT t.id, t.subject_id FROM ledger_transfers t JOIN ledger_entries e ON e.transfer_id = t.id
           WHERE e.account_id LIKE '%:' || ${other.id} OR e.account_id LIKE '%:' || ${other.card}`,
    )
    expect(theirs.length).toBeGreaterThan(1)
    for (const format of ['hledger', 'beancount', 'csv'] as const) {
      const text = await exportText(office, format, { view: shopView('card') })
      for (const id of [
        other.id,
        other.card,
        ...theirs.flatMap((row) => [String(row.id), String(row.subject_id)]),
      ])
        expect(text, `${format} ${id}`).not.toContain(id.slice(4))
      expect(text).not.toMatch(/psp/i)
    }
    const read = readHledger(await exportText(office, 'hledger', { view: shopView() }))
    expect(sorted(read.held)).toEqual(sorted(await ledgerBooks(office, shop.id)))
    const bean = readBeancount(await exportText(office, 'beancount', { view: shopView() }))
    expect(sorted(bean.held)).toEqual(sorted(asBeancount(await ledgerBooks(office, shop.id))))
  })
  it('leave out the last minute, in which something may still be being written', async () => {
    const before = await exportText(office, 'csv')
    await office.buysCard(0)
    const at_once = await exportText(office, 'csv')
    office.advance(2 * MINUTE_MS)
    const later = await exportText(office, 'csv')
    expect(readCsv(at_once).length).toBe(readCsv(before).length)
    expect(readCsv(later).length).toBe(readCsv(before).length + 2)
    expect(sorted(csvHeld(later))).toEqual(sorted(await ledgerBooks(office)))
  })
})
