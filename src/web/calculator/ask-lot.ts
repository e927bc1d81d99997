import type { GroundName } from '../../reckoning/grounds'
import {
  day,
  decimal,
  discount,
  type Filled,
  filledIn,
  money,
  type Need,
  some,
  whole,
  wrong,
  yes,
} from './filled'
import { type CardKind, lotsAsked } from './words'

type At = (name: string, what: string, required?: boolean) => Need

/** One payment as the calculator takes it. What was left empty is not said, and becomes a range. */
export function lotFrom(form: Filled, kind: CardKind, ground: GroundName, i: number) {
  const n = lotsAsked(form.of) > 1 ? `第 ${i + 1} 笔` : ''
  const at: At = (name, what, required = false) => ({
    name: `${name}_${i}`,
    what: `${n}${what}`,
    required,
  })
  const paid_fen = money(form, at('paid_fen', '实际付的钱', true))
  const refunded_fen = money(form, at('refunded_fen', '已经退过的'))
  if (paid_fen !== undefined && (refunded_fen ?? 0) > paid_fen)
    wrong(form, `refunded_fen_${i}`, `${n}已经退过的：不能多于付过的`)
  const common = {
    paid_on: day(form, at('paid_on', '付款日期', true)),
    ...some({ signed_on: day(form, at('signed_on', '签约日期')) }),
    paid_fen,
    ...(refunded_fen ? { refunded_fen } : {}),
    ...(yes(form, 'had_same_before') ? { had_same_before: true } : {}),
    ...(yes(form, 'had_same_elsewhere') ? { had_same_elsewhere: true } : {}),
    ...(yes(form, 'list_price_unproven') ? { list_price_unproven: true } : {}),
    ...(filledIn(form, 'discounted') === 'no' ? { discounted: false } : {}),
  }
  if (kind === 'stored_value') return { kind, ...common, ...storedFrom(form, at, i) }
  if (kind === 'count') return { kind, ...common, ...countFrom(form, at, i) }
  if (kind === 'package') return { kind, ...common, ...packageFrom(form, at) }
  return { kind, ...common, ...periodFrom(form, at, { ground, i }) }
}

const storedFrom = (form: Filled, at: At, i: number) => ({
  ...some({ bonus_fen: money(form, at('bonus_fen', '送的金额')) }),
  ...some({ discount_bp: discount(form, `discount_${i}`) }),
  ...(lotsAsked(form.of) === 1
    ? some({ balance_fen: money(form, at('balance_fen', '还剩多少')) })
    : {}),
  ...some({ ends_on: day(form, at('ends_on', '有效期')) }),
  ...(yes(form, 'uses_unknown') ? { uses_unknown: true } : {}),
})

function countFrom(form: Filled, at: At, i: number) {
  const left = decimal(form, at('left', '还剩几次'))
  const used = decimal(form, at('used_visits', '用了几次'))
  if (left !== undefined && used !== undefined)
    wrong(form, `left_${i}`, '还剩几次和用了几次，填一样就行')
  const list_price_fen = money(form, at('list_price_fen', '单次原价'))
  return {
    visits: decimal(form, at('visits', '买的次数', true)),
    ...some({ bonus_visits: decimal(form, at('bonus_visits', '送的次数')) }),
    ...some({ list_price_fen }),
    ...some({ market_price_fen: money(form, { name: 'market_fen', what: '当地市场价' }) }),
    ...some({ left_visits: left }),
    ...(used ? { uses: [{ visits: used }] } : {}),
    ...some({ ends_on: day(form, at('ends_on', '有效期')) }),
    ...(yes(form, 'uses_unknown') ? { uses_unknown: true } : {}),
  }
}

const packageFrom = (form: Filled, at: At) => ({
  ...some({ used_percent: decimal(form, at('used_percent', '完成了百分之几')) }),
  ...some({ list_total_fen: money(form, at('list_total_fen', '打折前整个多少钱')) }),
  ...some({ market_total_fen: money(form, { name: 'market_fen', what: '当地市场价' }) }),
})

function periodFrom(form: Filled, at: At, { ground, i }: { ground: GroundName; i: number }) {
  const days = whole(form, at('days', '一共多少天'))
  const months = whole(form, at('months', '几个月'))
  const ends_on = day(form, at('ends_on', '到哪天'))
  const given = [days, months, ends_on].filter((one) => one !== undefined).length
  if (given !== 1) wrong(form, `days_${i}`, '有多长：天数、月数、到哪天，填一样')
  const max = decimal(form, at('visits_max', '一共限几次'))
  const used = decimal(form, at('visits_used', '去过几次'))
  const left = decimal(form, at('visits_left', '还剩几次'))
  const list_price_fen = money(form, at('visit_price', '单次原价'))
  if (max !== undefined && (used === undefined) === (left === undefined))
    wrong(form, `visits_left_${i}`, '限次的卡：去过几次和还剩几次，填一样')
  const entries = max === undefined ? whole(form, at('entries', '去过几次')) : undefined
  return {
    ...some({ days, months, ends_on }),
    ...some({ starts_on: day(form, at('starts_on', '哪天起能用')) }),
    ...(yes(form, `not_activated_${i}`) ? { not_activated: true } : {}),
    ...some({
      list_price_fen: money(form, at('list_day', '每天原价')),
      list_total_fen: money(form, at('list_total_fen', '整张卡原价')),
    }),
    ...pausesFrom(form, at),
    ...some({ stopped_on: day(form, at('stopped_on', '店家哪天停的')) }),
    ...(max === undefined
      ? {}
      : {
          visits: {
            max,
            ...some({ used, left }),
            ...(filledIn(form, 'count_by') === '' ? {} : { count_by: filledIn(form, 'count_by') }),
            ...some({ list_price_fen }),
          },
        }),
    ...(entries === undefined
      ? {}
      : { entries: { used: entries, ...some({ price_fen: list_price_fen }) } }),
    ...(yes(form, `used_${i}`) || (ground === 'cooling_off' && (entries ?? 0) > 0)
      ? { used_before_cooling_off: true }
      : {}),
  }
}
const PAUSES = ['', '2', '3']
function pausesFrom(form: Filled, at: At) {
  const paused = PAUSES.flatMap((nth) => {
    const from_on = day(form, at(`paused${nth}_from`, '停卡从哪天'))
    if (!from_on) return []
    return [{ from_on, to_on: day(form, at(`paused${nth}_to`, '停到哪天')) ?? null }]
  })
  return paused.length > 0 ? { paused } : {}
}
