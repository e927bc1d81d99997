import { balanceAtColumn, dayEnd, type InForceRow, inForce } from '../closes/store'
import type { Instant, LocalDate } from '../kernel/time'
import { type RowsRead, type Statement, sql } from '../platform/d1'
import { refundedUntilColumn } from '../refunds/store'
import type {
  CarriedBody,
  OpenRefunds,
  PackBody,
  PackCard,
  PackContract,
  PackMerchant,
  PackPayment,
  PackSums,
} from './rules'

const BANK_DAYS_SHOWN = 10

export type PackRow = {
  merchant_id: string
  day: LocalDate
  phase: 'listing' | 'counting' | 'sealed'
  at_card: string
  cards_hash: string
  contracts: PackContract[]
  previous_hash: string | null
  content_hash: string | null
  body: string | null
  began_at: Instant
  sealed_at: Instant | null
  /** The night whose list holds on this one, too, and the hash of its pack. */
  carried_from: LocalDate | null
  carried_hash: string | null
  version: number
}
/** A pack as its table has it: its contracts are JSON. */
export type StoredPackRow = Omit<PackRow, 'contracts'> & { contracts: string }
export const packFrom = <R extends StoredPackRow>({ contracts, ...row }: R) => ({
  ...row,
  contracts: JSON.parse(contracts) as PackContract[],
})
export type PackKey = Pick<PackRow, 'merchant_id' | 'day'>

export const readPack = ({ merchant_id, day }: PackKey) =>
  sql<StoredPackRow>`SELECT * FROM resolution_packs WHERE merchant_id = ${merchant_id} AND day = ${day}`
export const beginPackStatement = ({ merchant_id, day }: PackKey, now: Instant): Statement =>
  sql`INSERT INTO resolution_packs (merchant_id, day, began_at) VALUES (${merchant_id}, ${day}, ${now})`
export const movePackStatement = (
  { merchant_id, day }: PackKey,
  to: Pick<PackRow, 'phase' | 'at_card' | 'cards_hash' | 'contracts' | 'version'>,
): Statement =>
  sql`UPDATE resolution_packs SET phase = ${to.phase}, at_card = ${to.at_card}, cards_hash = ${to.cards_hash},
             contracts = ${JSON.stringify(to.contracts)}, version = ${to.version}
       WHERE merchant_id = ${merchant_id} AND day = ${day}`

type Sealed = {
  body: PackBody | CarriedBody
  content_hash: string
  refers: { carried_from: LocalDate; carried_hash: string } | null
  now: Instant
  version: number
}
export const sealPackStatement = ({ merchant_id, day }: PackKey, of: Sealed): Statement =>
  sql`UPDATE resolution_packs SET phase = 'sealed', previous_hash = ${of.body.previous_hash},
             content_hash = ${of.content_hash}, body = ${JSON.stringify(of.body)}, sealed_at = ${of.now},
             carried_from = ${of.refers?.carried_from ?? null}, carried_hash = ${of.refers?.carried_hash ?? null},
             version = ${of.version}
       WHERE merchant_id = ${merchant_id} AND day = ${day}`

/** What went back through a payment up to a moment: later news changes nothing about it. */
const refundedOf = (purchase_id: Statement, end: Instant): Statement =>
  sql`coalesce((SELECT sum(${refundedUntilColumn(end)}) FROM refund_parts p WHERE p.purchase_id = ${purchase_id}), 0)`

/** Every payment of card `c` as it stood at the end of a day. */
const paymentsAt = (end: Instant): Statement =>
  sql`(SELECT json_group_array(json_object('purchase_id', u.id, 'provider', u.provider, 'provider_ref', u.provider_ref,
              'contract_hash', l.contract_hash, 'template_version', k.template_version,
              'paid_on', date(l.bought_at, '+8 hours'), 'paid_fen', l.paid_fen,
              'refunded_fen', ${refundedOf(sql`u.id`, end)},
              'left_now_fen', l.paid_fen - l.released_fen - l.refunded_fen - l.difference_fen))
         FROM (SELECT * FROM lots WHERE card_id = c.id AND bought_at < ${end} ORDER BY bought_at, id) l
         JOIN purchases u ON u.id = l.purchase_id JOIN contracts k ON k.hash = l.contract_hash)`
