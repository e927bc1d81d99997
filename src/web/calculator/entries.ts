import type { Lang } from '../around'

/** What the form calls each field, for the paper; a payment's fields end in its number. */
const LABELS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  paid_fen: ['实际付了（元）', 'Really paid, in yuan'],
  paid_on: ['付款日期', 'Paid on'],
  signed_on: ['签约日期', 'Signed on'],
  refunded_fen: ['以前已经退过（元）', 'Refunded before, in yuan'],
  bonus_fen: ['送了（元）', 'Gift, in yuan'],
  discount: ['会员打几折', 'Member discount (折)'],
  balance_fen: ['卡上还剩（元）', 'Left on the card, in yuan'],
  visits: ['买了几次', 'Visits bought'],
  bonus_visits: ['送了几次', 'Visits given free'],
  left: ['还剩几次', 'Visits left'],
  used_visits: ['用了几次', 'Visits used'],
  list_price_fen: ['单次原价（元）', 'List price of a visit, in yuan'],
  used_percent: ['完成了百分之几', 'Done, in per cent'],
  list_total_fen: ['打折前一共（元）', 'Undiscounted in all, in yuan'],
  days: ['一共多少天', 'Days in all'],
  months: ['几个月', 'Months'],
  ends_on: ['到哪天', 'Until'],
  starts_on: ['从哪天起能用', 'Usable from'],
  not_activated: ['没有开卡', 'Never activated'],
  list_day: ['单买一天（元）', 'List price of a day, in yuan'],
  stopped_on: ['店家从哪天起不给用', 'Shop stopped on'],
  visits_max: ['一共限几次', 'Visits in all'],
  visits_used: ['去过几次', 'Visits used'],
  visits_left: ['还剩几次', 'Visits left'],
  entries: ['实际去过几次', 'Times used'],
  visit_price: ['单次原价（元）', 'List price of a visit, in yuan'],
  paused_from: ['停卡从', 'Paused from'],
  paused_to: ['停到', 'Paused until'],
  paused2_from: ['第二次停卡从', 'Second pause from'],
  paused2_to: ['停到', 'Until'],
  paused3_from: ['第三次停卡从', 'Third pause from'],
  paused3_to: ['停到', 'Until'],
  used: ['去用过', 'Used'],
  used_fen: ['一共用掉（元）', 'Used in all, in yuan'],
  used_as: ['用掉的数是', 'What was used is'],
  uses_unknown: ['用了多少只有店家知道', 'Only the shop knows the use'],
  terminated_on: ['哪天起不用了', 'Ends on'],
  refunded_on: ['钱哪天退到', 'Money back on'],
  may_end: ['合同或店家让退', 'Contract or shop lets it end'],
  unforeseeable: ['办卡时料不到', 'Unforeseeable at the sale'],
  fled: ['店家躲着不退', 'The shop hides'],
  age: ['孩子几周岁', 'Age of the child'],
  guardian_agreed: ['家长同意或认可', 'A guardian agreed'],
  fits_age: ['与年龄相适应', 'Fits the age'],
  unlawful_service: ['法律不许向未成年人提供', 'Kept from minors by law'],
  region: ['店在哪里', 'Where the shop is'],
  had_same_before: ['在这家买过一样的', 'Had the same here before'],
  had_same_elsewhere: ['在别家买过一样的', 'Had the same elsewhere'],
  discounted: ['买的时候打折', 'Sold at a discount'],
  undiscounted_fen: ['打折前的原价（元）', 'Undiscounted, in yuan'],
  list_price_unproven: ['原价不可信，没有成交记录', 'List price not credible'],
  market_fen: ['当地市场价（元）', 'Market price, in yuan'],
  shop_claim: ['店家要扣（元）', 'The shop wants, in yuan'],
  shop_claim_kind: ['扣的是什么', 'What for'],
  gift: ['赠品值（元）', 'Presents, in yuan'],
  gift_returned: ['赠品已还', 'Presents given back'],
  cost: ['您的合理费用（元）', 'Your costs, in yuan'],
  fee_fen: ['会员费（元）', 'Membership fee, in yuan'],
  fee_on: ['会员费付款日期', 'Fee paid on'],
  fee_days: ['会员费管多少天', 'Fee covers days'],
  promised: ['店家承诺退（元）', 'Promised, in yuan'],
  promised_after: ['承诺在以前退的之后', 'Promised after earlier refunds'],
  own_wish_at_paid_price: ['约定自己要退也按优惠价', 'Price paid agreed for own wish'],
  cooling_off_days: ['约定的冷静期（天）', 'Agreed cooling-off days'],
  interest: ['约定的年利率（%）', 'Agreed interest, per cent'],
  interest_from_payment: ['约定利息从付款起算', 'Interest from payment'],
  supervised: ['监管账户利率（%）', 'Supervised account, per cent'],
  count_by: ['合同写按', 'The contract counts by'],
  each_payment_apart: ['每次充值各算各的', 'Each payment apart'],
}
const VALUES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  yes: ['是', 'yes'],
  no: ['不是', 'no'],
  list: ['打折前的原价', 'list prices'],
  charged: ['从卡里扣掉的钱', 'what was charged'],
  penalty: ['违约金', 'a penalty'],
  commission: ['员工提成', 'a commission'],
  visits: ['次数', 'visits'],
  days: ['天数', 'days'],
}

/** What was typed into the form, field by field, in the words and the order of the form. */
export function formEntries(of: URLSearchParams, lang: Lang): (readonly [string, string])[] {
  const at = lang === 'en' ? 1 : 0
  return [...of].flatMap(([name, typed]) => {
    const [, field = name, nth] = /^(.+)_(\d+)$/.exec(name) ?? []
    const label = LABELS[field]?.[at]
    if (label === undefined || typed.trim() === '') return []
    const number =
      nth === undefined || (of.get('lots') ?? '1') === '1' ? '' : ordinal(Number(nth) + 1, lang)
    return [[`${number}${label}`, VALUES[typed]?.[at] ?? typed] as const]
  })
}
const ordinal = (n: number, lang: Lang): string =>
  lang === 'en' ? `Payment ${n}: ` : `第 ${n} 笔 `
