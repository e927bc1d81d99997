import * as z from 'zod'
import { idPattern, type Prefix } from '../kernel/ids'

/** What the data of events is made of: ids, states, days, instants, whole fen. Never a name, a phone or an account. */
export const id = (prefix: Prefix) => z.string().regex(idPattern(prefix))
export const fen = z.int()
export const units = z.int()
export const count = z.int()
export const instant = z.iso.datetime()
export const day = z.iso.date()
export const unit = z.enum(['fen', 'visit', 'day'])

const of = z.strictObject
export const ofMerchant = of({ merchant_id: id('mch') })
export const ofCard = of({ card_id: id('crd') })
export const ofPart = { part_id: id('rfp'), amount_fen: fen }

export const ofUse = ofCard.extend({
  redemption_id: id('rdm'),
  status: z.enum(['user_confirming', 'succeeded', 'canceled', 'expired']),
  way: z.enum([
    'code_use',
    'counter_use',
    'claim',
    'capture',
    'no_show',
    'late_cancel',
    'check_in',
  ]),
  unit,
  units,
  released_fen: fen,
  balance_after_units: units.nullable(),
  escrow_after_fen: fen.nullable(),
})

export const ofHold = ofCard.extend({
  hold_id: id('hld'),
  kind: z.enum(['claim', 'booking']),
  status: z.enum(['held', 'contested', 'captured', 'voided', 'expired']),
  unit: z.enum(['fen', 'visit']),
  units,
  held_fen: fen,
  captured_units: units.nullable(),
  redemption_id: id('rdm').nullable(),
  resolved_by: z.enum(['holder', 'silence', 'shop', 'no_show', 'decision', 'clock']).nullable(),
  confirm_by: instant.nullable(),
  starts_at: instant.nullable(),
  recorded_as: z.enum(['capture', 'no_show', 'late_cancel']).nullable(),
  is_disputed: z.boolean(),
})

export const ofRefund = ofCard.extend({
  refund_id: id('rfd'),
  cause: z.enum(['cooling_off', 'consumer', 'merchant', 'neutral']),
  status: z.enum(['asked', 'contested', 'decided', 'done', 'withdrawn']),
  undisputed_fen: fen,
  disputed_fen: fen,
  contest_by: instant.nullable(),
  refunded_fen: fen,
})

export const ofDispute = of({
  dispute_id: id('dsp'),
  card_id: id('crd').nullable(),
  lot_id: id('lot').nullable(),
  status: z.string(),
  amount_fen: fen,
  held_fen: fen,
  reserved_fen: fen,
  respond_by: instant.nullable(),
  unused_fen: fen,
  claim_fen: fen,
})

export const ofCorrection = ofCard.extend({
  correction_id: id('cor'),
  redemption_id: id('rdm'),
  kind: z.enum(['void', 'refund']),
  units,
  returned_fen: fen,
})

export const ofLot = ofCard.extend({ lot_id: id('lot'), ends_on: day, units })

export const ofChange = of({
  change_id: id('chg'),
  kind: z.enum(['move', 'legal_representative', 'licence', 'takeover']),
  from_on: day,
  leave_by: day,
})

const ofEnding = of({ ending_id: id('end'), closes_on: day.nullable(), reason: z.string() })
/** To the shop alone; to a holder with what their card is owed and where it is. */
export const ofAnnouncement = ofEnding.extend({
  owed_fen: fen.optional(),
  covered_fen: fen.optional(),
  transit_fen: fen.optional(),
  unchecked_fen: fen.optional(),
  short_fen: fen.optional(),
  business_day: day.nullable().optional(),
})
export const ofEndingAlone = ofEnding
export const ofEndingDone = ofEnding.extend({ owed_fen: fen, covered_fen: fen, shortfall_fen: fen })

export const ofPayout = of({ payout_id: id('pyo'), amount_fen: fen, reason: z.string().nullable() })
export const ofCoverage = ofMerchant.extend({
  day,
  missing_fen: fen,
  short_fen: fen,
  owed_fen: fen,
  covered_fen: fen,
  coverage_bp: z.int().nullable(),
})
export const ofCompanion = ofCard.extend({
  companion_id: id('cmp'),
  relation: z.enum(['child', 'parent', 'spouse', 'guardian', 'other']),
})
export const ofStop = ofCard.extend({ stop_id: id('stp') })
export const bare = of
