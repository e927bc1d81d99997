import { sha256Now } from '../environment/crypto'

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

/** SHA-256 over the canonical form of the row (kernel/canonical), spelt out key by key: it is made for every row. */
export const hashOfJournalRow = (row: JournalRow): string => sha256Now(spelt(row))

function spelt(row: JournalRow): string {
  const { status } = row
  if (!Number.isSafeInteger(status)) throw new Error(`no canonical form: ${status}`)
  return (
    `o11:s8:actor_id${word(row.actor_id)}s10:actor_kind${word(row.actor_kind)}` +
    `s6:answer${word(row.answer)}s2:at${word(row.at)}s11:fingerprint${word(row.fingerprint)}` +
    `s2:id${word(row.id)}s15:idempotency_key${word(row.idempotency_key)}` +
    `s9:operation${word(row.operation)}s10:request_id${word(row.request_id)}` +
    `s6:statusi${status === 0 ? 0 : status};s10:subject_id${word(row.subject_id)}`
  )
}
const word = (text: string): string => `s${text.length}:${text}`
