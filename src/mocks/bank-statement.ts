import {
  dayStart,
  daysBetween,
  HOUR_MS,
  type Instant,
  type LocalDate,
  plusDays,
  plusMs,
} from '../kernel/time'
import { all, type Db, sql } from '../platform/d1'
import { type AccountDay, type StatementLine, statementCsv } from './bank-csv'
import { type BankFault, faultsUpTo, leftBefore, linesInstead, type TrueLine } from './bank-faults'

import { bookReturns } from './bank-payouts'

/** Statements of a day are ready two hours after it is over, by the bank's clock. */
const READY_AFTER_MS = 2 * HOUR_MS
const FIRST_DAY: LocalDate = '2020-01-01'

type EntryRow = {
  seq: number
  account_no: string
  instruction_id: string
  amount_fen: number
  reference: string
  day: LocalDate
  to_holder: string | null
  to_account_no: string | null
}

/**
 * The statement file of a day, every custody account in it, as our CSV; null while it is not ready, or when a knob
 * says that it never comes. A knob for a late re-issue puts the day before it into the file once more.
 */
export async function mockStatement(
  db: Db,
  day: LocalDate,
  { now, accountNo }: { now: Instant; accountNo: (row: { seq: number }) => string },
): Promise<{ bytes: Uint8Array } | null> {
  if (plusMs(dayStart(plusDays(day, 1)), READY_AFTER_MS) > now) return null
  await bookReturns(db, now)
  const faults = await faultsUpTo(db, day)
  const today = faults.filter((fault) => fault.day === day)
  if (today.some(({ kind }) => kind === 'missing')) return null
  const days = today.some(({ kind }) => kind === 'reissued') ? [plusDays(day, -1), day] : [day]
  const told: AccountDay[] = []
  for (const one of days) told.push(...(await dayOf(db, one, { faults, accountNo })))
  return told.length === 0 ? null : { bytes: statementCsv(told) }
}

type Bank = { faults: BankFault[]; accountNo: (row: { seq: number }) => string }
async function dayOf(db: Db, day: LocalDate, { faults, accountNo }: Bank): Promise<AccountDay[]> {
  const known = faults.filter((fault) => fault.day <= day)
  const [accounts, entries, wrong, before] = await Promise.all([
    all(
      db,
      sql<{ seq: number }>`SELECT seq FROM mock_bank_accounts
           WHERE kind = 'custody' AND at < ${dayStart(plusDays(day, 1))} ORDER BY seq`,
    ),
    all(db, entriesWhere(day)),
    all(db, entriesOfFaults()),
    balancesBefore(db, day),
  ])
  const lines = new Map(wrong.map((row) => [row.seq, lineOf(row)]))
  const yesterday = known.filter((f) => f.kind === 'pushed' && f.day === plusDays(day, -1))
  const pushed = yesterday.flatMap(({ entry_seq }) => lines.get(entry_seq ?? 0) ?? [])
  const told = linesInstead(entries.map(lineOf), { day, faults: known, pushed })
  const of = Map.groupBy(told, ({ account_no }) => account_no)
  const left = leftBefore(day, { faults: known, lines })
  const omitted = known.filter((f) => f.kind === 'omitted' && f.day === day)
  const silent = new Set(omitted.map(({ account_no }) => account_no))
  return accounts.map(accountNo).flatMap((account_no) => {
    if (silent.has(account_no)) return []
    return {
      account_no,
      statement_id: `${account_no}-${day}`,
      sequence: daysBetween(FIRST_DAY, day) + 1,
      day,
      opening_fen: (before.get(account_no) ?? 0) + (left.get(account_no) ?? 0),
      lines: (of.get(account_no) ?? []).map((line): StatementLine => line),
    }
  })
}

const COLUMNS = sql`e.seq, e.account_no, e.instruction_id, e.amount_fen, e.reference,
                    date(e.at, '+8 hours') AS day, p.to_holder, p.to_account_no`
const entriesWhere = (day: LocalDate) =>
  sql<EntryRow>`SELECT ${COLUMNS} FROM mock_bank_entries e LEFT JOIN mock_bank_payouts p ON p.instruction_id = e.instruction_id
       WHERE e.at >= ${dayStart(day)} AND e.at < ${dayStart(plusDays(day, 1))} ORDER BY e.seq`
const entriesOfFaults = () =>
  sql<EntryRow>`SELECT ${COLUMNS} FROM mock_bank_entries e LEFT JOIN mock_bank_payouts p ON p.instruction_id = e.instruction_id
       WHERE e.seq IN (SELECT entry_seq FROM mock_bank_faults WHERE lifted = 0)`

type BalancesBeforeRow = { account_no: string; fen: number }
async function balancesBefore(db: Db, day: LocalDate): Promise<Map<string, number>> {
  const rows = await all(
    db,
    sql<BalancesBeforeRow>`SELECT account_no, sum(amount_fen) AS fen FROM mock_bank_entries WHERE at < ${dayStart(day)}
         GROUP BY account_no`,
  )
  return new Map(rows.map(({ account_no, fen }) => [account_no, fen]))
}

/** Money that came back names the payment it belongs to as its end-to-end id, and no instruction. */
function lineOf(row: EntryRow): TrueLine {
  const returned = row.instruction_id.startsWith('return:')
  const way = row.amount_fen < 0 ? 'OUT' : 'IN'
  const plain = `${way}${String(row.seq).padStart(12, '0')}`
  return {
    seq: row.seq,
    account_no: row.account_no,
    booked_on: row.day,
    amount_fen: row.amount_fen,
    bank_reference: row.to_holder === null ? plain : `PAY${row.instruction_id}`,
    instruction_id: returned ? '' : row.instruction_id,
    end_to_end_id: returned ? row.reference : row.instruction_id,
    batch_count: null,
    is_reversal: false,
    is_charge: false,
    counterparty_name: row.to_holder ?? '',
    counterparty_account: row.to_account_no ?? '',
    remittance: returned ? '退汇' : row.to_holder === null ? row.reference : '付款',
  }
}
