import * as z from 'zod'
import { leftFen } from '../complaints/file'
import type { ComplaintDetailRow, NamedUseRow, StepRow } from '../complaints/store'
import { ComplaintId, presentStep } from '../complaints/views'
import { BY_WORDS, STEP_WORDS } from '../complaints/words'
import { type City, unitName } from '../kernel/city'
import { fen, sumFen, yuan } from '../kernel/money'
import { type Sentence, sentence } from '../kernel/sentence'
import type { Instant } from '../kernel/time'
import type { Moment } from '../platform/act'
import { placesToGo } from '../proofs/pack'
import type { Quote } from '../reckoning/quote'
import { isRefundable, quotedFor } from '../refunds/open'
import { isPending, type RefundableCard, type RefundDetail } from '../refunds/store'
import { Derived } from '../schemas/derivation'
import { lawsuitText } from './lawsuit'
import { FAILURES, type Failure } from './rules'
import type { MediationDetailRow } from './store'

const keysOf = <T extends object>(of: T) => Object.keys(of) as [keyof T & string]
const Fen = z.int().min(0)
export const ComplaintClaimPack = z
  .strictObject({
    object: z.literal('complaint_claim_pack'),
    complaint_id: ComplaintId,
    card_id: z.string(),
    made_at: z.string(),
    failure: z.enum(keysOf(FAILURES)).meta({ description: '调解怎么没有成' }),
    message: z.string(),
    message_en: z.string(),
    shop: z.strictObject({
      name: z.string(),
      licence_no: z.string(),
      legal_representative: z.string(),
      address: z.string(),
    }),
    payments: z.array(
      z.strictObject({
        lot_id: z.string(),
        paid_fen: Fen,
        paid_at: z.string(),
        contract_hash: z.string(),
        proof: z.string().meta({ description: '这笔付款的凭证：GET 这个地址' }),
      }),
    ),
    paid_fen: Fen,
    to_shop_fen: Fen.meta({ description: '已付给店家的：用掉的，加退款时的差额' }),
    refunded_fen: Fen.meta({ description: '已经退到的' }),
    on_the_way_fen: Fen.meta({ description: '正在退的' }),
    on_card_fen: Fen.meta({ description: '还在存管账户里、记在卡上的；五项相抵' }),
    given_fen: Fen.meta({ description: '应退的当中，已经退到或正在退的' }),
    due_fen: Fen.meta({ description: '今天结束、按非消费者原因应退的本金' }),
    lines: z.array(Derived).meta({ description: '应退的怎么算出来的，每行有条文' }),
    uses: z.array(
      z.strictObject({ id: z.string(), label: z.string(), at: z.string(), left_fen: Fen }),
    ),
    uses_fen: Fen.meta({ description: '有争议的核销，店家还没有退回的' }),
    claimed_fen: Fen.meta({ description: '主张的：应退的，加有争议的核销' }),
    timeline: z
      .array(z.strictObject({ at: z.string(), text: z.string(), text_en: z.string() }))
      .meta({ description: '从投诉到调解不成，按时间' }),
    where_to_go: z.array(z.string()),
    where_to_go_en: z.array(z.string()),
    lawsuit: z.string().meta({ description: '起诉状要素，姓名住址等由本人填写' }),
  })
  .meta({ id: 'ComplaintClaimPack', description: '调解不成，向法院主张权利要的一套材料' })

type Claimed = {
  complaint: ComplaintDetailRow
  failure: Failure
  steps: readonly StepRow[]
  proposals: readonly MediationDetailRow[]
  seen: RefundableCard
  /** Refunds of the card that wait for an outcome, or whose holder said that the shop was the cause. */
  refunds: readonly RefundDetail[]
  /** What went back of the card, and what is on its way. */
  parts: { refunded_fen: number; on_the_way_fen: number }
  uses: readonly NamedUseRow[]
  shop: { name: string; licence_no: string; legal_representative: string; address: string }
}

/**
 * What a holder takes to a court when mediation of a complaint has failed: what was paid, used, refunded and is due by law
 * (法释〔2025〕4号 §15–§18), the uses in question, each contract's hash, every step on one time axis. Sums in fen.
 */
