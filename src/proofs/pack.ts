import * as z from 'zod'
import { hotlineOn, valueOn } from '../kernel/city'
import { fen, sumFen, yuan } from '../kernel/money'
import { sentence } from '../kernel/sentence'
import { type Instant, localDate } from '../kernel/time'
import { ART } from '../law/cite'
import type { Moment } from '../platform/act'
import type { Quote } from '../reckoning/quote'
import type { RefundDetail } from '../refunds/store'
import { uncoveredFen } from '../refunds/words'
import { Derived } from '../schemas/derivation'

/** 消保法 §55 ¶1: three times the price, at least ¥500; only where there was fraud, and only a court says so. */
const PUNITIVE_TIMES = 3
const PUNITIVE_MIN_FEN = 50_000

const Claim = z.strictObject({
  title: z.string(),
  title_en: z.string(),
  amount_fen: z.int(),
  article: z.string(),
  conditions: z.string(),
  conditions_en: z.string(),
})
export const ClaimPack = z
  .strictObject({
    object: z.literal('claim_pack'),
    refund_id: z.string(),
    card_id: z.string(),
    made_at: z.string(),
    shop: z.strictObject({
      name: z.string(),
      licence_no: z.string(),
      legal_representative: z.string(),
      address: z.string(),
    }),
    proofs: z.array(z.string()).meta({ description: '各笔付款的凭证：GET 这些地址' }),
    paid_fen: z.int(),
    entitled_fen: z.int().meta({ description: '按非消费者原因应退的本金' }),
    refunded_fen: z.int(),
    on_the_way_fen: z.int(),
    uncovered_fen: z.int(),
    lines: z.array(Derived),
    claims: z.array(Claim),
    where_to_go: z.array(z.string()),
    where_to_go_en: z.array(z.string()),
    complaint: z.string().meta({ description: '起诉状要素，姓名住址等由本人填写' }),
  })
  .meta({ id: 'ClaimPack', description: '店家停业或失联时，持卡人主张权利需要的一套材料' })

export type ClaimShopRow = {
  merchant_name: string
  licence_no: string
  legal_representative: string
  address: string
  district: string
}
/**
 * What a holder may still claim when a shop is gone: what is not covered, and what a court may add (法释〔2025〕4号 §15, §16,
 * §23; 消保法 §55). Nothing in it is a promise; each claim says on what it depends.
 */
export function presentPack(
  refund: RefundDetail,
  shop: ClaimShopRow,
  lots: readonly { id: string; paid_fen: number }[],
  { now, city }: Moment,
): z.input<typeof ClaimPack> {
  const quoted = JSON.parse(refund.quote) as Quote
  const paid_fen = sumFen(lots.map((lot) => fen(lot.paid_fen)))
  const of = (states: readonly string[]) =>
    sumFen(refund.parts.filter(({ state }) => states.includes(state)).map((p) => fen(p.amount_fen)))
  const refunded_fen = of(['succeeded'])
  const on_the_way_fen = of(['created', 'sent', 'awaiting_account'])
  const uncovered_fen = uncoveredFen(refund)
  const punitive_fen = Math.max(paid_fen * PUNITIVE_TIMES, PUNITIVE_MIN_FEN)
  return {
    object: 'claim_pack',
    refund_id: refund.id,
    card_id: refund.card_id,
    made_at: now,
    shop: {
      name: shop.merchant_name,
      licence_no: shop.licence_no,
      legal_representative: shop.legal_representative,
      address: shop.address,
    },
    proofs: lots.map(({ id }) => `/v1/lots/${id}/proof`),
    paid_fen,
    entitled_fen: quoted.not_consumer_cause_fen,
    refunded_fen,
    on_the_way_fen,
    uncovered_fen,
    lines: quoted.lots.flatMap((lot) => lot.not_consumer_cause.lines),
    claims: claimsOf(refund, { uncovered_fen, punitive_fen }),
    ...placesToGo(shop, { now, city }),
    complaint: complaintOf(refund, shop, { paid_fen, refunded_fen, uncovered_fen, now }),
  }
}

