import { HOLDERS, OFFICIALS, staffPhone } from '../../src/demo/cast'
import type { View } from '../../src/exports/account-rules'
import { exportBytes, type FormatName } from '../../src/exports/formats'
import { exportSource, type Sizes } from '../../src/exports/source'
import { exportSpan } from '../../src/exports/span-rules'
import { DAY_MS, localDate, MINUTE_MS } from '../../src/kernel/time'
import { payDaily } from '../../src/payouts/pay'
import { settlePayouts } from '../../src/payouts/settle'
import { type Statement, sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import type { Shop } from '../support/city'

export type Office = Desk & {
  bank: string
  operator_id: string
  manager: string
  other: Shop & { card: string; owner: string }
  card: string
  first_day: string
  today: () => string
}

/** Two shops in whose books everything has happened: sales, uses, settlements, payouts, a refund, over a fortnight. */
export async function openOffice(): Promise<Office> {
  const desk = await openDesk()
  const first_day = localDate(desk.world.now())
  const id = async (statement: Statement) => String((await desk.rows(statement))[0]?.id)
  const operator_id = await id(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  const bank = good(
    await desk.says(operator_id, 'POST', '/v1/officials', {
      ...OFFICIALS.teller,
    }),
  ).id
  const manager = good(
    await desk.says(desk.owner, 'POST', `/v1/merchants/${desk.shop.id}/staff`, {
      name: '店长',
      role: 'manager',
      phone: staffPhone(1, 8),
    }),
  ).id
  const card = await desk.buysCard(1)
  const other = await desk.opens(2)
  const wang = await desk.joins(HOLDERS.wang.phone)
  const held = await desk.buys(wang, other, 0)
  await desk.uses(card, 30_000)
  await desk.banks()
  await desk.uses(card, 15_000)
  await payDaily(desk.world, 10)
  await settlePayouts(desk.world, 100)
  desk.advance(11 * MINUTE_MS)
  await settlePayouts(desk.world, 100)
  await desk.days(3)
  await desk.buysCard(0)
  await desk.uses(card, 10_000)
  good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' }))
  await desk.tick()
  await desk.days(2)
  desk.advance(DAY_MS)
  const owner = await id(
    sql`SELECT id FROM staff WHERE merchant_id = ${other.id} AND role = 'owner'`,
  )
  return {
    ...desk,
    card,
    bank,
    operator_id,
    manager,
    other: { ...other, card: held.id, owner },
    first_day,
    today: () => localDate(desk.world.now()),
  }
}

type Rows = (statement: Statement) => Promise<Record<string, unknown>[]>
export const ledgerBooks = (office: Office, merchant_id: string | null = null) =>
  booksIn(office.rows, merchant_id)
/** What the ledger has, as accountants say it: `liabilities:cards:<shop>`. */
export async function booksIn(rows_of: Rows, merchant_id: string | null = null) {
  const rows = await rows_of(
    sql`SELECT a.id, a.balance_fen, c.merchant_id FROM ledger_accounts a
          LEFT JOIN cards c ON c.id = substr(a.id, instr(a.id, ':') + 1)
         WHERE a.version > 0`,
  )
  const WORDS: Record<string, string> = {
    psp: 'assets:psp',
    custody: 'assets:custody',
    advance: 'assets:advances',
    escrow: 'liabilities:cards',
    held: 'liabilities:held',
    refunding: 'liabilities:refunding',
    payable: 'liabilities:payable',
    paying: 'liabilities:paying',
    deposit: 'liabilities:deposits',
    'suspense-in': 'liabilities:suspense-in',
    'suspense-out': 'liabilities:suspense-out',
    fees: 'liabilities:fees',
  }
  const books = new Map<string, number>()
  for (const row of rows) {
    const [kind = '', owner = ''] = String(row.id).split(':')
    const shop = String(row.merchant_id ?? owner)
    if (merchant_id !== null && shop !== merchant_id) continue
    const name = `${WORDS[kind]}:${shop}`
    books.set(name, (books.get(name) ?? 0) - Number(row.balance_fen))
  }
  if (merchant_id !== null) {
    const inside = [...books.values()].reduce((all, one) => all + one, 0)
    books.set(`assets:in-transit:${merchant_id}`, 0 - inside)
  }
  return books
}

/** The same names as Beancount must spell them. */
export const asBeancount = (books: Map<string, number>) =>
  new Map(
    [...books].map(([name, amount]) => [
      name
        .split(':')
        .map((part) => part.replace(/_/g, '-').replace(/^[a-z]/, (first) => first.toUpperCase()))
        .join(':'),
      amount,
    ]),
  )

export const sorted = (held: Map<string, number>) =>
  [...held].filter(([, amount]) => amount !== 0).sort(([a], [b]) => (a < b ? -1 : 1))

/** The file as bytes, read in pages of these sizes. */
export async function exportFile(
  office: Office,
  format: FormatName,
  of: { view?: View; from?: string; to?: string; sizes?: Sizes } = {},
): Promise<Uint8Array> {
  const { view = { merchant_id: null, detail: 'shop' }, sizes } = of
  const span = exportSpan(of.from ?? office.first_day, of.to ?? office.today(), office.world.now())
  const bytes: number[] = []
  for await (const chunk of exportBytes(format, exportSource(office.world, view, span, sizes)))
    for (const byte of chunk) bytes.push(byte)
  return Uint8Array.from(bytes)
}
export const exportText = async (...asked: Parameters<typeof exportFile>) =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await exportFile(...asked))
