import { emit, type TypedEvent } from '../events/emit'
import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { MediationDetailRow } from './store'

type MediationEvent = Extract<TypedEvent['type'], `mediation.${string}`>
/** What happened to a proposal, told to both sides. */
export const emitMediation = (
  kit: Kit,
  type: MediationEvent,
  n: MediationDetailRow,
  at: Instant,
): Statement =>
  emit(kit, {
    type,
    subject_id: n.card_id,
    merchant_id: n.merchant_id,
    consumer_id: n.consumer_id,
    data: {
      mediation_id: n.id,
      card_id: n.card_id,
      complaint_id: n.complaint_id,
      status: n.status,
      agreed_fen: n.agreed_fen,
      answer_by: n.answer_by,
      confirm_by: n.confirm_by,
      refund_id: n.executed_refund_id,
    },
    at,
  })
