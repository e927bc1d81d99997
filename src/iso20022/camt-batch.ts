import { type Fen, fen } from '../kernel/money'
import { exactSum } from '../statements/decimal'
import { FaultList, inside, type Place } from '../statements/faults'
import type { Entry } from './camt-entry'
import type { Charges, Transaction } from './camt-transaction'
import { amountFrom, child, countFrom, directionFrom, firstText, signed, textAt } from './iso'
import type { XmlNode } from './xml'

/** One `NtryDtls`: what groups its transactions (`Btch`), and the transactions if the bank tells them. */
export type Details = {
  batch: XmlNode | null
  transactions: Transaction[]
  /** What the one transaction that stands for a whole batch says it moved. */
  total_fen?: Fen | null
}
/** A transaction, or a batch of which the bank tells only the total. Signed like the account moved. */
type Item = {
  place: Place
  amount_fen: Fen | null
  charges: Charges
  batch_id: string | null
  count: number | null
  transaction: Transaction | null
}
/** The part of an entry that becomes one line; the shares of an entry sum up to its amount. */
export type Share = {
  transaction: Transaction | null
  amount_fen: Fen
  charges: Charges
  batch_id: string | null
  count: number | null
  is_charge: boolean
}

const NO_CHARGES: Charges = { included_fen: fen(0), apart_fen: fen(0) }

/**
 * Splits an entry into its lines. The amounts told inside must sum up to the entry as they are, or
 * after the charges told with the transactions, with the entry, or with both; else it is a fault.
 */
export function entryShares(given: Details[], entry: Entry, faults: FaultList): Share[] {
  const details = given.map(withoutZeros(given, entry)).map((each) => standing(each, entry))
  for (const each of details) checkBatch(each, entry, faults)
  const told = details.flatMap((each) => transactionItems(each, entry))
  const totals = details.flatMap((each) => totalItems(each, entry, faults))
  const headed = told.length > 0 && totals.length > 0 && explained(told, entry) !== null
  const items = headed ? told : [...told, ...totals]
  const [first, second] = items
  if (first === undefined) return [wholeShare(entry, null)]
  if (second === undefined) return oneShare(first, entry, faults)
  if (items.every((item) => item.amount_fen === null)) return [wholeShare(entry, items)]
  return manyShares(items, entry, faults)
}

/** Where every transaction moved 0.00 and the entry did not, the bank told no amounts. */
const withoutZeros = (given: Details[], entry: Entry) => {
  const told = given.flatMap(({ transactions }) => transactions)
  const silent = entry.amount_fen !== 0 && told.every(({ amount_fen }) => (amount_fen ?? 0) === 0)
  return (each: Details): Details =>
    silent
      ? { ...each, transactions: each.transactions.map((one) => ({ ...one, amount_fen: null })) }
      : each
}

/**
 * One transaction beside a batch of many, with no amount or with all of it, stands for the batch as a whole: it names
 * what they have in common, and none of them. One that moved a part is one of several, and the others are missing.
 */
function standing(details: Details, entry: Entry): Details {
  const { batch, transactions } = details
  const [only, second] = transactions
  const count = Number(textAt(batch ?? undefined, 'NbOfTxs') ?? 0)
  if (batch === null || only === undefined || second !== undefined || !(count > 1)) return details
  const [item] = transactionItems(details, entry)
  if (item === undefined) return details
  const total_fen = batchTotal(batch, entry, new FaultList())
  const { amount_fen } = item
  const is_whole =
    amount_fen === null || amount_fen === total_fen || explained([item], entry) !== null
  return is_whole ? { batch, transactions: [], total_fen: amount_fen } : details
}

function transactionItems({ batch, transactions }: Details, entry: Entry): Item[] {
  return transactions.map((transaction) => ({
    place: transaction.place,
    amount_fen:
      transaction.amount_fen === null
        ? null
        : signed(transaction.sign ?? entry.sign, transaction.amount_fen),
    charges: transaction.charges,
    batch_id: transaction.batch_id ?? batchId(batch),
    count: null,
    transaction,
  }))
}

function totalItems(details: Details, entry: Entry, faults: FaultList): Item[] {
  const { batch, transactions, total_fen = null } = details
  if (batch === null || transactions.length > 0) return []
  return [
    {
      place: batch,
      amount_fen: batchTotal(batch, entry, faults) ?? total_fen,
      charges: NO_CHARGES,
      batch_id: batchId(batch),
      count: countFrom(child(batch, 'NbOfTxs'), faults),
      transaction: null,
    },
  ]
}

