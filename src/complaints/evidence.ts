import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import { operation, type Router, serveRead } from '../platform/http'
import { leftFen, USES_SHOWN } from './file'
import { readCardUses, readOwnComplaint } from './store'
import { ComplaintId } from './views'

const Evidence = z
  .strictObject({
    object: z.literal('complaint_evidence'),
    complaint_id: ComplaintId,
    card_id: z.string().nullable(),
    escrow_fen: z.int(),
    payments: z.array(
      z.strictObject({
        id: z.string(),
        paid_fen: z.int(),
        face_units: z.int(),
        contract_hash: z.string(),
        at: z.string(),
      }),
    ),
    uses: z.array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        at: z.string(),
        way: z.string(),
        released_fen: z.int(),
        left_fen: z.int().meta({ description: '店家由此挣的，减去已退回的' }),
        is_in_question: z.boolean(),
      }),
    ),
    earlier: z
      .array(
        z.strictObject({
          id: z.string(),
          kind: z.string(),
          status: z.string(),
          outcome: z.string().nullable(),
          filed_at: z.string(),
        }),
      )
      .meta({ description: '同一个人以前的投诉，最近十件' }),
    filer_works_in_trade: z
      .boolean()
      .meta({ description: '投诉人也是同行业另一家店的人：只是一个事实，由您判断' }),
    filer_works_here: z.boolean().meta({ description: '投诉人也是这家店的人' }),
  })
  .meta({ id: 'ComplaintEvidence', description: '平台上的事实：这张卡的付款和核销，遮名' })

type PaymentRow = {
  id: string
  paid_fen: number
  face_units: number
  contract_hash: string
  at: Instant
}
type EarlierRow = {
  id: string
  kind: string
  status: string
  outcome: string | null
  filed_at: Instant
}
type FilerRow = { in_trade: number; here: number; escrow_fen: number }
const cardOf = (id: string): Statement => sql`(SELECT card_id FROM complaints WHERE id = ${id})`
/** Shops in which the person behind a consumer's id works, too. */
const WORKS = sql`staff s JOIN person_ids b ON b.subject_id = s.id JOIN person_ids a ON a.person_id = b.person_id
  JOIN merchants n ON n.id = s.merchant_id WHERE a.subject_id = k.consumer_id AND s.disabled_at IS NULL`
const readFiler = (id: string) =>
  sql<FilerRow>`SELECT EXISTS (SELECT 1 FROM ${WORKS} AND n.id <> k.merchant_id AND n.sector = k.sector) AS in_trade,
      EXISTS (SELECT 1 FROM ${WORKS} AND n.id = k.merchant_id) AS here,
      coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'escrow:' || k.card_id), 0) AS escrow_fen
    FROM complaints k WHERE k.id = ${id}`

export const readComplaintEvidenceOperation = operation({
  method: 'get',
  path: '/v1/complaints/:id/evidence',
  operationId: 'readComplaintEvidence',
  tags: ['complaints'],
  summary: '一件投诉背后的事实：付款、核销、以前的投诉，遮名',
  summary_en: 'Reads the facts behind a complaint: payments, uses, earlier ones, without names',
  traces: ['work', '投诉背后的付款和核销', 'the facts behind a complaint'],
  policy: { supervisor: 'jurisdiction' },
  params: z.strictObject({ id: ComplaintId }),
  answers: { 200: { description: '事实', schema: Evidence } },
  refuses: ['complaint_not_found'],
})
export const serveEvidence = (router: Router): void =>
  serveRead(router, readComplaintEvidenceOperation, {
    reads: (who, { params: { id } }) => ({
      found: readOwnComplaint(who, id),
      filer: readFiler(id),
      payments: sql<PaymentRow>`SELECT l.id, l.paid_fen, l.face_units, l.contract_hash, l.bought_at AS at FROM lots l
            WHERE l.card_id = ${cardOf(id)} ORDER BY l.bought_at, l.id LIMIT 50`,
      uses: readCardUses(cardOf(id), USES_SHOWN),
      earlier: sql<EarlierRow>`SELECT e.id, e.kind, e.status, e.outcome, e.filed_at FROM complaints e
            WHERE e.consumer_id = (SELECT consumer_id FROM complaints WHERE id = ${id}) AND e.id <> ${id} AND e.way = 'complaint'
            ORDER BY e.id DESC LIMIT 10`,
    }),
    present: ({ rows }) => {
      const of = rows.found[0] ?? refuse('complaint_not_found')
      const filer = rows.filer[0] ?? refuse('complaint_not_found')
      const in_question = JSON.parse(of.uses) as string[]
      const is_report = of.way === 'report'
      return {
        object: 'complaint_evidence' as const,
        complaint_id: of.id,
        card_id: of.card_id,
        escrow_fen: filer.escrow_fen,
        payments: rows.payments,
        uses: rows.uses.map((use) => ({
          id: use.id,
          label: use.label,
          at: use.ended_at,
          way: use.way,
          released_fen: use.released_fen,
          left_fen: leftFen(use),
          is_in_question: in_question.includes(use.id),
        })),
        // Who reports is nobody's to find out, not by what else they filed either.
        earlier: is_report ? [] : rows.earlier,
        filer_works_in_trade: filer.in_trade === 1,
        filer_works_here: filer.here === 1,
      }
    },
  })