/** Of a card that did not move only what its row does not say: by which template each contract was made. */
const TEMPLATES = sql`(SELECT json_group_array(json_object('contract_hash', l.contract_hash,
              'template_version', k.template_version))
         FROM lots l JOIN contracts k ON k.hash = l.contract_hash WHERE l.card_id = c.id)`

type CardsPage = PackKey & { after: string; limit: number; touched: readonly string[] | null }
/** Of a card that did not move there are no figures; `payments` and `before` are JSON. */
export type PackedCardRow = Pick<PackCard, 'card_id'> & {
  consumer_id: string
  is_touched: number
  escrow_fen: number | null
  held_fen: number | null
  refunding_fen: number | null
  payments: string
  before: string | null
}
/**
 * A page of a shop's cards, each with its newest row of earlier nights; those that may have moved since then (`touched`,
 * or all of them) as they stood at the end of the day.
 */
export function readCardsPage(of: CardsPage) {
  const end = dayEnd(of.day)
  const is_touched =
    of.touched === null
      ? sql`1`
      : sql`c.id IN (SELECT value FROM json_each(${JSON.stringify(of.touched)}))`
  const at = (kind: string) => balanceAtColumn(sql`${kind} || ':' || c.id`, end)
  return sql<PackedCardRow>`SELECT c.id AS card_id, c.consumer_id, c.is_touched, iif(c.is_touched, ${at('escrow')}, NULL) AS escrow_fen,
           iif(c.is_touched, ${at('held')} + ${at('disputed')}, NULL) AS held_fen,
           iif(c.is_touched, ${at('refunding')}, NULL) AS refunding_fen,
           iif(c.is_touched, ${paymentsAt(end)}, ${TEMPLATES}) AS payments,
           (SELECT json_object('card_id', o.card_id, 'holder_no', o.holder_no, 'escrow_fen', o.escrow_fen,
                     'held_fen', o.held_fen, 'refunding_fen', o.refunding_fen, 'contract_hash', o.contract_hash,
                     'first_paid_on', o.first_paid_on, 'payments', json(o.payments))
              FROM resolution_cards o WHERE o.card_id = c.id AND o.day < ${of.day} ORDER BY o.day DESC LIMIT 1) AS before
      FROM (SELECT c.id, c.consumer_id, ${is_touched} AS is_touched FROM cards c
             WHERE c.merchant_id = ${of.merchant_id} AND c.id > ${of.after} ORDER BY c.id LIMIT ${of.limit}) c`
}

/** A bound value must stay under D1's 2 MB: cards of so many payments as a card may have go in a few at a time. */
const CARDS_AT_ONCE = 50
/** The rows of a page that say something new. */
export function insertCardsStatements(key: PackKey, cards: readonly PackCard[]): Statement[] {
  const statements: Statement[] = []
  for (let i = 0; i < cards.length; i += CARDS_AT_ONCE)
    statements.push(insertSome(key, cards.slice(i, i + CARDS_AT_ONCE)))
  return statements
}
const insertSome = ({ merchant_id, day }: PackKey, cards: readonly PackCard[]): Statement =>
  sql`INSERT INTO resolution_cards (card_id, day, merchant_id, holder_no, escrow_fen, held_fen, refunding_fen,
                                    contract_hash, first_paid_on, payments)
      SELECT value ->> 'card_id', ${day}, ${merchant_id}, value ->> 'holder_no', value ->> 'escrow_fen',
             value ->> 'held_fen', value ->> 'refunding_fen', value ->> 'contract_hash', value ->> 'first_paid_on',
             value -> 'payments'
        FROM json_each(${JSON.stringify(cards)})`

/** The newest row `r` of each card `c` up to a day, of those that are owed something. */
const listedAt = (merchant_id: Statement, day: Statement): Statement =>
  sql`cards c JOIN resolution_cards r ON r.card_id = c.id
        AND r.day = (SELECT max(x.day) FROM resolution_cards x WHERE x.card_id = c.id AND x.day <= ${day})
       WHERE c.merchant_id = ${merchant_id} AND r.escrow_fen + r.held_fen + r.refunding_fen > 0`

/** A card as its table has it: its payments are JSON. */
type StoredCardRow = PackKey & Omit<PackCard, 'payments'> & { payments: string }
/** A page of the cards of a sealed pack. */
export const readListed = (of: PackKey & { after: string; limit: number }) =>
  sql<StoredCardRow>`SELECT r.* FROM ${listedAt(sql`${of.merchant_id}`, sql`${of.day}`)} AND c.id > ${of.after}
       ORDER BY c.id LIMIT ${of.limit}`