/** Where a claim can be taken, nearest first, in both languages. */
export function placesToGo(
  { address, district }: Pick<ClaimShopRow, 'address' | 'district'>,
  { now, city }: Pick<Moment, 'now' | 'city'>,
) {
  const on = localDate(now)
  const court = valueOn(city, 'court', district, on)?.name
  const [consumers, government] = [
    hotlineOn(city, 'consumer', on),
    hotlineOn(city, 'government', on),
  ]
  const places = [
    sentence(
      `${consumers}：消费者投诉，也可以请消费者协会调解`,
      `${consumers}: a consumer’s complaint; the consumers’ association mediates too`,
    ),
    sentence(`${government}：政务服务热线`, `${government}: the government’s hotline`),
    sentence(
      `${address}所在地的人民调解委员会；达成协议后三十日内可以共同申请司法确认，不收费`,
      'The people’s mediation committee where the shop is; within 30 days both may ask a court to confirm the agreement',
    ),
    sentence(
      court === undefined
        ? '店家所在地或合同履行地的人民法院'
        : `店家所在地的人民法院（${court}），或合同履行地的人民法院`,
      `The people’s court where the shop is${court === undefined ? '' : ` (${court})`}, or where the contract is performed`,
    ),
    sentence('涉嫌诈骗的，向公安机关报案', 'The police, where it looks like fraud'),
  ]
  return {
    where_to_go: places.map(({ zh }) => zh),
    where_to_go_en: places.map(({ en }) => en),
  }
}

const claimsOf = (
  refund: RefundDetail,
  { uncovered_fen, punitive_fen }: { uncovered_fen: number; punitive_fen: number },
): z.input<typeof ClaimPack>['claims'] => [
  ...(uncovered_fen > 0
    ? [
        {
          title: '没有退足的本金',
          title_en: 'Principal not yet refunded',
          amount_fen: uncovered_fen,
          article: ART(15, 18),
          conditions: '店家有预支没有还清，有的钱已按比例先退；其余向店家主张',
          conditions_en:
            'The shop’s advance is unpaid; what was there went back in equal parts, the rest is claimed from the shop',
        },
      ]
    : []),
  {
    title: '利息',
    title_en: 'Interest',
    amount_fen: 0,
    article: ART(16, 17),
    conditions: `自 ${refund.terminated_on} 起到退清之日，按合同成立时一年期 LPR；合同另有约定的按约定。可用公开的退款计算器算到任一天`,
    conditions_en:
      `From ${refund.terminated_on} until all is back, at the one-year LPR of the contract’s day or as the contract says; ` +
      'the public calculator works it out to any day',
  },
  {
    title: '惩罚性赔偿',
    title_en: 'Punitive damages',
    amount_fen: punitive_fen,
    article: `${ART(23)}；消费者权益保护法第五十五条`,
    conditions:
      '只有店家以欺诈收取预付款、或者恶意停业失联时，才可以请求，由法院认定；金额是上限的算法：所付价款的三倍，不足五百元按五百元',
    conditions_en:
      'Only where the shop took the money by fraud or vanished in bad faith, and a court finds so; ' +
      'the sum is the most it can be: three times the price, at least ¥500',
  },
]

type Sums = { paid_fen: number; refunded_fen: number; uncovered_fen: number; now: Instant }
const complaintOf = (refund: RefundDetail, shop: ClaimShopRow, s: Sums): string =>
  [
    '民事起诉状（要素）',
    '原告：＿＿＿＿（姓名、性别、住址、电话由本人填写）',
    `被告：${shop.merchant_name}，统一社会信用代码 ${shop.licence_no}，法定代表人或经营者 ${shop.legal_representative}，住所地 ${shop.address}`,
    '诉讼请求：',
    `一、判令被告退还预付款 ${yuan(fen(s.uncovered_fen > 0 ? s.uncovered_fen : Math.max(refund.undisputed_fen - s.refunded_fen, 0)))}；`,
    `二、判令被告自 ${refund.terminated_on} 起支付利息；`,
    '三、（认为有欺诈的，可以请求惩罚性赔偿）＿＿＿＿；',
    '四、诉讼费用由被告承担。',
    `事实与理由：原告共预付 ${yuan(fen(s.paid_fen))}，合同、付款、每次使用与退款见所附凭证。被告已停止服务，原告已收到退款 ${yuan(fen(s.refunded_fen))}。`,
    `依据：${ART(13, 15, 16, 17, 18, 23)}。`,
    `附：各笔付款的凭证。制作日期 ${localDate(s.now)}。`,
  ].join('\n')
