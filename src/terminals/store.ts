import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { TerminalAct } from './acts'

type TerminalRow = {
  id: string
  merchant_id: string
  shop_id: string
  name: string
  public_key: string
  daily_cap_fen: number
  /** A JSON list. */
  acts: string
  invited_by: string
  paired_at: Instant
  last_used_at: Instant | null
  revoked_at: Instant | null
  revoked_by: string | null
  cap_wish_fen: number | null
  cap_wish_by: string | null
  cap_wish_at: Instant | null
  cap_set_by: string | null
}
/** A terminal as its shop sees it: where it stands, who let it in, what went through it on a day. */
export type TerminalDetailRow = TerminalRow & {
  shop_name: string
  invited_by_name: string | null
  today_count: number
  today_fen: number
}
export const readTerminals = (where: Statement, on: LocalDate) =>
  sql<TerminalDetailRow>`SELECT t.*, b.name AS shop_name, s.name AS invited_by_name,
             coalesce(d.uses_count, 0) AS today_count, coalesce(d.fen, 0) AS today_fen
        FROM terminals t JOIN shops b ON b.id = t.shop_id LEFT JOIN staff s ON s.id = t.invited_by
        LEFT JOIN terminal_days d ON d.terminal_id = t.id AND d.day = ${on}
       WHERE ${where}`
export const insertTerminal = (t: TerminalRow): Statement =>
  sql`INSERT INTO terminals (id, merchant_id, shop_id, name, public_key, daily_cap_fen, acts, invited_by, paired_at)
      VALUES (${t.id}, ${t.merchant_id}, ${t.shop_id}, ${t.name}, ${t.public_key}, ${t.daily_cap_fen}, ${t.acts},
              ${t.invited_by}, ${t.paired_at})`
/** It is over with the next request, also with one that is being decided (`terminal_nonces_are_of_live_terminals`). */
export const revokeTerminalStatement = (id: string, by: string, now: Instant): Statement =>
  sql`UPDATE terminals SET revoked_at = ${now}, revoked_by = ${by} WHERE id = ${id}`
type NewCap = { id: string; daily_cap_fen: number; by: string }
export const setCapStatement = (c: NewCap): Statement =>
  sql`UPDATE terminals SET daily_cap_fen = ${c.daily_cap_fen}, cap_set_by = ${c.by}, cap_wish_fen = NULL, cap_wish_by = NULL,
             cap_wish_at = NULL WHERE id = ${c.id}`
export const wishCapStatement = (c: NewCap, now: Instant): Statement =>
  sql`UPDATE terminals SET cap_wish_fen = ${c.daily_cap_fen}, cap_wish_by = ${c.by}, cap_wish_at = ${now} WHERE id = ${c.id}`
type CountRow = { live: number }
export const countTerminals = (merchant_id: Statement) =>
  sql<CountRow>`SELECT count(*) AS live FROM terminals WHERE merchant_id = ${merchant_id} AND revoked_at IS NULL`

// — pairing —

export type PairingRow = {
  id: string
  merchant_id: string
  shop_id: string
  name: string
  daily_cap_fen: number
  acts: string
  selector: string
  tries: number
  created_by: string
  created_at: Instant
  expires_at: Instant
  ended_at: Instant | null
  terminal_id: string | null
}
/** A code with its shop, who showed it, and the owners (a JSON list), who are told when it is used. */
export type PairingDetailRow = PairingRow & {
  shop_name: string
  created_by_name: string
  owner_ids: string
}
/** Codes that begin so and still count, while whoever showed them works there; by chance there may be more than one. */
export const readOpenPairings = (selector: string, now: Instant) =>
  sql<PairingDetailRow>`SELECT p.*, b.name AS shop_name, s.name AS created_by_name,
             (SELECT json_group_array(o.id) FROM staff o
               WHERE o.merchant_id = p.merchant_id AND o.role = 'owner' AND o.disabled_at IS NULL) AS owner_ids
        FROM terminal_pairings p JOIN shops b ON b.id = p.shop_id
        JOIN staff s ON s.id = p.created_by AND s.disabled_at IS NULL
       WHERE p.selector = ${selector} AND p.ended_at IS NULL AND p.expires_at > ${now} AND p.tries < 5
       ORDER BY p.id LIMIT 5`
export const insertPairing = (p: PairingRow): Statement =>
  sql`INSERT INTO terminal_pairings (id, merchant_id, shop_id, name, daily_cap_fen, acts, selector, created_by, created_at,
                                     expires_at)
      VALUES (${p.id}, ${p.merchant_id}, ${p.shop_id}, ${p.name}, ${p.daily_cap_fen}, ${p.acts}, ${p.selector},
              ${p.created_by}, ${p.created_at}, ${p.expires_at})`
