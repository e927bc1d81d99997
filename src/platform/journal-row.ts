import { isMarked, marked } from '../environment/content-hash'
import { sha256Now } from '../environment/crypto'
import { type Statement, sql } from './d1'

/** Every column of a journal row but its number and its hash. */
export type JournalRow = {
  id: string
  actor_kind: string
  actor_id: string
  idempotency_key: string
  operation: string
  fingerprint: string
  subject_id: string
  status: number
  answer: string
  request_id: string
  at: string
}

/** SHA-256 over the canonical form of the row (environment/content-hash), spelt out key by key: it is made for every row. */
export const journalRowHash = (row: JournalRow): string => marked(sha256Now(spelt(row)))
/** The hash of a row in the form in which its kept one was made. */
export const journalRowHashLike = (kept: string, row: JournalRow): string =>
  isMarked(kept) ? journalRowHash(row) : sha256Now(speltBefore(row))

/** A row spelt by the database: one text is read faster than eleven. */
export const SPELT: Statement = sql`json_object('actor_id', actor_id, 'actor_kind', actor_kind, 'answer', answer, 'at', at,
  'fingerprint', fingerprint, 'id', id, 'idempotency_key', idempotency_key, 'operation', operation,
  'request_id', request_id, 'status', status, 'subject_id', subject_id)`
/** The hash that a kept one must be, for a row as the database spells it: where they differ, as we spell it. */
export function speltRowHash(kept: string, spelt: string): string {
  const hash = marked(sha256Now(spelt))
  return hash === kept ? hash : journalRowHashLike(kept, JSON.parse(spelt) as JournalRow)
}

/** JSON with its keys in order is the canonical form, as long as every text is whole. */
const spelt = (row: JournalRow): string =>
  JSON.stringify({
    actor_id: whole(row.actor_id),
    actor_kind: whole(row.actor_kind),
    answer: whole(row.answer),
    at: whole(row.at),
    fingerprint: whole(row.fingerprint),
    id: whole(row.id),
    idempotency_key: whole(row.idempotency_key),
    operation: whole(row.operation),
    request_id: whole(row.request_id),
    status: counted(row.status),
    subject_id: whole(row.subject_id),
  })
function whole(text: string): string {
  if (!text.isWellFormed()) throw new Error('no canonical form: half of a surrogate pair')
  return text
}
function counted(status: number): number {
  if (!Number.isSafeInteger(status)) throw new Error(`no canonical form: ${status}`)
  return status
}

function speltBefore(row: JournalRow): string {
  const status = counted(row.status)
  return (
    `o11:s8:actor_id${word(row.actor_id)}s10:actor_kind${word(row.actor_kind)}` +
    `s6:answer${word(row.answer)}s2:at${word(row.at)}s11:fingerprint${word(row.fingerprint)}` +
    `s2:id${word(row.id)}s15:idempotency_key${word(row.idempotency_key)}` +
    `s9:operation${word(row.operation)}s10:request_id${word(row.request_id)}` +
    `s6:statusi${status === 0 ? 0 : status};s10:subject_id${word(row.subject_id)}`
  )
}
const word = (text: string): string => `s${text.length}:${text}`