const batchId = (batch: XmlNode | null) =>
  firstText(batch ?? undefined, ['PmtInfId'], ['MsgId']) ?? null

function batchTotal(batch: XmlNode, entry: Entry, faults: FaultList): Fen | null {
  const total = child(batch, 'TtlAmt')
  if (total === undefined) return null
  const amount_fen = amountFrom(total, faults)
  const told = textAt(batch, 'CdtDbtInd')
  const sign = told === null ? entry.sign : directionFrom(told, batch, faults)
  return amount_fen === null || sign === null ? null : signed(sign, amount_fen)
}

/** `NbOfTxs` and `TtlAmt` must say of the transactions beside them what those say themselves. */
function checkBatch(details: Details, entry: Entry, faults: FaultList): void {
  const { batch, transactions } = details
  if (batch === null || transactions.length === 0) return
  const count = countFrom(child(batch, 'NbOfTxs'), faults)
  if (count !== null && count !== transactions.length)
    faults.add(inside(batch, 'NbOfTxs'), 'batch_count_differs', `${count} ≠ ${transactions.length}`)
  const items = transactionItems(details, entry)
  const total_fen = batchTotal(batch, entry, faults)
  if (total_fen === null || items.some((item) => item.amount_fen === null)) return
  const gross_fen = sumOf(items)
  if (total_fen !== gross_fen && total_fen !== gross_fen - chargesOf(items))
    faults.add(inside(batch, 'TtlAmt'), 'batch_total_differs')
}

function wholeShare(entry: Entry, items: Item[] | null): Share {
  const ids = new Set(items?.map((item) => item.batch_id))
  const [only = null] = ids.size === 1 ? ids : []
  const { amount_fen, charges } = entry
  const count = items?.reduce((sum, item) => sum + (item.count ?? 1), 0) ?? null
  const batch_id = only ?? (items === null ? null : entry.reference)
  return { transaction: null, amount_fen, charges, batch_id, count, is_charge: false }
}

/** One transaction moved what the entry moved; its own amount may only differ by the charges. */
function oneShare(item: Item, entry: Entry, faults: FaultList): Share[] {
  const differs = item.amount_fen !== null && explained([item], entry) === null
  if (differs) faults.add(item.place, 'batch_total_differs')
  const has_own = item.charges.included_fen !== 0 || item.charges.apart_fen !== 0
  const charges = has_own ? item.charges : entry.charges
  return [shareOf(item, entry.amount_fen, charges)]
}

function manyShares(items: Item[], entry: Entry, faults: FaultList): Share[] {
  const silent = items.filter((item) => item.amount_fen === null)
  for (const item of silent) faults.add(item.place, 'batch_amount_missing')
  if (silent.length > 0) return []
  const by = explained(items, entry)
  if (by === null) {
    faults.add(entry.place, 'batch_total_differs')
    return []
  }
  const fallback = entry.reference ?? `entry-${entry.entry_no}`
  const shares = items.map((item) => {
    const kept_fen = by.own ? item.charges.included_fen : 0
    const net_fen = exactSum([item.amount_fen ?? 0, -kept_fen])
    const share = shareOf(item, net_fen, item.charges)
    return { ...share, batch_id: share.batch_id ?? fallback }
  })
  if (!by.entry) return shares
  const charge_fen = fen(-entry.charges.included_fen)
  const batch_id = shares[0]?.batch_id ?? fallback
  const charge = { transaction: null, amount_fen: charge_fen, charges: NO_CHARGES, count: null }
  return [...shares, { ...charge, batch_id, is_charge: true }]
}

/** Which charges stand between the sum of the items and the entry; null when none explain it. */
function explained(items: Item[], entry: Entry): { own: boolean; entry: boolean } | null {
  const sum_fen = sumOf(items)
  const [own_fen, entry_fen] = [chargesOf(items), entry.charges.included_fen]
  if (sum_fen === entry.amount_fen) return { own: false, entry: false }
  if (sum_fen - own_fen === entry.amount_fen) return { own: true, entry: false }
  if (sum_fen - entry_fen === entry.amount_fen) return { own: false, entry: true }
  if (sum_fen - own_fen - entry_fen === entry.amount_fen) return { own: true, entry: true }
  return null
}

function shareOf({ transaction, batch_id, count }: Item, amount_fen: Fen, charges: Charges): Share {
  return { transaction, amount_fen, charges, batch_id, count, is_charge: false }
}

const sumOf = (items: Item[]) => exactSum(items.map((item) => item.amount_fen ?? 0))
const chargesOf = (items: Item[]) => exactSum(items.map((item) => item.charges.included_fen))
