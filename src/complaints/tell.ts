import { emit, type TypedEvent } from '../events/emit'
import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { ComplaintDetailRow, StepName } from './store'
import { insertStep, updateComplaint } from './store'

const complaintData = (c: ComplaintDetailRow) => ({
  complaint_id: c.id,
  card_id: c.card_id,
  way: c.way,
  kind: c.kind,
  status: c.status,
  amount_fen: c.amount_fen,
  reserved_fen: c.reserved_fen,
  kept_fen: c.kept_fen,
  due_by: c.due_by,
  answer_by: c.answer_by,
  outcome: c.outcome,
})
export type PlainComplaintEvent = Exclude<
  Extract<TypedEvent['type'], `complaint.${string}`>,
  'complaint.refused'
>

/** What happened to a complaint, told to who filed it; to the shop as well, unless it is a report. */
export const emitComplaint = (
  kit: Kit,
  type: PlainComplaintEvent,
  c: ComplaintDetailRow,
  at: Instant,
): Statement => emit(kit, { type, data: complaintData(c), ...about(c), at })
export const emitRefusedComplaint = (
  kit: Kit,
  c: ComplaintDetailRow,
  ground: string,
  at: Instant,
): Statement =>
  emit(kit, {
    type: 'complaint.refused',
    data: { ...complaintData(c), ground },
    ...about(c),
    at,
  })
const about = (c: ComplaintDetailRow) => ({
  subject_id: c.id,
  merchant_id: c.way === 'report' ? null : c.merchant_id,
  consumer_id: c.consumer_id,
})

type Stepping = {
  step: StepName
  by: { kind: string; id: string }
  note: string | null
  at: Instant
}
/** A complaint as it stands after a step, with the step in its history. */
export const stepStatements = (after: ComplaintDetailRow, of: Stepping): Statement[] => [
  updateComplaint(after),
  insertStep({
    complaint_id: after.id,
    n: after.version + 1,
    step: of.step,
    by_kind: of.by.kind,
    by_id: of.by.id,
    unit: after.unit,
    note: of.note,
    at: of.at,
  }),
]
