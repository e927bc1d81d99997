import type { BankPort, PayoutNews, PayoutOrder } from '../environment/ports'
import { fen } from '../kernel/money'
import { DAY_MS, type Instant, MINUTE_MS, plusMs } from '../kernel/time'
import { all, type Db, one, sql } from '../platform/d1'
import { creditCustody, debitCustody } from './bank-books'

/** How this bank behaves is written in the last digits of the payee's account. */
const IS_REJECTED = '1111'
const COMES_BACK = '2222'
const GETS_NO_ANSWER = '3333'
const IS_CLOSED = '4444'
const PAID_AFTER_MS = 10 * MINUTE_MS
const RETURNED_AFTER_MS = DAY_MS

type TellingRow = PayoutOrder & {
  state: 'accepted' | 'paid' | 'rejected' | 'returned'
  reason: string | null
  told_at: Instant
  state_at: Instant
}

/** Takes an order once; the money leaves the custody account at once. Account …3333 is served, but not answered. */
export async function submitPayout(
  db: Db,
  order: PayoutOrder,
  now: Instant,
): ReturnType<BankPort['submitPayout']> {
  const known = await told(db, order.instruction_id, now)
  if (known && !isSameOrder(known, order))
    throw new Error('bank: this instruction was given before, for something else')
  const done = known ?? (await take(db, order, now))
  if (order.to_account_no.endsWith(GETS_NO_ANSWER)) throw new Error('bank: no answer (timeout)')
  return {
    state: done.state === 'returned' ? 'paid' : done.state,
    bank_ref: refOf(order.instruction_id),
    reason: done.reason,
  }
}

/**
 * What became of an order by the bank's clock: paid after ten minutes; to account …2222, back a day later; to account
 * …4444, accepted and then rejected, the account being closed: nothing leaves custody.
 */
export async function queryPayout(
  db: Db,
  instruction_id: string,
  now: Instant,
): Promise<PayoutNews> {
  const known = await told(db, instruction_id, now)
  if (!known) return { state: 'unknown', bank_ref: null, reason: null, at: null }
  return {
    state: known.state,
    bank_ref: refOf(instruction_id),
    reason: known.reason,
    at: known.state_at,
  }
}

/** Books what has come back by now, whether anybody asked or not: a statement must tell of it. */
export async function bookReturns(db: Db, now: Instant): Promise<void> {
  const due = await all(
    db,
    sql<{ instruction_id: string }>`SELECT instruction_id FROM mock_bank_payouts
         WHERE to_account_no LIKE ${`%${COMES_BACK}`} AND state IN ('accepted', 'paid')
           AND told_at <= ${plusMs(now, -RETURNED_AFTER_MS)} ORDER BY instruction_id`,
  )
  for (const { instruction_id } of due) await told(db, instruction_id, now)
}

async function take(db: Db, order: PayoutOrder, now: Instant): Promise<TellingRow> {
  const { instruction_id, custody_account_no, to_account_no, to_holder, purpose } = order
  const amount_fen = fen(order.amount_fen)
  const reason = to_account_no.endsWith(IS_REJECTED)
    ? '账户状态异常'
    : to_account_no.endsWith(IS_CLOSED)
      ? null
      : await takeOut(db, { account_no: custody_account_no, amount_fen, instruction_id, at: now })
  const state = reason === null ? 'accepted' : 'rejected'
  await db.batch([
    sql`INSERT INTO mock_bank_payouts (instruction_id, custody_account_no, to_account_no, to_holder, amount_fen,
                                       purpose, state, reason, told_at, state_at)
        SELECT ${instruction_id}, ${custody_account_no}, ${to_account_no}, ${to_holder}, ${amount_fen},
               ${purpose}, ${state}, ${reason}, ${now}, ${now}
         WHERE NOT EXISTS (SELECT 1 FROM mock_bank_payouts WHERE instruction_id = ${instruction_id})`,
  ])
  const known = await told(db, instruction_id, now)
  if (!known || !isSameOrder(known, order))
    throw new Error('bank: this instruction was given before, for something else')
  return known
}

async function takeOut(db: Db, debit: Parameters<typeof debitCustody>[1]): Promise<string | null> {
  return (await debitCustody(db, debit)) === 'ok' ? null : '专户余额不足'
}

async function told(db: Db, instruction_id: string, now: Instant): Promise<TellingRow | null> {
  const row = await read(db, instruction_id)
  if (row?.state === 'accepted' && plusMs(row.told_at, PAID_AFTER_MS) <= now)
    return becomes(db, row, {
      ...(row.to_account_no.endsWith(IS_CLOSED)
        ? { state: 'rejected', reason: '账户已销户' }
        : { state: 'paid', reason: null }),
      at: plusMs(row.told_at, PAID_AFTER_MS),
      now,
    })
  if (row?.state !== 'paid' || !row.to_account_no.endsWith(COMES_BACK)) return row
  const at = plusMs(row.state_at, RETURNED_AFTER_MS)
  if (at > now) return row
  await creditCustody(db, {
    account_no: row.custody_account_no,
    amount_fen: fen(row.amount_fen),
    instruction_id: `return:${instruction_id}`,
    reference: instruction_id,
    at,
  })
  return becomes(db, row, { state: 'returned', reason: '户名不符退汇', at, now })
}

type Change = {
  state: 'paid' | 'returned' | 'rejected'
  reason: string | null
  at: Instant
  now: Instant
}
/** Moves on from the state that was read, at most once, and looks whether more has become of it since. */
async function becomes(
  db: Db,
  row: TellingRow,
  { state, reason, at, now }: Change,
): Promise<TellingRow | null> {
  await db.batch([
    sql`UPDATE mock_bank_payouts SET state = ${state}, reason = ${reason}, state_at = ${at}
         WHERE instruction_id = ${row.instruction_id} AND state = ${row.state}`,
  ])
  return told(db, row.instruction_id, now)
}

const read = (db: Db, instruction_id: string): Promise<TellingRow | null> =>
  one(db, sql<TellingRow>`SELECT * FROM mock_bank_payouts WHERE instruction_id = ${instruction_id}`)

const isSameOrder = (a: PayoutOrder, b: PayoutOrder): boolean =>
  a.custody_account_no === b.custody_account_no &&
  a.to_account_no === b.to_account_no &&
  a.to_holder === b.to_holder &&
  a.amount_fen === b.amount_fen &&
  a.purpose === b.purpose

const refOf = (instruction_id: string): string => `PAY${instruction_id}`
