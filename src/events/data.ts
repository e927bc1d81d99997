import * as z from 'zod'
import type { EventType } from './catalogue'
import * as o from './parts'

/** Said alike by several events. */
const merchantData = o.ofMerchant.meta({ id: 'MerchantEventData' })
const useData = o.ofUse.meta({ id: 'UseEventData' })
const holdData = o.ofHold.meta({ id: 'HoldEventData' })
const refundData = o.ofRefund.meta({ id: 'RefundEventData' })
const disputeData = o.ofDispute.meta({ id: 'DisputeEventData' })
const correctionData = o.ofCorrection.meta({ id: 'CorrectionEventData' })
const lotData = o.ofLot.meta({ id: 'LotEventData' })
const changeData = o.ofChange.meta({ id: 'ChangeEventData' })
const announcementData = o.ofAnnouncement.meta({ id: 'AnnouncementEventData' })
const endingAloneData = o.ofEndingAlone.meta({ id: 'EndingEventData' })
const payoutData = o.ofPayout.meta({ id: 'PayoutEventData' })
const coverageData = o.ofCoverage.meta({ id: 'CoverageEventData' })
const companionData = o.ofCompanion.meta({ id: 'CompanionEventData' })
const stopData = o.ofStop.meta({ id: 'ServiceStopEventData' })

/**
 * What each event says, whoever tells it. A field that comes later is optional: events that happened before stay true.
 * A program that listens must pass over fields it does not know.
 */
export const EVENT_DATA = {
  'merchant.admitted': merchantData,
  'merchant.sales_held': merchantData,
  'merchant.sales_lifted': merchantData,
  'webhook_endpoint.disabled': o.bare({
    endpoint_id: o.id('whk'),
    failing_since: o.instant.nullable(),
    reason: z.enum(['kept_failing', 'gone']),
  }),
  'webhook_endpoint.tested': o.bare({ endpoint_id: o.id('whk') }),
  'purchase.paid': o.ofCard.extend({
    purchase_id: o.id('pur'),
    lot_id: o.id('lot'),
    paid_fen: o.fen,
  }),
  'purchase.returned': o.bare({
    purchase_id: o.id('pur').nullable(),
    amount_fen: o.fen,
    reason: z.string(),
  }),
  'dispute.opened': disputeData,
  'dispute.updated': disputeData,
  'dispute.won': disputeData,
  'dispute.lost': disputeData,
  'redemption.succeeded': useData,
  'redemption.user_confirming': useData,
  'redemption.canceled': useData,
  'redemption.expired': useData,
  'claim.started': holdData,
  'claim.contested': holdData,
  'claim.confirmed': holdData,
  'claim.decided': holdData,
  'hold.voided': holdData,
  'booking.created': holdData,
  'booking.recorded': holdData,
  'booking.captured': holdData,
  'booking.no_show': holdData,
  'booking.expired': holdData,
  'booking.shop_closed': holdData,
  'correction.done': correctionData,
  'correction.awaiting_funds': correctionData,
  'refund.requested': o.ofRefund.extend({
    needs_account_fen: o.fen,
    uncovered_fen: o.fen,
    origin: z.enum(['holder', 'closure', 'expiry', 'incident']),
  }),
  'refund.goes_to_holder': o.bare({ refund_id: o.id('rfd'), shop_name: z.string() }),
  'refund.contested': o.ofRefund.extend({ reason: z.string() }),
  'refund.escalated': refundData,
  'refund.decided': refundData,
  'refund.part_paid': o.ofRefund.extend(o.ofPart),
  'refund.paid': refundData,
  'refund.failed': o.ofRefund.extend(o.ofPart),
  'refund.done': refundData,
  'refund.withdrawn': refundData,
  'card.lot_expiring': lotData,
  'card.lot_expired': lotData,
  'card.lot_extended': lotData,
  'merchant.change_announced': changeData,
  'merchant.takeover_announced': changeData,
  'merchant.changed': changeData,
  'closure.announced': announcementData,
  'incident.reported': endingAloneData,
  'incident.confirmed': announcementData,
  'incident.dismissed': endingAloneData,
  'ending.done': o.ofEndingDone,
  'books.mismatch': o.bare({
    run_id: o.id('bkr'),
    result: z.enum(['mismatch', 'incomplete']),
    findings_count: o.count,
  }),
  'bank.breaks_overdue': o.bare({ day: o.day, breaks_count: o.count }),
  'bank.close_amended': o.bare({
    day: o.day,
    revision: o.count,
    amends_hash: z.string(),
    content_hash: z.string(),
    merchants_count: o.count,
    on: o.day,
  }),
  'instruction.overdue': o.bare({
    instruction_id: z.string(),
    kind: z.enum([
      'payout',
      'bank_refund',
      'original_refund',
      'payment_return',
      'deposit',
      'settlement',
      'fee',
      'making_good',
      'taking_back',
      'dispute_made_good',
    ]),
    amount_fen: o.fen,
    state: z.enum(['told', 'unclear', 'accepted', 'done', 'refused']),
    owner: z.enum(['bank', 'operator']),
    told_at: o.instant,
  }),
  'coverage.short': coverageData,
  'coverage.restored': coverageData,
  'payout.created': o.bare({
    payout_id: o.id('pyo'),
    kind: z.enum(['daily', 'on_demand']),
    amount_fen: o.fen,
  }),
  'payout.paid': payoutData,
  'payout.rejected': payoutData,
  'payout.returned': payoutData,
  'advance.granted': o.bare({ advance_id: o.id('adv'), amount_fen: o.fen, outstanding_fen: o.fen }),
  'card.frozen': o.ofCard.extend({
    reason: z.enum(['lost_phone', 'other']),
    by: z.enum(['holder', 'companion']),
  }),
  'card.unfrozen': o.ofCard,
  'card.transfer_offered': o.ofCard.extend({ transfer_id: o.id('trn') }),
  'card.transferred': o.ofCard.extend({ transfer_id: o.id('trn'), to_recipient: z.boolean() }),
  'card.paused': o.ofCard.extend({ pause_id: o.id('pau'), from_on: o.day, to_on: o.day }),
  'card.resumed': o.ofCard.extend({ pause_id: o.id('pau'), to_on: o.day }),
  'service.stopped': stopData,
  'service.resumed': stopData,
  'companion.accepted': companionData,
  'companion.ended': companionData,
} as const satisfies Record<EventType, z.ZodObject>

/** What must be said with an event of this type, and nothing else. */
export type EventData<T extends EventType> = z.input<(typeof EVENT_DATA)[T]>