/** The same for the pack that a statement finds, in the round trip of that statement; no rows when it finds none. */
export const readListedIn = (pack: Statement, of: { after: string; limit: number }) =>
  sql<StoredCardRow>`WITH pack AS MATERIALIZED (${pack})
      SELECT r.* FROM ${listedAt(sql`(SELECT merchant_id FROM pack)`, sql`(SELECT day FROM pack)`)} AND c.id > ${of.after}
       ORDER BY c.id LIMIT ${of.limit}`
export const cardFrom = (row: StoredCardRow): PackCard => ({
  ...row,
  payments: JSON.parse(row.payments) as PackPayment[],
})

/** What the stored cards add up to, whoever wrote them. */
const readSums = ({ merchant_id, day }: PackKey) =>
  sql<PackSums>`SELECT count(*) AS cards_count, count(DISTINCT r.holder_no) AS holders_count,
             coalesce(sum(r.escrow_fen), 0) AS escrow_fen, coalesce(sum(r.held_fen), 0) AS held_fen,
             coalesce(sum(r.refunding_fen), 0) AS refunding_fen
        FROM ${listedAt(sql`${merchant_id}`, sql`${day}`)}`
type MerchantRow = Omit<PackMerchant, 'custody_account_mask'> & {
  custody_account_no: string | null
}
const readMerchant = ({ merchant_id }: PackKey) =>
  sql<MerchantRow>`SELECT id, name, entity_type, sector, district, address, licence_no, licence_expires_on, legal_representative,
             settlement_account_mask, custody_account_no, admitted_at FROM merchants WHERE id = ${merchant_id}`
const readCloses = ({ merchant_id, day }: PackKey) =>
  sql<
    InForceRow & { close_hash: string }
  >`SELECT ${inForce}, c.content_hash AS close_hash FROM bank_coverage k
        JOIN bank_closes c INDEXED BY bank_closes_sealed ON c.day = k.day
       WHERE k.merchant_id = ${merchant_id} AND k.day <= ${day} AND c.phase = 'sealed'
       ORDER BY k.day DESC LIMIT ${BANK_DAYS_SHOWN}`
/** Refunds asked for and not over when the day ended, and what of them had reached the holders by then. */
function readRefunds({ merchant_id, day }: PackKey) {
  const end = dayEnd(day)
  return sql<OpenRefunds>`SELECT count(*) AS count, coalesce(sum(r.undisputed_fen + r.disputed_fen), 0) AS asked_fen,
                    coalesce(sum((SELECT sum(${refundedUntilColumn(end)}) FROM refund_parts p
                      WHERE p.refund_id = r.id)), 0) AS paid_fen
               FROM refunds r WHERE r.merchant_id = ${merchant_id} AND r.requested_at < ${end}
                AND r.status <> 'withdrawn' AND (r.done_at IS NULL OR r.done_at >= ${end})`
}
const readPrevious = ({ merchant_id, day }: PackKey) =>
  sql<{
    content_hash: string
  }>`SELECT content_hash FROM resolution_packs WHERE merchant_id = ${merchant_id} AND day < ${day}
         AND phase = 'sealed' ORDER BY day DESC LIMIT 1`
/** What a pack's head says beside the cards. */
export const readHead = (of: PackKey) => ({
  merchant: readMerchant(of),
  closes: readCloses(of),
  refunds: readRefunds(of),
  previous: readPrevious(of),
})
export type HeadRows = RowsRead<ReturnType<typeof readHead>>
/** Everything a pack's head is made of. */
export const readFacts = (of: PackKey) => ({ sums: readSums(of), ...readHead(of) })
/** The pack that has the list of the shop's newest one before a day. */
export const readNewestList = ({ merchant_id, day }: PackKey) =>
  sql<StoredPackRow>`SELECT l.* FROM resolution_packs l WHERE l.merchant_id = ${merchant_id} AND l.day = (
        SELECT coalesce(p.carried_from, p.day) FROM resolution_packs p
         WHERE p.merchant_id = ${merchant_id} AND p.day < ${day} AND p.phase = 'sealed' ORDER BY p.day DESC LIMIT 1)`
