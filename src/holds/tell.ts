import type { EventType } from '../events/catalogue'
import { emit } from '../events/emit'
import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { HoldDetailRow } from './store'

/** The two events whose message asks the holder to speak: their id stands in the hold. */
export type HoldEvent = Extract<
  EventType,
  `claim.${string}` | `booking.${string}` | `hold.${string}`
>
const ASKS: readonly HoldEvent[] = ['claim.started', 'booking.recorded']

/** What happened to a hold, told to both sides; the subject is the card, so that its story stays in order. */
export const emitHold = (kit: Kit, type: HoldEvent, hold: HoldDetailRow, at: Instant): Statement =>
  emit(kit, {
    ...(ASKS.includes(type) && hold.telling_event_id ? { id: hold.telling_event_id } : {}),
    type,
    subject_id: hold.card_id,
    merchant_id: hold.merchant_id,
    consumer_id: hold.consumer_id,
    data: {
      hold_id: hold.id,
      card_id: hold.card_id,
      kind: hold.kind,
      status: hold.status,
      unit: hold.unit,
      units: hold.recorded_units ?? hold.units,
      held_fen: hold.recorded_fen ?? hold.held_fen,
      captured_units: hold.captured_units,
      redemption_id: hold.redemption_id,
      resolved_by: hold.resolved_by,
      confirm_by: hold.confirm_by,
      starts_at: hold.starts_at,
      recorded_as: hold.recorded_as,
      is_disputed: hold.resolved_reason === 'payment_disputed',
    },
    at,
  })
