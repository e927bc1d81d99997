import { type City, type ComplaintKind, valueOn } from '../kernel/city'
import { sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import type { Ask, Moment } from '../platform/act'
import type { Actor } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { COMPLAINTS_A_DAY, freezeFor, lawEnds, returnEnds, startClock } from './rules'
import {
  type ComplaintDetailRow,
  insertComplaint,
  insertStep,
  readCardUses,
  readFiling,
  readReported,
  type UseInQuestionRow,
} from './store'
import { tallyStatement } from './tally'
import { emitComplaint } from './tell'
import { presentComplaint } from './views'
import type { Wish } from './words'

/** A holder looks at so many uses of a card, the newest. */
export const USES_SHOWN = 50

/** A line of the responsibility list of that day. Refuses complaint_kind_unknown. */
function knownKind(
  city: City,
  code: string,
  way: ComplaintKind['way'],
  now: Instant,
): ComplaintKind {
  const kind = valueOn(city, 'complaint_kind', code, localDate(now))
  return kind?.way === way ? kind : refuse('complaint_kind_unknown')
}

type Complained = {
  card_id: string
  kind: string
  wish: Wish
  use_ids: readonly string[]
  amount_fen: number | null
  words: string | null
}
/**
 * 投诉: a holder complains about a card of theirs. What the shop earned through the uses named is kept from its payouts,
 * what is in question on the card the shop cannot take by itself; nothing else stands still. Refuses card_not_found,
 * complaint_kind_unknown, complaint_use_unknown, complaint_use_settled, complaint_open_already, complaints_used_up.
 */
export const fileComplaint = (world: World, ask: Ask, of: Complained) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      filing: readFiling(who, of.card_id, localDate(now)),
      uses: readCardUses(
        sql`(SELECT id FROM cards WHERE id = ${of.card_id} AND consumer_id = ${who.subject_id})`,
        USES_SHOWN,
      ),
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const filing = rows.filing[0] ?? refuse('card_not_found')
      const kind = knownKind(city, of.kind, 'complaint', now)
      const uses = named(rows.uses, of.use_ids)
      const settled = JSON.parse(filing.settled_uses) as string[]
      if (of.use_ids.some((id) => settled.includes(id))) refuse('complaint_use_settled')
      if (filing.open_complaint_id !== null) refuse('complaint_open_already')
      if (filing.filed_today >= COMPLAINTS_A_DAY) refuse('complaints_used_up')

      const frozen = freezeFor({
        asked_fen: of.amount_fen,
        uses_fen: sumFen(uses.map(leftFen)),
        on_card_fen: filing.escrow_fen,
      })
      const { merchant_id, merchant_name, district, sector, holder_mask } = filing
      const shop = { merchant_id, merchant_name, district, sector, holder_mask }
      const said = {
        ...{ way: 'complaint' as const, kind: of.kind, card_id: of.card_id, wish: of.wish },
        words: of.words,
        uses: JSON.stringify(of.use_ids),
      }
      return filed(kit, { ...shop, ...said, ...frozen }, kind, { actor, now, city })
    },
  })

/** What the shop has of a use, less what it gave back. */
export const leftFen = (use: Pick<UseInQuestionRow, 'released_fen' | 'returned_fen'>): number =>
  Math.max(use.released_fen - use.returned_fen, 0)
/** The uses that are named, each once and with something left. Refuses complaint_use_unknown. */
const named = (uses: readonly UseInQuestionRow[], ids: readonly string[]): UseInQuestionRow[] =>
  [...new Set(ids)].map((id) => {
    const use = uses.find((one) => one.id === id)
    return use && (leftFen(use) > 0 || use.released_fen === 0)
      ? use
      : refuse('complaint_use_unknown')
  })

/**
 * 举报: somebody says what a shop does wrong. It has no party: nothing is frozen or mediated, and the shop never reads
 * it. Refuses merchant_not_found, complaint_kind_unknown, complaint_open_already, complaints_used_up.
 */
export const fileReport = (
  world: World,
  ask: Ask,
  of: { merchant_id: string; kind: string; words: string },
) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({ reported: readReported(who, of.merchant_id, localDate(now)) }),
    decide: ({ actor, rows, now, city, kit }) => {
      const shop = rows.reported[0] ?? refuse('merchant_not_found')
      const kind = knownKind(city, of.kind, 'report', now)
      if (shop.open_complaint_id !== null) refuse('complaint_open_already')
      if (shop.filed_today >= COMPLAINTS_A_DAY) refuse('complaints_used_up')

      const { id: merchant_id, name: merchant_name, district, sector, holder_mask } = shop
      const nothing = { amount_fen: 0, reserved_fen: 0, kept_fen: 0, uses: '[]' }
      const said = {
        ...{ way: 'report' as const, kind: of.kind, card_id: null, wish: null },
        words: of.words,
      }
      const place = { merchant_id, merchant_name, district, sector, holder_mask }
      return filed(kit, { ...place, ...said, ...nothing }, kind, { actor, now, city })
    },
  })

type Said = Pick<
  ComplaintDetailRow,
  | 'way'
  | 'kind'
  | 'merchant_id'
  | 'merchant_name'
  | 'district'
  | 'sector'
  | 'holder_mask'
  | 'card_id'
  | 'wish'
  | 'words'
  | 'uses'
  | 'amount_fen'
  | 'reserved_fen'
  | 'kept_fen'
>
function filed(
  kit: Kit,
  said: Said,
  kind: ComplaintKind,
  { actor, now, city }: Moment & { actor: Actor },
) {
  const filed_on = localDate(now)
  const row: ComplaintDetailRow = {
    ...BLANK,
    ...said,
    id: kit.newId('cpl'),
    consumer_id: actor.id,
    status: 'filed',
    unit: kind.unit,
    assigned_at: now,
    return_by: returnEnds(city.calendar, now),
    finish_days: kind.finish_days,
    extend_days: kind.extend_days,
    answer_days: kind.answer_days,
    ...startClock(city.calendar, 'accept', filed_on, kind.accept_days),
    ends_at: lawEnds(city.calendar, now, false),
    filed_at: now,
    filed_on,
  }
  const by = { by_kind: actor.kind, by_id: actor.id }
  const first = { complaint_id: row.id, n: 1, step: 'filed' as const, ...by }
  return {
    status: 201,
    subject_id: row.id,
    body: presentComplaint(row, { now, city, reader: actor.kind }),
    statements: [
      insertComplaint(row),
      insertStep({ ...first, unit: row.unit, note: null, at: now }),
      tallyStatement(row, filed_on, { filed_count: 1, filed_fen: row.amount_fen }),
      emitComplaint(kit, 'complaint.filed', row, now),
    ],
  }
}

const BLANK = {
  overdue_at: null,
  answer_by: null,
  answered_at: null,
  answer: null,
  answer_words: null,
  accepted_at: null,
  extended_at: null,
  refusal_ground: null,
  outcome: null,
  ended_at: null,
  end_note: null,
  is_late: 0,
  called_at: null,
  called_result: null,
  called_note: null,
  stars: null,
  rated_at: null,
  version: 1,
}
