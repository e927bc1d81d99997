import { type ComplaintDetailRow, readComplaints } from '../complaints/store'
import type { City } from '../kernel/city'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { awardRange } from '../refunds/settle'
import {
  type RefundableRow,
  type RefundDetailRow,
  readRefundable,
  readRefunds,
  refundableFrom,
  refundFrom,
} from '../refunds/store'
import { answersEnd, proposedFen, sharedFen } from './rules'
import { insertMediation, type MediationDetailRow, readOpenMediation } from './store'
import { emitMediation } from './tell'
import { presentMediation } from './views'

/** Everything a proposal about a card is decided on. */
export const settlingReads = (card: Statement, where: Statement) => ({
  card: readRefundable(sql`c.id = ${card} AND ${where}`),
  refund: readRefunds(
    sql`r.card_id = ${card} AND r.status IN ('asked', 'contested') ORDER BY r.id DESC LIMIT 1`,
  ),
  open: readOpenMediation(card),
  complaint: readComplaints(sql`k.card_id = ${card} AND k.clock IS NOT NULL`),
  shop: sql<ShopRow>`SELECT m.licence_no, m.legal_representative, m.address, p.phone_mask AS holder_mask
      FROM cards c JOIN merchants m ON m.id = c.merchant_id JOIN consumers p ON p.id = c.consumer_id WHERE c.id = ${card}`,
})
type ShopRow = {
  licence_no: string
  legal_representative: string
  address: string
  holder_mask: string
}
export type SettlingRows = {
  card: readonly RefundableRow[]
  refund: readonly RefundDetailRow[]
  open: readonly { id: string }[]
  complaint: readonly ComplaintDetailRow[]
  shop: readonly ShopRow[]
}
/** A card in a supervisor's jurisdiction. */
export const isInJurisdiction = (who: Who): Statement =>
  sql`m.district IN (SELECT p.value FROM ${who.session} me, json_each(me.districts) p)`

/** Who mediates where no complaint says so: whoever handles refused refunds. */
const MEDIATING_UNIT = 'market'

type Proposed = {
  words: string
  agreed_fen: number | null
  share_bp: number | null
  by: string
  batch_id: string | null
}
type Moment = { now: Instant; city: City }
/**
 * A proposal about a card, within what the refund engine gives. Refuses card_not_found, mediation_open_already,
 * mediation_complaint_not_accepted, mediation_nothing_to_settle, mediation_outside_range.
 */
export function planProposal(
  kit: Kit,
  rows: SettlingRows,
  of: Proposed,
  { now, city }: Moment,
): { mediation: MediationDetailRow; statements: Statement[] } {
  const seen = refundableFrom(rows.card[0] ?? refuse('card_not_found'))
  const shop = rows.shop[0] ?? refuse('card_not_found')
  const [complaint] = rows.complaint
  if (complaint && complaint.status !== 'accepted') refuse('mediation_complaint_not_accepted')
  if (rows.open.length > 0) refuse('mediation_open_already')
  const open = rows.refund[0] ? refundFrom(rows.refund[0]) : undefined
  const range = awardRange(seen, open, now) ?? refuse('mediation_nothing_to_settle')
  const typed = of.share_bp === null ? of.agreed_fen : sharedFen(range, of.share_bp)
  const mediation: MediationDetailRow = {
    ...BLANK,
    ...shop,
    ...range,
    id: kit.newId('med'),
    batch_id: of.batch_id,
    complaint_id: complaint?.id ?? null,
    complaint_outcome: complaint?.outcome ?? null,
    card_id: seen.card.id,
    merchant_id: seen.card.merchant_id,
    merchant_name: seen.merchant_name,
    district: seen.district,
    consumer_id: seen.card.consumer_id,
    unit: complaint?.unit ?? MEDIATING_UNIT,
    agreed_fen: proposedFen(range, typed),
    words: of.words,
    proposed_by: of.by,
    proposed_at: now,
    answer_by: answersEnd(city.calendar, now),
  }
  return {
    mediation,
    statements: [
      insertMediation(mediation),
      emitMediation(kit, 'mediation.proposed', mediation, now),
    ],
  }
}

/** A mediator of the district proposes what a holder gets of a card. Refuses what `planProposal` refuses. */
export const proposeMediation = (
  world: World,
  ask: Ask,
  of: { card_id: string; agreed_fen: number | null; words: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => settlingReads(sql`${of.card_id}`, isInJurisdiction(who)),
    decide: ({ actor, rows, now, city, kit }) => {
      const { agreed_fen, words } = of
      const said = { agreed_fen, words, share_bp: null, batch_id: null, by: actor.id }
      const { mediation, statements } = planProposal(kit, rows, said, { now, city })
      return {
        status: 201,
        subject_id: mediation.id,
        body: presentMediation(mediation, { now, city, reader: actor.kind }),
        statements,
      }
    },
  })

const BLANK = {
  status: 'proposed' as const,
  holder_at: null,
  shop_at: null,
  shop_by: null,
  declined_by: null,
  decline_words: null,
  ended_at: null,
  executed_refund_id: null,
  agreement: null,
  agreement_hash: null,
  confirm_by: null,
  court_no: null,
  court_on: null,
  version: 1,
}
