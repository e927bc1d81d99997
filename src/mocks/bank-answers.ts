import { type BankPort, OutsideRefusal } from '../environment/ports'
import { type Db, one, sql } from '../platform/d1'

type Call =
  | 'submitPayout'
  | 'queryPayout'
  | 'creditCustody'
  | 'takeFee'
  | 'payProvider'
  | 'queryEntry'
  | 'verifyAccount'
/**
 * How a call goes wrong. `not_served`: the line is dead. `served_not_answered`: it is carried out, the answer is lost.
 * `closed`: a plain no, nothing is done. `unknown_yet`: asked, the bank does not know yet what it has already taken.
 */
export type AnswerKind = 'not_served' | 'served_not_answered' | 'closed' | 'unknown_yet'

/** Turns a knob: the next `turns` calls of this kind go wrong in this way. */
export async function setBankAnswer(
  db: Db,
  { call, kind, turns = 1 }: { call: Call; kind: AnswerKind; turns?: number },
): Promise<void> {
  await db.batch([
    sql`INSERT INTO mock_bank_answers (call, kind, turns) VALUES (${call}, ${kind}, ${turns})`,
  ])
}

const LOST = 'bank: no answer (timeout)'
type KnobRow = { seq: number; kind: AnswerKind }
async function answering<T>(db: Db, call: Call, serve: () => Promise<T>): Promise<T> {
  const knob = await one(
    db,
    sql<KnobRow>`SELECT seq, kind FROM mock_bank_answers WHERE call = ${call} AND turns > 0 ORDER BY seq LIMIT 1`,
  )
  if (!knob) return serve()
  await db.batch([sql`UPDATE mock_bank_answers SET turns = turns - 1 WHERE seq = ${knob.seq}`])
  if (knob.kind === 'not_served') throw new Error(LOST)
  if (knob.kind === 'closed') throw new OutsideRefusal('账户已销户')
  if (knob.kind === 'unknown_yet') return UNKNOWN as T
  await serve()
  throw new Error(LOST)
}
const UNKNOWN = { state: 'unknown', bank_ref: null, reason: null, at: null }

/** The bank with its knobs in front of every call that moves money or asks about it. */
export const withAnswers = (db: Db, bank: BankPort): BankPort => ({
  ...bank,
  submitPayout: (order) => answering(db, 'submitPayout', () => bank.submitPayout(order)),
  queryPayout: (request) => answering(db, 'queryPayout', () => bank.queryPayout(request)),
  creditCustody: (order) => answering(db, 'creditCustody', () => bank.creditCustody(order)),
  takeFee: (order) => answering(db, 'takeFee', () => bank.takeFee(order)),
  payProvider: (order) => answering(db, 'payProvider', () => bank.payProvider(order)),
  queryEntry: (request) => answering(db, 'queryEntry', () => bank.queryEntry(request)),
  verifyAccount: (request) => answering(db, 'verifyAccount', () => bank.verifyAccount(request)),
})
