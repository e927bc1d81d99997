import type { EventType } from '../events/catalogue'
import { emit } from '../events/emit'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { RedemptionRow } from './store'

/** What became of a use, told to its shop and its holder: the subject is the card, so that its uses stay in order. */
export const emitRedemption = (
  kit: Kit,
  type: Extract<EventType, `redemption.${string}`>,
  r: RedemptionRow,
  consumer_id: string,
): Statement =>
  emit(kit, {
    type,
    subject_id: r.card_id,
    merchant_id: r.merchant_id,
    consumer_id,
    data: {
      redemption_id: r.id,
      card_id: r.card_id,
      status: r.status,
      way: r.way,
      unit: r.unit,
      units: r.units,
      released_fen: r.released_fen,
      balance_after_units: r.balance_after_units,
      escrow_after_fen: r.escrow_after_fen,
    },
    at: r.ended_at ?? r.started_at,
  })
