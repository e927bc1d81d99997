import type { Consent, Way } from '../cards/consent-rules'
import { isGuardianCondition } from '../cards/guardians'
import { type CardWithLotsRow, cardFrom, type StoredCard } from '../cards/store'
import { type Instant, type LocalDate, plusMs } from '../kernel/time'
import { isNamedShop } from '../merchants/shop-store'
import type { Actor, Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { triesThisMinuteColumn } from './limits'
import { payCodeStep } from './pay-code'
import { acceptanceColumn, type PlaceColumns, placeColumns } from './place'
import { KEYS_WITHIN_MS, SAME_AMOUNT_WITHIN_MS } from './rules'

/** The ways of a release that leave a receipt. */
export type UseWay = Exclude<Way, 'period_days' | 'price_difference'>
type RedemptionStatus = 'user_confirming' | 'succeeded' | 'canceled' | 'expired'
export type LotUsed = { lot_id: string; units: number; released_fen: number }
export type RedemptionRow = {
  id: string
  card_id: string
  merchant_id: string
  staff_id: string
  out_no: string | null
  unit: 'fen' | 'visit' | 'day'
  units: number
  /** What was asked for where the card had less and all of it was taken; null: just `units`. */
  asked_units: number | null
  item_id: string | null
  /** What it cost at list price, where its units do not say it: an item of several visits. */
  list_value_fen: number | null
  label: string
  released_fen: number
  status: RedemptionStatus
  balance_after_units: number | null
  escrow_after_fen: number | null
  lot_uses: string
  started_at: Instant
  confirm_by: Instant | null
  ended_at: Instant | null
  version: number
  merchant_name: string
  /** At which shop of the merchant, and what that one is called; null: nobody said, or before shops were told apart. */
  shop_id: string | null
  shop_name: string | null
  /** What the terminal is called that it went through; null: a person rang it up. */
  terminal_name: string | null
  /** Whose card it was; only for telling them, never shown. */
  consumer_id?: string
  /** A visit on a period card: the how-manieth of its day, and the last day of the card. */
  check_in_no?: number | null
  check_in_lot_id?: string | null
  card_ends_on?: string | null
  /** By which way it came about, and how its holder agreed; null while it waits, or when it ended without. */
  way: UseWay
  consent: Consent | null
  /** What corrections have given back since, known to reads only. */
  corrected_units?: number
  returned_fen?: number
}

/** What one round trip tells about a shown code: the asking shop, the alias, and the card if it is this shop's. */
type SeenByCode = PlaceColumns & {
  merchant_id: string
  merchant_name: string
  district: string
  sector: string
  alias: number | null
  alias_card_id: string | null
  issued_at: Instant
  grace_ends_at: Instant
  bad_tries: number
  locked_until: Instant | null
  revoked_at: Instant | null
  /** Its key was not ended: by its session's end, or by the holder's new epoch. */
  is_live: number
  used_steps: string
  minute_tries: number
  out_no_taken: number
  just_used: string
  no_pin_count: number
  no_pin_fen: number
  escrow_fen: number
  id: string | null
}
export type CodeFacts = SeenByCode & { card: StoredCard | null }

type CodeQuestion = {
  alias: number
  out_no: string | null
  shop_id: string | null
  now: Instant
  on: LocalDate
}
type Alias = Pick<SeenByCode, 'issued_at' | 'grace_ends_at' | 'bad_tries' | 'escrow_fen'>
/** The card's columns are null together, and the alias's: the code is of another shop's card, or of none. */
type ByCodeRow = Omit<SeenByCode, keyof Alias> & { [N in keyof Alias]: Alias[N] | null } & Omit<
    { [N in keyof CardWithLotsRow]: CardWithLotsRow[N] | null },
    keyof SeenByCode
  >
const NO_ALIAS: Alias = { issued_at: '', grace_ends_at: '', bad_tries: 0, escrow_fen: 0 }
export const readByCode = (who: Who, { alias, out_no, shop_id, now, on }: CodeQuestion) =>
  sql<ByCodeRow>`SELECT c.*, m.id AS merchant_id, m.name AS merchant_name, m.district, m.sector,
             a.alias, a.card_id AS alias_card_id, a.issued_at, a.grace_ends_at, a.bad_tries, a.locked_until,
             a.revoked_at, EXISTS (SELECT 1 FROM live_pay_code_aliases WHERE alias = a.alias) AS is_live,
             ${usedStepsColumn(now)} AS used_steps,
             ${triesThisMinuteColumn(now)} AS minute_tries,
             ${outNoTakenColumn(out_no)} AS out_no_taken, ${justUsedColumn(now)} AS just_used,
             coalesce(d.no_pin_count, 0) AS no_pin_count, coalesce(d.no_pin_fen, 0) AS no_pin_fen,
             e.balance_fen AS escrow_fen, ${placeColumns(who, sql`m.id`, shop_id)}
        FROM merchants m
        LEFT JOIN pay_code_aliases a ON a.alias = ${alias}
        LEFT JOIN cards_with_lots c ON c.id = a.card_id AND c.merchant_id = m.id
        LEFT JOIN card_days d ON d.card_id = c.id AND d.day = ${on}
        LEFT JOIN ledger_accounts e ON e.id = 'escrow:' || c.id
       WHERE m.id = ${who.merchant_id}`

/** A JSON list: the steps of alias `a` that are used, as far as a till still takes them. */
const usedStepsColumn = (now: Instant): Statement =>
  sql`(SELECT json_group_array(step) FROM pay_code_uses
        WHERE alias = a.alias AND step >= ${payCodeStep(now) - 1})`

export const outNoTakenColumn = (out_no: string | null): Statement =>
  out_no === null
    ? sql`0`
    : sql`EXISTS (SELECT 1 FROM redemptions WHERE merchant_id = m.id AND out_no = ${out_no})`

/** The last few uses are enough: a minute holds no more of them than one card can make. */
export const justUsedColumn = (now: Instant): Statement =>
  sql`(SELECT json_group_array(units) FROM (
        SELECT units, ended_at FROM redemptions
         WHERE card_id = c.id AND status = 'succeeded' ORDER BY id DESC LIMIT 5)
       WHERE ended_at > ${plusMs(now, -SAME_AMOUNT_WITHIN_MS)})`

export function codeFactsFrom(seen: ByCodeRow): CodeFacts {
  const { issued_at, grace_ends_at, bad_tries, escrow_fen } = seen
  const alias = {
    issued_at: issued_at ?? NO_ALIAS.issued_at,
    grace_ends_at: grace_ends_at ?? NO_ALIAS.grace_ends_at,
    bad_tries: bad_tries ?? NO_ALIAS.bad_tries,
    escrow_fen: escrow_fen ?? NO_ALIAS.escrow_fen,
  }
  const card = seen.id === null ? null : cardFrom(seen as CardWithLotsRow)
  return { ...seen, ...alias, card }
}

/** The price lists of the contracts behind the lots of a code's card that can be used on this day. */
export const readPriceLists = (alias: number, on: LocalDate) =>
  sql<{ price_list: string }>`SELECT k.price_list FROM pay_code_aliases a
        JOIN lots l ON l.card_id = a.card_id AND l.used_units < l.face_units AND l.refund_id IS NULL
                   AND l.starts_on <= ${on} AND (l.ends_on IS NULL OR l.ends_on >= ${on})
        JOIN contracts k ON k.hash = l.contract_hash
       WHERE a.alias = ${alias}`

/** The step is spent with the use, or not at all. A good code ends the count of bad ones. */
export function useCodeStatements(
  seen: CodeFacts,
  of: { step: number; redemption_id: string; now: Instant },
): Statement[] {
  const used = sql`INSERT INTO pay_code_uses (alias, step, redemption_id, used_at)
                   VALUES (${seen.alias}, ${of.step}, ${of.redemption_id}, ${of.now})`
  const forgive = sql`UPDATE pay_code_aliases SET bad_tries = 0 WHERE alias = ${seen.alias}`
  return seen.bad_tries > 0 ? [used, forgive] : [used]
}

export type NewRedemption = Omit<
  RedemptionRow,
  'version' | 'merchant_name' | 'shop_name' | 'terminal_name'
>
export const insertRedemption = (r: NewRedemption): Statement =>
  sql`INSERT INTO redemptions (id, card_id, merchant_id, staff_id, out_no, unit, units, item_id, label, released_fen,
                               status, balance_after_units, escrow_after_fen, lot_uses, started_at, confirm_by, ended_at,
                               shop_id, way, consent, list_value_fen, asked_units)
      VALUES (${r.id}, ${r.card_id}, ${r.merchant_id}, ${r.staff_id}, ${r.out_no}, ${r.unit}, ${r.units}, ${r.item_id},
              ${r.label}, ${r.released_fen}, ${r.status}, ${r.balance_after_units}, ${r.escrow_after_fen},
              ${r.lot_uses}, ${r.started_at}, ${r.confirm_by}, ${r.ended_at}, ${r.shop_id},
              ${r.way}, ${r.consent}, ${r.list_value_fen}, ${r.asked_units})`

/** Ends a waiting redemption; it ends once, whoever comes first (trigger). */
export const endRedemptionStatement = (r: RedemptionRow): Statement =>
  sql`UPDATE redemptions SET status = ${r.status}, released_fen = ${r.released_fen}, lot_uses = ${r.lot_uses},
             balance_after_units = ${r.balance_after_units}, escrow_after_fen = ${r.escrow_after_fen},
             ended_at = ${r.ended_at}, consent = ${r.consent}, version = ${r.version + 1}
       WHERE id = ${r.id}`

/**
 * How often card `c` was used, from an index alone. The states are written out: a bound one would meet the partial
 * index on waiting redemptions, and SQLite would then prepare the statement anew for every value.
 */
export const cardUsesColumns = sql`
  (SELECT count(*) FROM redemptions WHERE card_id = c.id AND status = 'succeeded') AS succeeded_count,
  (SELECT count(*) FROM redemptions WHERE card_id = c.id AND status = 'user_confirming') AS confirming_count`

const corrected = (column: Statement): Statement =>
  sql`(SELECT coalesce(sum(${column}), 0) FROM done_corrections WHERE redemption_id = r.id)`

/** A redemption of the asker's own: the shop's (a terminal's: that went through it), or of a card the asker holds. */
export const readRedemptions = (who: Who, where: Statement) =>
  redemptionsWhere(sql`${isParty(who)} AND ${where}`)
/** One the asker may read: their own, or of a card they accompany, which settles and cancels nothing. */
export const readRedemptionsFor = (who: Who, where: Statement) =>
  redemptionsWhere(sql`(${isParty(who)} OR (${since}
    AND (${isGuardianCondition(sql`c.consumer_id`, who.subject_id)} OR EXISTS (
    SELECT 1 FROM card_companions p
     WHERE p.card_id = c.id AND p.consumer_id = ${who.subject_id} AND p.status = 'accepted')))) AND ${where}`)

const since = sql`r.started_at > coalesce(c.transferred_at, '')`
const isParty = (who: Who): Statement =>
  who.kind === 'terminal'
    ? sql`(r.merchant_id = ${who.merchant_id} AND r.staff_id = ${who.subject_id})`
    : who.kind === 'app'
      ? sql`(r.merchant_id = ${who.merchant_id} AND ${isNamedShop(who, sql`r.shop_id`)})`
      : sql`(r.merchant_id = ${who.merchant_id} OR (c.consumer_id = ${who.subject_id} AND ${since}))`
const redemptionsWhere = (where: Statement) =>
  sql<RedemptionRow>`SELECT r.*, m.name AS merchant_name, b.name AS shop_name, t.name AS terminal_name, c.consumer_id,
             ${corrected(sql`units`)} AS corrected_units,
             ${corrected(sql`returned_fen`)} AS returned_fen FROM redemptions r
        JOIN merchants m ON m.id = r.merchant_id JOIN cards c ON c.id = r.card_id LEFT JOIN shops b ON b.id = r.shop_id
        LEFT JOIN terminals t ON t.id = r.staff_id
       WHERE ${where}`

/** A card with what settling a waiting use of it on fresh rows needs. */
type SettleRow = CardWithLotsRow & {
  district: string
  sector: string
  escrow_fen: number
  acceptance: string
}
export const readToSettle = (redemption_id: string) =>
  sql<SettleRow>`SELECT c.*, m.district, m.sector, e.balance_fen AS escrow_fen, ${acceptanceColumn} AS acceptance
        FROM redemptions r JOIN cards_with_lots c ON c.id = r.card_id JOIN merchants m ON m.id = r.merchant_id
        JOIN ledger_accounts e ON e.id = 'escrow:' || c.id
       WHERE r.id = ${redemption_id}`

// — aliases —

export type AliasRow = {
  alias: number
  card_id: string
  issued_at: Instant
  expires_at: Instant
  grace_ends_at: Instant
}
/**
 * A card's alias that still works at `now`: this device's, or failing that the newest of another device of the holder
 * (`is_own` says which); its columns are null together where there is none.
 */
export type CardAliasRow = {
  card_id: string
  status: string
  merchant_name: string
  alias: number | null
  issued_at: Instant | null
  expires_at: Instant | null
  grace_ends_at: Instant | null
  is_own: number | null
  /** A JSON list: which of its steps around now are used. */
  used_steps: string
  /** How many keys the card's devices were given of late. */
  keys_of_late: number
}
export const readAlias = (who: Who, card_id: string, now: Instant) =>
  sql<CardAliasRow>`SELECT c.id AS card_id, c.status, m.name AS merchant_name, a.alias, a.issued_at, a.expires_at, a.grace_ends_at,
             a.session_id IS (SELECT id FROM ${who.session}) AS is_own,
             ${usedStepsColumn(now)} AS used_steps,
             (SELECT count(*) FROM pay_code_aliases
               WHERE card_id = c.id AND issued_at > ${plusMs(now, -KEYS_WITHIN_MS)}) AS keys_of_late
        FROM cards c JOIN merchants m ON m.id = c.merchant_id
        LEFT JOIN pay_code_aliases a ON a.card_id = c.id AND a.grace_ends_at > ${now}
         AND EXISTS (SELECT 1 FROM live_pay_code_aliases WHERE alias = a.alias)
       WHERE c.id = ${card_id} AND c.consumer_id = ${who.subject_id}
       ORDER BY is_own DESC, a.issued_at DESC LIMIT 1`
export const listTaken = (aliases: readonly number[]) =>
  sql<{
    alias: number
  }>`SELECT alias FROM pay_code_aliases WHERE alias IN (SELECT value FROM json_each(${JSON.stringify(aliases)}))`
/** For the holder of this very moment: a key asked for while the card is frozen or changes hands is not made. */
export const insertAlias = (a: AliasRow, holder: Pick<Actor, 'id' | 'session_id'>): Statement =>
  sql`INSERT INTO pay_code_aliases (alias, card_id, issued_at, expires_at, grace_ends_at, holder_id, session_id,
                                    key_epoch)
      VALUES (${a.alias}, ${a.card_id}, ${a.issued_at}, ${a.expires_at}, ${a.grace_ends_at}, ${holder.id},
              ${holder.session_id}, (SELECT key_epoch FROM consumers WHERE id = ${holder.id}))`
/** All aliases of a card, or one device's; the others go on. */
export const revokeAliasesStatement = (card_id: string, now: Instant, alias?: number): Statement =>
  sql`UPDATE pay_code_aliases SET revoked_at = ${now} WHERE card_id = ${card_id} AND revoked_at IS NULL
         AND alias = coalesce(${alias ?? null}, alias)`
