import { DAY_MS, type Instant, plusMs } from '../kernel/time'
import { type IdRow, type Statement, sql } from '../platform/d1'
import { CODES_READ_MAX, type CodesSent, PASS_MS, type Sent, STRANGERS_A_DAY } from './rules'

export type CodeRow = {
  id: string
  phone_index: string
  purpose: string
  code_hash: string
  unsent: string | null
  tries: number
  sent_at: Instant
  expires_at: Instant
  used_at: Instant | null
  asker: string
  address_index: string | null
  is_known: number
}

type SentRow = { sent_at: Instant; is_out: number }
type Asked = { phone_index: Statement; purpose: string; now: Instant }
/** The codes of a day that decide about the next one: by whom `asker` names, by strangers, from one address. */
export const listSent = (
  { phone_index, purpose, now }: Asked,
  { asker, address_index }: { asker: Statement; address_index: string | null },
) => {
  const since = plusMs(now, -DAY_MS)
  const same = sql`phone_index = ${phone_index} AND purpose = ${purpose} AND sent_at > ${since}`
  const newest = (where: Statement, limit: number) =>
    sql<SentRow>`SELECT sent_at, unsent IS NULL AS is_out FROM sms_codes WHERE ${where} ORDER BY sent_at DESC LIMIT ${limit}`
  return {
    own: newest(sql`${same} AND asker = ${asker}`, CODES_READ_MAX),
    strangers: newest(sql`${same} AND is_known = 0`, CODES_READ_MAX + STRANGERS_A_DAY),
    near:
      address_index === null
        ? undefined
        : newest(sql`address_index = ${address_index} AND sent_at > ${since}`, CODES_READ_MAX),
  }
}
type SentRows = { own: SentRow[]; strangers: SentRow[]; near: SentRow[] | undefined }
export const sentIn = (rows: SentRows): CodesSent => {
  const of = (list: SentRow[] = []): Sent[] =>
    list.map(({ sent_at, is_out }) => ({ sent_at, is_out: is_out === 1 }))
  return { own: of(rows.own), strangers: of(rows.strangers), near: of(rows.near) }
}

/** A code by its challenge, for one phone and one purpose. */
export const readCode = (id: string, phone_index: string, purpose: string) =>
  sql<CodeRow>`SELECT * FROM sms_codes WHERE id = ${id} AND phone_index = ${phone_index} AND purpose = ${purpose}`
/** The newest code that somebody signed in asked for on this device: the only one that counts. */
export const readSessionCode = (asker: Statement, phone_index: Statement, purpose: string) =>
  sql<CodeRow>`SELECT * FROM sms_codes WHERE asker = ${asker} AND purpose = ${purpose}
      AND phone_index = ${phone_index} ORDER BY sent_at DESC, id DESC LIMIT 1`
/** The code whose message carried the way past strangers, while that way is open. */
export const readPass = (id: string | null, of: Asked) =>
  sql<IdRow>`SELECT id FROM sms_codes WHERE id = ${id} AND phone_index = ${of.phone_index} AND purpose = ${of.purpose}
      AND sent_at > ${plusMs(of.now, -PASS_MS)}`

type NewCode = Omit<CodeRow, 'tries' | 'used_at'>
export const insertCode = (code: NewCode): Statement =>
  sql`INSERT INTO sms_codes (id, phone_index, purpose, code_hash, unsent, sent_at, expires_at, asker, address_index,
                             is_known)
      VALUES (${code.id}, ${code.phone_index}, ${code.purpose}, ${code.code_hash}, ${code.unsent},
              ${code.sent_at}, ${code.expires_at}, ${code.asker}, ${code.address_index}, ${code.is_known})`
export const codeSentStatement = (id: string): Statement =>
  sql`UPDATE sms_codes SET unsent = NULL WHERE id = ${id}`
/** Counts a wrong try; the sixth is refused by the table itself (`code_wrong`). */
export const tryStatement = (id: string): Statement =>
  sql`UPDATE sms_codes SET tries = tries + 1 WHERE id = ${id}`
/** A right try counts too, so a right guess after five wrong ones is refused; using twice is refused as well. */
export const useCodeStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE sms_codes SET tries = tries + 1, used_at = ${now} WHERE id = ${id}`

const KEPT_MS = DAY_MS
/** Codes whose day is over: ten a day are the limit, and what is older decides nothing. */
export const listOldCodes = (now: Instant, limit: number) =>
  sql<IdRow>`SELECT id FROM sms_codes WHERE sent_at <= ${plusMs(now, -KEPT_MS)} ORDER BY id LIMIT ${limit}`
/** `ids`: a JSON list. */
export const deleteCodesStatement = (ids: string): Statement =>
  sql`DELETE FROM sms_codes WHERE id IN (SELECT value FROM json_each(${ids}))`
