import type { Why } from './detector'
import type { Signal } from './signals'

/** How a figure is read: money in fen, a part of one, a count, days, or only named. */
type Form = 'fen' | 'part' | 'count' | 'days' | 'named'
const WORDS: Record<Signal, readonly [zh: string, en: string, form: Form]> = {
  uses_drying: ['28 天核销变少', 'fewer uses in 28 days', 'count'],
  uses_thinning: ['开门的日子核销变少', 'fewer uses on open days', 'count'],
  doors_closing: ['有核销的日子变少', 'fewer days with a use', 'days'],
  still_falling: ['近 14 天还在少', 'still falling in 14 days', 'count'],
  dry_for_days: ['核销持续偏少', 'uses low for days', 'days'],
  uses_drying_fast: ['近 14 天核销骤减', 'uses drop in 14 days', 'count'],
  uses_drying_long: ['核销比长期水平少', 'uses under their long level', 'count'],
  sales_drying: ['28 天充值笔数变少', 'fewer top-ups in 28 days', 'count'],
  sales_drying_long: ['充值比长期水平少', 'top-ups under their long level', 'count'],
  sales_missing: ['该有的充值没有来', 'top-ups that did not come', 'count'],
  sold_outside: ['核销照常、充值却少：可能在平台外收款', 'uses go on, top-ups do not', 'count'],
  sales_surge: ['28 天充值额骤增', 'top-ups surge in 28 days', 'fen'],
  sales_surge_fast: ['近 14 天充值额骤增', 'top-ups surge in 14 days', 'fen'],
  many_topups: ['充值笔数异常多', 'unusually many top-ups', 'count'],
  bigger_topups: ['每笔充值变大', 'bigger top-ups', 'count'],
  bonus_deeper: ['赠送变深', 'deeper bonus', 'part'],
  bonus_deeper_fast: ['近日赠送突然变深', 'suddenly deeper bonus', 'part'],
  promotion: ['充值骤增且赠送变深', 'a surge under a deeper bonus', 'part'],
  promotion_fast: ['近日大促', 'a sudden promotion', 'part'],
  promoted_for_days: ['大促持续', 'a promotion that lasts', 'days'],
  surge_without_uses: ['充值骤增、核销没有', 'a surge without uses', 'fen'],
  merchant_started: ['店家代核销占比升高', 'more uses started by the shop', 'part'],
  merchant_started_fast: ['近 7 天店家代核销骤增', 'uses started by the shop jump', 'part'],
  fake_uses: ['疑似虚假核销', 'uses that may be made up', 'part'],
  contested: ['顾客否认的核销', 'contested uses', 'count'],
  contested_fast: ['近 14 天被否认的核销', 'contested uses in 14 days', 'count'],
  refunds: ['28 天退款申请', 'refund requests in 28 days', 'count'],
  refunds_fast: ['近 14 天退款申请', 'refund requests in 14 days', 'count'],
  refund_share: ['要求退款的持卡人占比', 'part of holders asking for refunds', 'part'],
  complaints: ['28 天投诉', 'complaints in 28 days', 'count'],
  complaints_fast: ['近 14 天投诉', 'complaints in 14 days', 'count'],
  unrest: ['退款与投诉一起增多', 'refunds and complaints together', 'count'],
  pressure: ['近 14 天退款与投诉', 'refunds and complaints in 14 days', 'count'],
  payout_bounces: ['出款被退回', 'payouts bounced', 'count'],
  bank_breaks: ['银行对账差异', 'bank differences', 'count'],
  legal_representative_changed: ['法定代表人变更', 'a new legal representative', 'named'],
  address_changed: ['地址变更', 'a new address', 'named'],
  licence_lapsed: ['执照到期', 'the licence lapsed', 'named'],
  court_enforcement_listed: ['被列入法院执行', 'listed for enforcement', 'named'],
  off_escrow_sale_reported: ['有人举报平台外售卡', 'sales outside reported', 'named'],
  patrol_closed: ['巡查时关门', 'found closed', 'named'],
  patrol_sale_sign: ['巡查见转让或清仓', 'a sale sign seen', 'named'],
  changed_then_promoted: ['换人之后大促', 'a promotion after the change', 'named'],
  lease_ending: ['租约将到期，卡还用不完', 'the lease ends before the cards', 'days'],
  lease_promotion: ['租约将到期还在大促', 'a promotion before the lease ends', 'days'],
  brand_trouble: ['同一品牌的店出事', 'trouble at shops of its brand', 'named'],
  brand_drying: ['同一品牌核销都少', 'uses fall across its brand', 'named'],
  brand_unrest: ['同一品牌普遍异常', 'unrest across its brand', 'named'],
  escrow_draining: ['托管余额下降', 'escrow drains', 'fen'],
  doors_quiet: ['连日没有一笔核销', 'days without a use', 'days'],
  holders_leaving: ['持卡人变少', 'holders leave', 'count'],
  dearer_uses: ['每次核销变贵（倍）', 'dearer uses (times)', 'count'],
  both_drying: ['核销、充值一起变少', 'uses and top-ups fall together', 'count'],
  trouble_and_drying: ['有事在身，生意又淡', 'trouble and falling trade', 'named'],
  refunds_adding_up: ['退款申请一直偏多', 'refund requests add up', 'count'],
  complaints_adding_up: ['投诉一直偏多', 'complaints add up', 'count'],
  contested_adding_up: ['被否认的核销一直偏多', 'contested uses add up', 'count'],
  sales_missing_long: ['充值久未达到平常', 'top-ups long under the usual', 'count'],
  uses_missing_long: ['核销久未达到平常', 'uses long under the usual', 'count'],
  outside_adding_up: ['核销照常，该有的充值一直没有来', 'uses go on, top-ups stay away', 'count'],
  by_hand_adding_up: ['店家代核销一直偏多', 'the shop goes on starting uses', 'part'],
  bonus_money: ['比平常多送出的赠送', 'bonus given beyond the usual', 'fen'],
  escrow_swelling: ['托管余额骤增', 'escrow swells', 'fen'],
  unrest_and_drying: ['退款投诉多，生意又淡', 'unrest and falling trade', 'named'],
  unrest_and_promotion: ['退款投诉多，还在大促', 'unrest and a promotion', 'named'],
  by_hand_and_contested: [
    '店家代核销，顾客不认',
    'the shop starts uses, holders contest them',
    'named',
  ],
  refunds_and_no_sales: ['退款多、充值少', 'refunds, and few top-ups', 'named'],
}

type Say = (value: number) => readonly [zh: string, en: string]
const alike = (text: string) => [text, text] as const
const figured: Record<Exclude<Form, 'named'>, Say> = {
  fen: (value) => alike(`¥${grouped(Math.floor(value / 100))}`),
  part: (value) => alike(`${Math.floor(value * 100 + 0.5)}%`),
  count: (value) => alike(grouped(Math.floor(value * 10 + 0.5) / 10)),
  days: (value) => [`${Math.floor(value + 0.5)} 天`, `${Math.floor(value + 0.5)} days`],
}
const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** A reason in words: what was seen, and what would be usual. */
export function reasonWords({ signal, figure, baseline }: Why): { zh: string; en: string } {
  const [zh, en, form] = WORDS[signal]
  if (form === 'named') return { zh, en }
  const seen = figured[form](figure)
  const usual = figured[form](baseline)
  return { zh: `${zh} ${seen[0]}（平常 ${usual[0]}）`, en: `${en}: ${seen[1]}, usual ${usual[1]}` }
}
