import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { disputeStand, wantsEvidence } from './rules'
import type { DisputeDetailRow } from './store'

export const DisputeId = z.string().regex(idPattern('dsp'))
const Evidence = z
  .record(z.string(), z.string())
  .meta({ id: 'DisputeEvidence', description: '交给支付机构的材料，字段名是支付机构自己的' })
export const DisputeObject = z
  .strictObject({
    id: DisputeId,
    object: z.literal('dispute'),
    status: z.string().meta({
      description:
        '支付机构的说法：warning_… 是查询，needs_response 等材料，under_review 在审，won、lost 有结果',
    }),
    stand: z.enum(['open', 'won', 'lost', 'closed']),
    reason: z.string(),
    provider: z.string(),
    amount_fen: z.int().meta({ description: '付款人要拿回的' }),
    held_fen: z.int().meta({ description: '这笔付款剩下的，另放着等结果' }),
    reserved_fen: z.int().meta({ description: '店家已经挣的部分，从出款里先留着' }),
    unused_fen: z.int().meta({ description: '败诉：剩下的，已经退给付款人' }),
    claim_fen: z.int().meta({ description: '败诉：店家挣过的，要从以后的进账里还' }),
    collected_fen: z.int().meta({ description: '店家已经还的' }),
    payer_fen: z.int().meta({ description: '败诉：付款人多拿了一次的' }),
    purchase_id: z.string().nullable(),
    card_id: z.string().nullable(),
    lot_id: z.string().nullable(),
    merchant_id: z.string().nullable(),
    merchant_name: z.string().nullable(),
    respond_by: z.string().nullable(),
    wants_evidence: z.boolean(),
    has_evidence: z.boolean(),
    evidence: Evidence.nullable(),
    evidence_by: z.string().nullable(),
    evidence_at: z.string().nullable(),
    submitted_by: z.string().nullable(),
    submitted_at: z.string().nullable(),
    opened_at: z.string(),
    decided_at: z.string().nullable(),
  })
  .meta({ id: 'Dispute', description: '一场付款争议：付款人通过自己的银行把一笔付款拿回去' })

/** A dispute for its reader; the evidence is for whoever hands it in, and names no person to anybody else. */
export function presentDispute(
  d: DisputeDetailRow,
  { is_official }: { is_official: boolean },
): z.output<typeof DisputeObject> {
  const { provider, reason, amount_fen, held_fen, reserved_fen, unused_fen } = d
  const { claim_fen, collected_fen, payer_fen, purchase_id, card_id, lot_id } = d
  const { merchant_id, merchant_name, status, respond_by, opened_at, decided_at } = d
  const sums = { amount_fen, held_fen, reserved_fen, unused_fen, claim_fen, collected_fen }
  const ours = (value: string | null): string | null => (is_official ? value : null)
  const evidence = ours(d.evidence)
  return {
    id: d.id,
    object: 'dispute',
    status,
    stand: disputeStand(status),
    reason,
    provider,
    ...sums,
    payer_fen,
    purchase_id,
    card_id,
    lot_id,
    merchant_id,
    merchant_name,
    respond_by,
    wants_evidence: wantsEvidence(status) && d.submitted_at === null,
    has_evidence: d.has_evidence === 1,
    evidence: evidence === null ? null : (JSON.parse(evidence) as Record<string, string>),
    evidence_by: ours(d.evidence_by),
    evidence_at: d.evidence_at,
    submitted_by: ours(d.submitted_by),
    submitted_at: d.submitted_at,
    opened_at,
    decided_at,
  }
}