/** A merchant shows one code at a time: the next one ends it. */
export const endPairingsStatement = (merchant_id: string, now: Instant): Statement =>
  sql`UPDATE terminal_pairings SET ended_at = ${now} WHERE merchant_id = ${merchant_id} AND ended_at IS NULL`
export const usePairingStatement = (id: string, terminal_id: string, now: Instant): Statement =>
  sql`UPDATE terminal_pairings SET ended_at = ${now}, terminal_id = ${terminal_id} WHERE id = ${id}`
export const countPairingTryStatement = (id: string): Statement =>
  sql`UPDATE terminal_pairings SET tries = tries + 1 WHERE id = ${id} AND tries < 5 AND ended_at IS NULL`

// — signatures —

/** The terminal of a key id, revoked or not, and by which request this nonce was spent already. */
export type SealRow = Pick<
  TerminalRow,
  'id' | 'public_key' | 'acts' | 'last_used_at' | 'revoked_at'
> & {
  spent_by: string | null
}
export const readSeal = (id: string, nonce: string) =>
  sql<SealRow>`SELECT t.id, t.public_key, t.acts, t.last_used_at, t.revoked_at, n.request_id AS spent_by
        FROM terminals t LEFT JOIN terminal_nonces n ON n.terminal_id = t.id AND n.nonce = ${nonce}
       WHERE t.id = ${id}`
export const spendNonceStatement = (n: {
  terminal_id: string
  nonce: string
  request_id: string
  created_s: number
}): Statement =>
  sql`INSERT INTO terminal_nonces (terminal_id, nonce, request_id, created_s)
      VALUES (${n.terminal_id}, ${n.nonce}, ${n.request_id}, ${n.created_s})`
export const touchTerminalStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE terminals SET last_used_at = ${now} WHERE id = ${id}`
type NonceRow = { nonce: string }
/** `before_s`: by the machine's own time, as terminals date what they sign. */
export const listOldNonces = (before_s: number, limit: number) =>
  sql<NonceRow>`SELECT nonce FROM terminal_nonces WHERE created_s < ${before_s} ORDER BY created_s, nonce LIMIT ${limit}`
/** `nonces`: a JSON list. */
export const deleteNoncesStatement = (before_s: number, nonces: string): Statement =>
  sql`DELETE FROM terminal_nonces
       WHERE created_s < ${before_s} AND nonce IN (SELECT value FROM json_each(${nonces}))`

// — what went through —

export type TerminalTodayRow = Pick<TerminalRow, 'id' | 'name' | 'daily_cap_fen'> & { fen: number }
/** The asking terminal with what it let through on a day; nothing is read for a person. */
export const readTerminalToday = (who: Who, on: LocalDate) =>
  who.kind === 'terminal'
    ? sql<TerminalTodayRow>`SELECT t.id, t.name, t.daily_cap_fen, coalesce(d.fen, 0) AS fen
        FROM terminals t LEFT JOIN terminal_days d ON d.terminal_id = t.id AND d.day = ${on}
       WHERE t.id = ${who.subject_id}`
    : undefined
export const insertTerminalUseStatements = (u: {
  subject_id: string
  terminal_id: string
  day: LocalDate
  fen: number
  cap_fen: number
}): Statement[] => [
  sql`INSERT INTO terminal_uses (subject_id, terminal_id, day, fen)
      VALUES (${u.subject_id}, ${u.terminal_id}, ${u.day}, ${u.fen})`,
  sql`INSERT INTO terminal_days (terminal_id, day, uses_count, fen, cap_fen)
      VALUES (${u.terminal_id}, ${u.day}, 1, ${u.fen}, ${u.cap_fen})
      ON CONFLICT (terminal_id, day) DO UPDATE SET uses_count = uses_count + 1, fen = fen + excluded.fen,
        cap_fen = excluded.cap_fen`,
]
/** Nothing left the card after all: the day has that much room again. Once. */
export const giveBackTerminalUseStatements = (subject_id: string, now: Instant): Statement[] => [
  sql`UPDATE terminal_days SET uses_count = uses_count - 1, fen = terminal_days.fen - u.fen FROM terminal_uses u
       WHERE u.subject_id = ${subject_id} AND u.given_back_at IS NULL
         AND terminal_days.terminal_id = u.terminal_id AND terminal_days.day = u.day`,
  sql`UPDATE terminal_uses SET given_back_at = ${now} WHERE subject_id = ${subject_id} AND given_back_at IS NULL`,
]

export const actsIn = ({ acts }: Pick<TerminalRow, 'acts'>): TerminalAct[] =>
  JSON.parse(acts) as TerminalAct[]
