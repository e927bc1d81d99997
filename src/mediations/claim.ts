import * as z from 'zod'
import {
  type ComplaintDetailRow,
  readOwnComplaint,
  readSteps,
  type StepRow,
} from '../complaints/store'
import { ComplaintId } from '../complaints/views'
import { OUTCOMES, REFUSAL_GROUNDS } from '../complaints/words'
import { fen, sumFen, yuan } from '../kernel/money'
import { type RefusalCode, refuse } from '../kernel/refusals'
import { type Sentence, sentence } from '../kernel/sentence'
import { type Instant, localDate } from '../kernel/time'
import { ART } from '../law/cite'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { placesToGo } from '../proofs/pack'
import { isRefundable, quotedFor } from '../refunds/open'
import { type RefundableCard, readRefundable, refundableFrom } from '../refunds/store'
import { Derived } from '../schemas/derivation'
import { type MediationDetailRow, readMediations } from './store'

export const mediationClaimRoutes = newRouter()
const EVENTS = ['complaint', 'proposal', 'answer', 'end'] as const
const DisputePack = z
  .strictObject({
    object: z.literal('dispute_pack'),
    complaint_id: ComplaintId,
    card_id: z.string(),
    made_at: z.string(),
    shop: z.strictObject({
      name: z.string(),
      licence_no: z.string(),
      legal_representative: z.string(),
      address: z.string(),
    }),
    disputed_fen: z.int().meta({ description: '投诉里有争议的钱，分' }),
    paid_fen: z.int(),
    due_fen: z.int().meta({ description: '按店家原因，卡里的今天依法应退的本金' }),
    undisputed_fen: z.int().meta({ description: '不管是谁的原因都该退的' }),
    lines: z.array(Derived),
    proofs: z.array(z.string()).meta({ description: '各笔付款的凭证：GET 这些地址' }),
    events: z
      .array(
        z.strictObject({
          kind: z.enum(EVENTS),
          at: z.string(),
          text: z.string(),
          text_en: z.string(),
        }),
      )
      .meta({ description: '从投诉到调解不成，按时间' }),
    where_to_go: z.array(z.string()),
    where_to_go_en: z.array(z.string()),
    statement: z.string().meta({ description: '起诉状要素，姓名住址等由本人填写' }),
  })
  .meta({ id: 'DisputePack', description: '投诉、调解没有解决时，起诉要的一套材料' })

const SHUT = ['not_settled', 'unfounded', 'time_over'] as const
/**
 * Why there is no pack for a court yet: a report is nobody's claim; what was settled, made good or taken back needs none; and
 * while authority or mediator still work on it, theirs is the shorter way. Null: the court is open (投诉举报处理暂行办法 §21, §15;
 * 人民调解法 §26).
 */
function whyNoPack(
  of: ComplaintDetailRow,
  last: MediationDetailRow | undefined,
): RefusalCode | null {
  if (of.way === 'report' || of.card_id === null) return 'dispute_pack_not_for_this'
  if (of.status === 'refused') return null
  if (of.status === 'closed')
    return SHUT.some((outcome) => outcome === of.outcome) ? null : 'dispute_pack_not_for_this'
  if (of.status === 'withdrawn') return 'dispute_pack_not_for_this'
  return last?.status === 'declined' || last?.status === 'lapsed' ? null : 'dispute_pack_not_yet'
}

export const readDisputePackOperation = operation({
  method: 'get',
  path: '/v1/complaints/:id/claim-pack',
  operationId: 'readDisputePack',
  tags: ['mediations'],
  summary: '投诉、调解没有解决时，起诉要的一套材料：对谁、多少、怎么算的、经过、去哪里',
  summary_en: 'Reads what a claim in court needs after a complaint or mediation came to nothing',
  policy: { consumer: 'own' },
  params: z.strictObject({ id: ComplaintId }),
  answers: { 200: { description: '材料', schema: DisputePack } },
  refuses: ['complaint_not_found', 'dispute_pack_not_yet', 'dispute_pack_not_for_this'],
})
serveRead(mediationClaimRoutes, readDisputePackOperation, {
  reads: (who, { params: { id } }) => {
    const card = sql`(SELECT card_id FROM complaints WHERE id = ${id} AND consumer_id = ${who.subject_id})`
    return {
      complaint: readOwnComplaint(who, id),
      steps: readSteps(id),
      mediations: readMediations(
        sql`n.complaint_id = ${id} AND n.consumer_id = ${who.subject_id} ORDER BY n.id LIMIT 20`,
      ),
      card: readRefundable(sql`c.id = ${card}`),
      shop: sql<ShopRow>`SELECT m.name, m.licence_no, m.legal_representative, m.address, m.district
          FROM cards c JOIN merchants m ON m.id = c.merchant_id WHERE c.id = ${card}`,
    }
  },
  present: ({ rows, now, city }) => {
    const complaint = rows.complaint[0] ?? refuse('complaint_not_found')
    const why_not = whyNoPack(complaint, rows.mediations.at(-1))
    if (why_not !== null) refuse(why_not)
    const seen = refundableFrom(rows.card[0] ?? refuse('dispute_pack_not_for_this'))
    const { district, ...shop } = rows.shop[0] ?? refuse('dispute_pack_not_for_this')
    const sums = dueToday(seen, now)
    return {
      object: 'dispute_pack' as const,
      complaint_id: complaint.id,
      card_id: seen.card.id,
      made_at: now,
      shop,
      disputed_fen: complaint.amount_fen,
      ...sums,
      proofs: seen.card.lots.map(({ id }) => `/v1/lots/${id}/proof`),
      events: eventsOf(complaint, rows.steps, rows.mediations),
      ...placesToGo({ address: shop.address, district }, { now, city }),
      statement: statementOf(complaint, shop, { ...sums, now }),
    }
  },
})
type Shop = { name: string; licence_no: string; legal_representative: string; address: string }
type ShopRow = Shop & { district: string }

