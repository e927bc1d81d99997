import { isGuardianCondition } from '../cards/guardians'
import type { RefundFigure } from '../cards/refund-figure'
import type { CardWithLotsRow } from '../cards/store'
import { escrowAccount, heldAccount, refundingAccount } from '../ledger/chart'
import type { Kind, Principal, RowBeside, Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type {
  BankCardRow,
  ConsumerCardRow,
  MerchantCardRow,
  ReaderCardRow,
  RegulatorCardRow,
} from './parts'
import { cardStandingColumns, type StandingColumns } from './standing'

/** What every reader's view is made from. */
const card = sql`c.id, c.merchant_id, c.consumer_id, c.kind, c.service, c.status, c.version, c.opened_at, c.lots,
                 c.days_off`

/** What rooms above know of a card `c`, handed in where the app is put together: its uses, and the law's figure. */
export type KnownAbove = {
  /** `succeeded_count` and `confirming_count`. */
  uses: Statement
  refund: RefundFigure
}

const balance = (accountOf: (card_id: string) => string) =>
  sql`(SELECT balance_fen FROM ledger_accounts WHERE id = ${accountOf('')} || c.id)`
const escrow = sql`${balance(escrowAccount)} AS escrow_fen`
const held = sql`${balance(heldAccount)} AS held_fen`
const refunding = sql`${balance(refundingAccount)} AS refunding_fen`

/** Whether the asker `me` is the holder's guardian. */
const guarded = isGuardianCondition(sql`c.consumer_id`, sql`me.subject_id`)
const ofShop = sql`LEFT JOIN merchants m ON m.id = c.merchant_id`
const ofHolder = sql`LEFT JOIN consumers h ON h.id = c.consumer_id`

/**
 * Each kind of reader has a statement of its own: the cards it may see (the holder's own and a companion's, the
 * shop's, the jurisdiction's, the bank's), what its view is made from, and nothing else.
 */
type Reader = { columns: Statement<ReaderCardRow>; sees: Statement; joins: Statement }
const readers = ({ uses, refund }: KnownAbove): Partial<Record<Principal, Reader>> => ({
  consumer: {
    columns: sql<ConsumerCardRow>`'consumer' AS reader, ${card}, m.name AS merchant_name, m.code, m.sector,
                  h.nickname AS owner_nickname, ${guarded} AS is_guarded, m.level,
                  m.sales_held_at, m.custody_account_no,
                  ${uses}, ${escrow}, ${held}, ${refund.column}, ${cardStandingColumns}`,
    sees: sql`me.kind = 'consumer' AND (c.consumer_id = me.subject_id OR ${guarded} OR EXISTS (
      SELECT 1 FROM card_companions p
       WHERE p.consumer_id = me.subject_id AND p.card_id = c.id AND p.status = 'accepted'))`,
    joins: sql`${ofShop} ${ofHolder}`,
  },
  staff: {
    columns: sql<MerchantCardRow>`'staff' AS reader, ${card}, h.nickname, h.phone_mask, ${uses}, ${refund.column}`,
    sees: sql`me.kind = 'staff' AND c.merchant_id = me.merchant_id`,
    joins: ofHolder,
  },
  bank: {
    columns: sql<BankCardRow>`'bank' AS reader, ${card}, m.name AS merchant_name, m.level, ${escrow}, ${held}, ${refunding}`,
    sees: sql`me.kind = 'bank'`,
    joins: ofShop,
  },
  regulator: {
    columns: sql<RegulatorCardRow>`'regulator' AS reader, ${card}, m.name AS merchant_name, m.district, m.sector,
                  ${uses}, ${escrow}, ${refund.column}`,
    sees: sql`me.kind = 'regulator' AND (SELECT district FROM merchants WHERE id = c.merchant_id)
      IN (SELECT value FROM json_each(me.districts))`,
    joins: ofShop,
  },
})
/** No such reader: the statement finds nothing. */
const NOBODY = { columns: sql<ReaderCardRow>`${card}`, sees: sql`0`, joins: sql`` }

/** One card for the one who asks, or no row: not yours is not found, and an unknown kind of reader sees none. */
export function cardForReader(
  known: KnownAbove,
): (who: Who, card_id: string) => RowBeside<ReaderCardRow> {
  const by_kind = readers(known)
  return ({ kind }, card_id) => {
    const { columns, sees, joins } = (kind && by_kind[kind]) ?? NOBODY
    return {
      is: 'beside',
      columns,
      joins: sql`LEFT JOIN cards_with_lots c ON c.id = ${card_id} AND ${sees} ${joins}`,
    }
  }
}

/** A card in a list, with its shop, its holder and who reads it. */
export type CardSummaryRow = CardWithLotsRow &
  StandingColumns & {
    merchant_name: string
    code: string
    sector: string
    is_own: number
    is_guarded: number
    nickname: string
    phone_mask: string
    reader: Kind
  }
/** A page of the asker's cards, newest first, with the holder for the shop's staff. */
export const listCards = (
  who: Who,
  page: { before_id: string | null; merchant_id: string | null; limit: number },
) =>
  sql<CardSummaryRow>`SELECT c.*, m.name AS merchant_name, m.code, m.sector, c.consumer_id = me.subject_id AS is_own,
             ${guarded} AS is_guarded, h.nickname, h.phone_mask, me.kind AS reader, ${cardStandingColumns}
        FROM ${who.session} me
        JOIN cards_with_lots c ON (me.kind = 'consumer' AND c.id IN (
                                 SELECT id FROM cards WHERE consumer_id = me.subject_id
                                 UNION ALL SELECT card_id FROM card_companions
                                  WHERE consumer_id = me.subject_id AND status = 'accepted'
                                 UNION ALL SELECT w.id FROM live_guardians g JOIN cards w ON w.consumer_id = g.ward_id
                                  WHERE g.guardian_id = me.subject_id))
                               OR (me.kind = 'staff' AND c.merchant_id = me.merchant_id)
        JOIN merchants m ON m.id = c.merchant_id
        JOIN consumers h ON h.id = c.consumer_id
       WHERE (${page.before_id} IS NULL OR c.id < ${page.before_id})
         AND (${page.merchant_id} IS NULL OR c.merchant_id = ${page.merchant_id})
       ORDER BY c.id DESC LIMIT ${page.limit + 1}`
