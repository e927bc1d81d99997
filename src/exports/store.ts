import { ulids } from '../kernel/ids'
import { epochMs, HOUR_MS, type Instant, type LocalDate } from '../kernel/time'
import { type IdRow, type Statement, sql } from '../platform/d1'
import { CARD_KINDS, PROVIDER_KINDS, SHOP_KINDS } from './account-rules'
import type { Span } from './span-rules'

/** An account's id and time are made within moments of each other; so far apart they never are. */
const APART_MS = HOUR_MS
/** The lowest id that a transfer of this moment can have. */
export const lowestId = (at_ms: number): string =>
  ulids(
    () => at_ms,
    (bytes) => new Uint8Array(bytes),
  )('trf')
export const idsFrom = (at: Instant): string => lowestId(epochMs(at) - APART_MS)
export const idsUntil = (at: Instant): string => lowestId(epochMs(at) + APART_MS)

/**
 * What an account `a` held when everything booked before `at` was in it: its balance less what was booked since. It
 * looks back no further than the newest entry that is certainly older.
 */
const balanceBefore = (at: Instant): Statement =>
  sql`a.balance_fen - coalesce((SELECT sum(e.amount_fen)
        FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer_id
       WHERE e.account_id = a.id AND t.created_at >= ${at} AND e.account_version > coalesce((
             SELECT f.account_version FROM ledger_entries f
              WHERE f.account_id = a.id AND f.transfer_id < ${idsFrom(at)}
              ORDER BY f.account_version DESC LIMIT 1), 0)), 0)`

/** Whether an account is in the file at all: something was booked on it before the file's end. */
const knownBy = (ends_at: Instant): Statement =>
  sql`(EXISTS (SELECT 1 FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer_id
               WHERE e.account_id = a.id AND t.created_at < ${ends_at})
    OR EXISTS (SELECT 1 FROM archived_stretches y WHERE y.account_id = a.id AND y.first_at < ${ends_at}))`

/** A ledger balance (ledger's sign) of an account, or of all the accounts of one kind that a shop's cards have. */
export type BalanceRow = { account_id: string; shop: string | null; balance_fen: number }

const only = (merchant_id: string | null, column: Statement): Statement =>
  merchant_id === null ? sql`1` : sql`${column} = ${merchant_id}`

type Page = { merchant_id: string | null; after: string; limit: number }
/** Balances as they stood before `at`, of the accounts known before the file ends. */
export type Moment = { at: Instant; ends_at: Instant }

export const merchantPageQuery = ({ merchant_id, after, limit }: Page) =>
  sql<IdRow>`SELECT m.id FROM merchants m WHERE ${only(merchant_id, sql`m.id`)} AND m.id > ${after}
       ORDER BY m.id LIMIT ${limit}`

/** The accounts that shops have by themselves, and what their cards have together, named after the first card. */
export const readShopBalances = (shops: readonly string[], { at, ends_at }: Moment) =>
  sql<BalanceRow>`SELECT a.id AS account_id, s.value AS shop, ${balanceBefore(at)} AS balance_fen
        FROM json_each(${JSON.stringify(shops)}) s JOIN json_each(${JSON.stringify(SHOP_KINDS)}) k
        JOIN ledger_accounts a ON a.id = k.value || ':' || s.value
       WHERE ${knownBy(ends_at)} ORDER BY s.value, k.key`

export const readCardSums = (shops: readonly string[], { at, ends_at }: Moment) =>
  sql<BalanceRow>`SELECT min(a.id) AS account_id, c.merchant_id AS shop, sum(${balanceBefore(at)}) AS balance_fen
        FROM json_each(${JSON.stringify(shops)}) s JOIN cards c ON c.merchant_id = s.value
        JOIN json_each(${JSON.stringify(CARD_KINDS)}) k
        JOIN ledger_accounts a ON a.id = k.value || ':' || c.id
       WHERE ${knownBy(ends_at)} GROUP BY c.merchant_id, k.key ORDER BY c.merchant_id, k.key`

