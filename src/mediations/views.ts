import * as z from 'zod'
import { type City, unitName } from '../kernel/city'
import { idPattern } from '../kernel/ids'
import { fen, yuan } from '../kernel/money'
import { type Sentence, sentence } from '../kernel/sentence'
import { type Instant, spoken, spokenEn } from '../kernel/time'
import { Line } from '../merchants/views'
import type { Actor } from '../platform/actor'
import { proposalFailure, whyNotAccept, whyNotAnswer, whyNotConfirm } from './rules'
import type { BatchRow, MediationDetailRow } from './store'

export const MediationId = z.string().regex(idPattern('med'))
export const NoteText = Line({ min: 2, max: 500 })
const DEEDS = ['accept', 'decline', 'withdraw', 'record_confirmation', 'take_claim_pack'] as const

export const MediationProposalView = z
  .strictObject({
    id: MediationId,
    object: z.literal('mediation_proposal'),
    batch_id: z.string().nullable(),
    complaint_id: z.string().nullable(),
    refund_id: z.string().nullable().meta({ description: '已经在等结果的退款；没有为 null' }),
    card_id: z.string(),
    merchant_id: z.string(),
    merchant_name: z.string(),
    holder_mask: z.string().meta({ description: '持卡人的手机号，遮着' }),
    district: z.string(),
    unit_name: z.string(),
    low_fen: z.int().meta({ description: '没有争议、至少该退的，分' }),
    high_fen: z.int().meta({ description: '法律最多给的，分' }),
    agreed_fen: z.int().meta({ description: '方案：退给顾客的，分' }),
    words: z.string().meta({ description: '调解员的意见' }),
    status: z.enum(['proposed', 'agreed', 'declined', 'lapsed', 'withdrawn']),
    proposed_at: z.string(),
    answer_by: z.string(),
    holder_accepted_at: z.string().nullable(),
    shop_accepted_at: z.string().nullable(),
    declined_by: z.enum(['holder', 'shop']).nullable(),
    decline_words: z.string().nullable(),
    ended_at: z.string().nullable(),
    executed_refund_id: z.string().nullable(),
    agreement_hash: z.string().nullable(),
    confirm_by: z.string().nullable(),
    can_confirm: z.boolean(),
    court_no: z.string().nullable(),
    court_on: z.string().nullable(),
    may: z.array(z.enum(DEEDS)).meta({ description: '看的人现在能办什么' }),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'MediationProposal', description: '调解员的一份方案；双方都同意就是协议' })

type Reading = { now: Instant; city: City; reader: Actor['kind'] }
export function presentMediation(
  n: MediationDetailRow,
  { now, city, reader }: Reading,
): z.input<typeof MediationProposalView> {
  const message = messageFor(n, now)
  return {
    id: n.id,
    object: 'mediation_proposal',
    batch_id: n.batch_id,
    complaint_id: n.complaint_id,
    refund_id: n.refund_id,
    card_id: n.card_id,
    merchant_id: n.merchant_id,
    merchant_name: n.merchant_name,
    holder_mask: n.holder_mask,
    district: n.district,
    unit_name: unitName(city, n.unit),
    low_fen: n.low_fen,
    high_fen: n.high_fen,
    agreed_fen: n.agreed_fen,
    words: n.words,
    status: n.status,
    proposed_at: n.proposed_at,
    answer_by: n.answer_by,
    holder_accepted_at: n.holder_at,
    shop_accepted_at: n.shop_at,
    declined_by: n.declined_by,
    decline_words: n.decline_words,
    ended_at: n.ended_at,
    executed_refund_id: n.executed_refund_id,
    agreement_hash: n.agreement_hash,
    confirm_by: n.confirm_by,
    can_confirm: whyNotConfirm(n, now) === null,
    court_no: n.court_no,
    court_on: n.court_on,
    may: deedsNow(n, reader, now),
    message: message.zh,
    message_en: message.en,
  }
}

function deedsNow(
  n: MediationDetailRow,
  reader: Actor['kind'],
  now: Instant,
): (typeof DEEDS)[number][] {
  if (reader === 'regulator')
    return [
      ...(n.status === 'proposed' ? (['withdraw'] as const) : []),
      ...(whyNotConfirm(n, now) === null ? (['record_confirmation'] as const) : []),
    ]
  const side = reader === 'consumer' ? 'holder' : 'shop'
  return [
    ...(whyNotAccept(n, side, now) === null ? (['accept'] as const) : []),
    ...(whyNotAnswer(n, now) === null ? (['decline'] as const) : []),
    ...(side === 'holder' && n.complaint_id !== null && proposalFailure(n, now) !== null
      ? (['take_claim_pack'] as const)
      : []),
  ]
}

/** How it stands, the money first. */
function messageFor(n: MediationDetailRow, now: Instant): Sentence {
  const sum = yuan(fen(n.agreed_fen))
  if (n.status === 'agreed')
    return sentence(
      `双方同意，退给顾客 ${sum}，正在按退款办`,
      `Both agreed: ${sum} to the customer, carried out as a refund`,
    )
  if (n.status === 'declined')
    return sentence(
      '没有动钱。一方不同意，投诉照常办',
      'No money moved. Declined; the complaint goes on',
    )
  if (n.status === 'withdrawn')
    return sentence('没有动钱。调解员收回了方案', 'No money moved. The mediator took it back')
  if (n.status === 'lapsed' || now >= n.answer_by)
    return sentence('没有动钱。过期没有答复', 'No money moved. Not answered in time')
  const waits = [
    ...(n.holder_at === null ? [sentence('顾客', 'the customer')] : []),
    ...(n.shop_at === null ? [sentence('店家', 'the shop')] : []),
  ]
  return sentence(
    `没有动钱。等${waits.map(({ zh }) => zh).join('和')}答复，最迟 ${spoken(n.answer_by)}`,
    `No money moved. Waits for ${waits.map(({ en }) => en).join(' and ')} until ${spokenEn(n.answer_by)}`,
  )
}

export const MediationBatchView = z
  .strictObject({
    id: z.string().regex(idPattern('mdb')),
    object: z.literal('mediation_batch'),
    merchant_id: z.string(),
    share_bp: z.int().meta({ description: '最少和最多之间归顾客的，万分数' }),
    words: z.string().meta({ description: '调解员的意见' }),
    proposed_at: z.string(),
    offered_count: z.int(),
    passed_count: z.int().meta({ description: '没有可调解的，或已有方案的卡' }),
    done_at: z.string().nullable(),
  })
  .meta({ id: 'MediationBatch', description: '给一家店每位持卡人的方案，一批' })
export const presentBatch = (b: BatchRow): z.input<typeof MediationBatchView> => ({
  id: b.id,
  object: 'mediation_batch',
  merchant_id: b.merchant_id,
  share_bp: b.share_bp,
  words: b.words,
  proposed_at: b.proposed_at,
  offered_count: b.offered_count,
  passed_count: b.passed_count,
  done_at: b.done_at,
})