export function presentClaim(
  of: Claimed,
  { now, city }: Moment,
): z.input<typeof ComplaintClaimPack> {
  const { complaint, shop, seen } = of
  const [zh, en] = FAILURES[of.failure]
  const sums = sumsOf(of, now)
  const uses = of.uses.map((use) => ({
    ...{ id: use.id, label: use.label, at: use.ended_at },
    left_fen: leftFen(use),
  }))
  return {
    object: 'complaint_claim_pack',
    complaint_id: complaint.id,
    card_id: seen.card.id,
    made_at: now,
    failure: of.failure,
    message: zh,
    message_en: en,
    shop,
    payments: seen.card.lots.map((lot) => ({
      lot_id: lot.id,
      paid_fen: lot.paid_fen,
      paid_at: lot.bought_at,
      contract_hash: lot.contract_hash,
      proof: `/v1/lots/${lot.id}/proof`,
    })),
    ...sums,
    uses,
    timeline: timelineOf(of, city),
    ...placesToGo({ address: shop.address, district: complaint.district }, { now, city }),
    lawsuit: lawsuitText({ shop, failure: zh, ...sums, complaint_id: complaint.id, now }),
  }
}

/** Paid = to the shop + back + on its way + on the card; due less what came of it already is claimed. */
function sumsOf({ seen, refunds, parts, uses, complaint }: Claimed, now: Instant) {
  const { lots } = seen.card
  const paid_fen = sumFen(lots.map((lot) => fen(lot.paid_fen)))
  const to_shop_fen = sumFen(lots.map((lot) => fen(lot.released_fen + lot.difference_fen)))
  const charged_fen = sumFen(lots.map((lot) => fen(lot.charged_back_fen)))
  const refunded_fen = parts.refunded_fen + charged_fen
  const { on_the_way_fen } = parts

  const live = lots.filter(isRefundable)
  const quotes: Quote[] = [
    ...refunds.map(({ quote }) => JSON.parse(quote) as Quote),
    ...(live.length > 0 ? [quotedFor(seen, live, { cause: 'merchant' }, now)] : []),
  ]
  const due_fen = sumFen(quotes.map((one) => one.not_consumer_cause_fen))
  const given_fen = sumFen(
    refunds.flatMap((refund) =>
      refund.parts
        .filter((part) => part.state === 'succeeded' || isPending(part))
        .map((part) => fen(part.amount_fen)),
    ),
  )
  const left_fen = sumFen(uses.map((use) => fen(leftFen(use))))
  const uses_fen = Math.min(left_fen, complaint.amount_fen)
  return {
    paid_fen,
    to_shop_fen,
    refunded_fen,
    on_the_way_fen,
    on_card_fen: paid_fen - to_shop_fen - refunded_fen - on_the_way_fen,
    due_fen,
    given_fen,
    lines: quotes.flatMap(({ lots: of }) => of.flatMap((lot) => lot.not_consumer_cause.lines)),
    uses_fen,
    claimed_fen: Math.max(due_fen - given_fen, 0) + uses_fen,
  }
}

/** Steps of the complaint and of its proposals, oldest first. */
function timelineOf({ steps, proposals }: Claimed, city: City) {
  const filed = steps.map((row) => {
    const { at, step, by, unit_name, note } = presentStep(row, city)
    const tail = `${unit_name === null ? '' : `，${unit_name}`}${note === null ? '' : `：${note}`}`
    const [zh, en] = STEP_WORDS[step]
    const [who, who_en] = BY_WORDS[by]
    return { at, ...said(sentence(`${zh}（${who}${tail}）`, `${en} (${who_en}${tail})`)) }
  })
  return [...filed, ...proposals.flatMap((one) => proposalSteps(one, city))].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  )
}
const said = ({ zh, en }: Sentence) => ({ text: zh, text_en: en })

function proposalSteps(n: MediationDetailRow, city: City) {
  const sum = yuan(fen(n.agreed_fen))
  const by = unitName(city, n.unit)
  const why = n.decline_words === null ? '' : `：${n.decline_words}`
  const end = {
    declined:
      n.declined_by === 'shop'
        ? sentence(`店家不同意${why}`, `The shop declined${why}`)
        : sentence(`顾客不同意${why}`, `The customer declined${why}`),
    lapsed: sentence('调解方案过期没有答复', 'The proposal was not answered in time'),
    withdrawn: sentence('调解员收回了方案', 'The mediator took the proposal back'),
    agreed: sentence('双方同意', 'Both agreed'),
    proposed: null,
  }[n.status]
  const at = [
    [n.proposed_at, sentence(`${by}提出调解方案：退 ${sum}`, `${by} proposes ${sum} back`)],
    [n.holder_at, sentence('顾客同意方案', 'The customer accepted')],
    [n.shop_at, sentence('店家同意方案', 'The shop accepted')],
    [n.ended_at, end],
  ] as const
  return at.flatMap(([when, what]) =>
    when === null || what === null ? [] : [{ at: when, ...said(what) }],
  )
}