/** What each card has, by a page of cards of the shop or of all shops. */
export const cardPageQuery = ({ merchant_id, after, limit }: Page) =>
  sql<IdRow>`SELECT c.id FROM cards c WHERE ${only(merchant_id, sql`c.merchant_id`)} AND c.id > ${after}
       ORDER BY c.id LIMIT ${limit}`

export const readCardBalances = (cards: readonly string[], { at, ends_at }: Moment) =>
  sql<BalanceRow>`SELECT a.id AS account_id, c.merchant_id AS shop, ${balanceBefore(at)} AS balance_fen
        FROM json_each(${JSON.stringify(cards)}) s JOIN cards c ON c.id = s.value
        JOIN json_each(${JSON.stringify(CARD_KINDS)}) k
        JOIN ledger_accounts a ON a.id = k.value || ':' || c.id
       WHERE ${knownBy(ends_at)} ORDER BY c.id, k.key`

/** A handful: one or two for each provider. CROSS JOIN keeps the order, or every account would be looked at. */
export const readProviderBalances = ({ at, ends_at }: Moment) =>
  sql<BalanceRow>`SELECT a.id AS account_id, NULL AS shop, ${balanceBefore(at)} AS balance_fen
        FROM json_each(${JSON.stringify(PROVIDER_KINDS)}) k
        CROSS JOIN ledger_accounts a ON a.id >= k.value || ':' AND a.id < k.value || ';'
       WHERE ${knownBy(ends_at)} ORDER BY a.id`

export type TransferRow = {
  id: string
  from_account_id: string
  to_account_id: string
  amount_fen: number
  reason: string
  subject_id: string
  event_at: Instant
  created_at: Instant
  from_card_shop: string | null
  to_card_shop: string | null
}
const ownerOf = (column: Statement): Statement => sql`substr(${column}, instr(${column}, ':') + 1)`

/** Transfers booked in a span, in the order of their ids, of everybody or touching one shop. */
export const listTransfers = (of: {
  merchant_id: string | null
  span: Span
  after: string
  until: string
  limit: number
}) => {
  const from = ownerOf(sql`t.from_account_id`)
  const to = ownerOf(sql`t.to_account_id`)
  const mine =
    of.merchant_id === null
      ? sql`1`
      : sql`${of.merchant_id} IN (coalesce(f.merchant_id, ${from}), coalesce(o.merchant_id, ${to}))`
  return sql<TransferRow>`SELECT t.id, t.from_account_id, t.to_account_id, t.amount_fen, t.reason, t.subject_id, t.event_at,
                    t.created_at, f.merchant_id AS from_card_shop, o.merchant_id AS to_card_shop
               FROM ledger_transfers t
               LEFT JOIN cards f ON f.id = ${from} LEFT JOIN cards o ON o.id = ${to}
              WHERE t.id > ${of.after} AND t.id <= ${of.until}
                AND t.created_at >= ${of.span.starts_at} AND t.created_at < ${of.span.ends_at} AND ${mine}
              ORDER BY t.id LIMIT ${of.limit}`
}

type CardShopRow = { id: string; merchant_id: string }
/** Whose cards these are (JSON list of ids). */
export const readCardShops = (ids: string) =>
  sql<CardShopRow>`SELECT id, merchant_id FROM cards WHERE id IN (SELECT value FROM json_each(${ids}))`

type PieceRow = { no: number; content_hash: string; day: LocalDate }
/** Segments of what moved out, of the days from one to another, in their order. */
export const readPieces = (of: { from: LocalDate; to: LocalDate; after: number; limit: number }) =>
  sql<PieceRow>`SELECT no, content_hash, day FROM archive_segments
       WHERE phase = 'cleared' AND day >= ${of.from} AND day <= ${of.to} AND no > ${of.after} ORDER BY no LIMIT ${of.limit}`