/** What the card would give back today for the shop's reason, with its derivation; nothing where nothing is left on it. */
function dueToday(seen: RefundableCard, now: Instant) {
  const paid_fen = sumFen(seen.card.lots.map((lot) => fen(lot.paid_fen)))
  const lots = seen.card.lots.filter(isRefundable)
  if (lots.length === 0) return { paid_fen, due_fen: 0, undisputed_fen: 0, lines: [] }
  const quoted = quotedFor(seen, lots, { cause: 'merchant' }, now)
  return {
    paid_fen,
    due_fen: quoted.principal_fen,
    undisputed_fen: quoted.disputed_fen === 0 ? quoted.principal_fen : quoted.undisputed_fen,
    lines: quoted.lots.flatMap((lot) => lot.not_consumer_cause.lines),
  }
}

type Told = { kind: (typeof EVENTS)[number]; at: Instant; text: string; text_en: string }
const told = (kind: Told['kind'], at: Instant, { zh, en }: Sentence): Told => ({
  kind,
  at,
  text: zh,
  text_en: en,
})
/** From the filing to where it failed, in the order of time. */
function eventsOf(
  of: ComplaintDetailRow,
  steps: readonly StepRow[],
  mediations: readonly MediationDetailRow[],
): Told[] {
  const pairs = (words: readonly [string, string]) => sentence(...words)
  const answered = steps.filter(({ step }) => step === 'answered')
  const accepted = steps.filter(({ step }) => step === 'accepted')
  return [
    told('complaint', of.filed_at, sentence('向主管部门投诉', 'A complaint was filed')),
    ...accepted.map(({ at }) => told('complaint', at, sentence('受理', 'It was accepted'))),
    ...answered.map(({ at }) =>
      told(
        'answer',
        at,
        sentence(
          `店家答复：${of.answer_words ?? ''}`,
          `The shop answered: ${of.answer_words ?? ''}`,
        ),
      ),
    ),
    ...mediations.flatMap((n) => [
      told(
        'proposal',
        n.proposed_at,
        sentence(
          `调解员提出方案：退 ${yuan(fen(n.agreed_fen))}`,
          `A mediator proposed ${yuan(fen(n.agreed_fen))} back`,
        ),
      ),
      ...(n.ended_at === null ? [] : [told('end', n.ended_at, proposalEnd(n))]),
    ]),
    ...(of.ended_at === null
      ? []
      : [
          told(
            'end',
            of.ended_at,
            of.refusal_ground !== null
              ? pairs(REFUSAL_GROUNDS[of.refusal_ground])
              : pairs(OUTCOMES[of.outcome ?? 'not_settled']),
          ),
        ]),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
function proposalEnd(n: MediationDetailRow): Sentence {
  if (n.status === 'agreed') return sentence('双方同意', 'Both agreed')
  if (n.status === 'withdrawn') return sentence('调解员收回方案', 'The mediator took it back')
  if (n.status === 'lapsed') return sentence('过期没有答复', 'It was not answered in time')
  return n.declined_by === 'holder'
    ? sentence('持卡人不同意', 'The holder declined')
    : sentence('店家不同意', 'The shop declined')
}

type Sums = { paid_fen: number; due_fen: number; now: Instant }
const statementOf = (of: ComplaintDetailRow, shop: Shop, s: Sums): string =>
  [
    '民事起诉状（要素）',
    '原告：＿＿＿＿（姓名、性别、住址、电话由本人填写）',
    `被告：${shop.name}，统一社会信用代码 ${shop.licence_no}，法定代表人或经营者 ${shop.legal_representative}，住所地 ${shop.address}`,
    '诉讼请求：',
    ...(s.due_fen > 0
      ? [
          `一、解除预付卡合同，判令被告退还预付款 ${yuan(fen(s.due_fen))}（算法见所附，以判决日为准）；`,
        ]
      : [`一、判令被告退还 ${yuan(fen(of.amount_fen))}；`]),
    ...(s.due_fen > 0 && of.amount_fen > 0
      ? [`二、投诉中有争议的 ${yuan(fen(of.amount_fen))}（已含在上面的，不重复请求）＿＿＿＿；`]
      : []),
    '诉讼费用由被告承担。',
    `事实与理由：原告共预付 ${yuan(fen(s.paid_fen))}，合同、付款、每次使用见所附凭证。${localDate(of.filed_at)} 向主管部门投诉（编号 ${of.id}），没有解决，经过见所附。`,
    `依据：${ART(13, 14, 15)}（原因由法院认定）。`,
    `附：各笔付款的凭证、合同、投诉和调解的经过。制作日期 ${localDate(s.now)}。`,
  ].join('\n')
