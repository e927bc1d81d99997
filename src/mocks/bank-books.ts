import type { EntryNews } from '../environment/ports'
import { type Fen, fen } from '../kernel/money'
import type { Instant } from '../kernel/time'
import { type Db, one, sql, writeAndRead } from '../platform/d1'

/** One entry in an account of the pretend bank: in when positive, out when negative. */
type Entry = {
  account_no: string
  amount_fen: number
  instruction_id: string
  reference: string
  at: Instant
}
type BookedRow = { seq: number; account_no: string; amount_fen: number }

/** Puts `amount_fen` into a custody account and gives the bank's reference; the same instruction once. */
export async function creditCustody(
  db: Db,
  credit: Entry & { amount_fen: Fen },
): Promise<{ bank_ref: string }> {
  const booked = await book(db, credit)
  if (booked === null) throw new Error('bank: a credit was not booked')
  return { bank_ref: `IN${String(booked.seq).padStart(12, '0')}` }
}

/**
 * Takes `amount_fen` out of a custody account. `insufficient` when the account holds less; nothing is booked
 * then, and the same instruction may succeed later. An instruction that was booked stays `ok` for ever.
 */
export async function debitCustody(
  db: Db,
  debit: { account_no: string; amount_fen: Fen; instruction_id: string; at: Instant },
): Promise<'ok' | 'insufficient'> {
  const entry = { ...debit, amount_fen: -debit.amount_fen, reference: debit.instruction_id }
  return (await book(db, entry)) === null ? 'insufficient' : 'ok'
}

/** Takes a fee out of a custody account, for the platform's own account, which this bank does not keep. */
export async function takeFee(
  db: Db,
  fee: Entry & { amount_fen: Fen },
): Promise<{ bank_ref: string }> {
  const booked = await book(db, { ...fee, amount_fen: -fee.amount_fen })
  if (booked === null) throw new Error('bank: the account holds less than the fee')
  return { bank_ref: `OUT${String(booked.seq).padStart(12, '0')}` }
}

/** Whether an entry was made under this instruction, and the bank's reference of it. */
export async function queryEntry(db: Db, instruction_id: string): Promise<EntryNews> {
  const row = await one(
    db,
    sql<BookedRow>`SELECT seq, account_no, amount_fen FROM mock_bank_entries WHERE instruction_id = ${instruction_id}`,
  )
  if (!row) return { state: 'unknown', bank_ref: null }
  const way = row.amount_fen < 0 ? 'OUT' : 'IN'
  return { state: 'booked', bank_ref: `${way}${String(row.seq).padStart(12, '0')}` }
}

type BookedBalanceRow = { balance_after_fen: number }
/** What the bank's own books say the account holds now; 0 for one it never booked anything in. */
export async function bookedBalance(db: Db, account_no: string): Promise<Fen> {
  const row = await one(
    db,
    sql<BookedBalanceRow>`SELECT balance_after_fen FROM mock_bank_entries WHERE account_no = ${account_no}
         ORDER BY seq DESC LIMIT 1`,
  )
  return fen(row?.balance_after_fen ?? 0)
}

/** Books one entry unless its instruction is booked already or the account holds too little (null). */
async function book(db: Db, entry: Entry): Promise<BookedRow | null> {
  const { account_no, amount_fen, instruction_id, reference, at } = entry
  const entering = sql`INSERT INTO mock_bank_entries (account_no, instruction_id, amount_fen, balance_after_fen, reference, at)
        SELECT ${account_no}, ${instruction_id}, ${amount_fen}, held.fen + ${amount_fen}, ${reference}, ${at}
          FROM (SELECT coalesce((SELECT balance_after_fen FROM mock_bank_entries WHERE account_no = ${account_no}
                                  ORDER BY seq DESC LIMIT 1), 0) AS fen) held
         WHERE held.fen + ${amount_fen} >= 0
           AND NOT EXISTS (SELECT 1 FROM mock_bank_entries WHERE instruction_id = ${instruction_id})`
  const { entries } = await writeAndRead(db, [entering], {
    entries: sql<BookedRow>`SELECT seq, account_no, amount_fen FROM mock_bank_entries WHERE instruction_id = ${instruction_id}`,
  })
  const [booked] = entries
  if (booked === undefined) return null
  if (booked.account_no !== account_no || booked.amount_fen !== amount_fen)
    throw new Error('bank: this instruction was given before, for something else')
  return booked
}
