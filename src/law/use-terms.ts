import type { CardKind } from './offer-terms'

/**
 * What an offer may promise about its use beyond price and time. What it does not state is as `UNSTATED` has it (the
 * same figures as the table's defaults), and its contract says nothing of it.
 */
export type UseTerms = {
  /** What the shop keeps of a booking when nobody comes or it is cancelled late, in basis points of its units. */
  no_show_bp: number
  /** How many hours before its hour a booking may be cancelled for nothing. */
  free_cancel_hours: number
  /** How often, for how many days in all, and for how many days at least a period card may be paused. */
  pauses_max: number
  pause_days_max: number
  pause_days_min: number
  /** Visits of a limited period card; null: any number. */
  visits_max: number | null
  /** Whether what is left of a count card at its end comes back by itself at the price paid. */
  expiry_refund: boolean
}
export type StatedTerms = Partial<UseTerms>
export const UNSTATED: UseTerms = {
  no_show_bp: 0,
  free_cancel_hours: 2,
  pauses_max: 2,
  pause_days_max: 30,
  pause_days_min: 3,
  visits_max: null,
  expiry_refund: false,
}
/**
 * No law names a figure for those who book and stay away. Half of what was booked is the platform's ceiling: more
 * would no longer stand in any relation to what an empty hour costs (民法典 §585, §497(2)).
 */
export const NO_SHOW_BP_MAX = 5_000
export const FREE_CANCEL_HOURS_MAX = 72
export const PAUSES_MAX = 12
export const PAUSE_DAYS_MAX = 180
export const VISITS_MAX = 10_000

type Stating = {
  kind: CardKind
  use_limit: 'limited' | 'unlimited' | null
  face_units: number
  stated?: StatedTerms
}
/** Says in plain words what does not fit in the stated terms of a card of this kind, or null. */
export function statedFault(offer: Stating): string | null {
  const { kind, stated = {} } = offer
  const isStated = (term: keyof UseTerms): boolean => stated[term] !== undefined
  const has_pauses = PAUSE_TERMS.some(isStated)
  if (kind === 'period' && BOOKING_TERMS.some(isStated)) return '期限卡不占用次数或金额，不约定爽约'
  if (kind !== 'period' && has_pauses) return '只有期限卡可以约定停卡'
  if (kind !== 'period' && isStated('visits_max')) return '只有期限卡可以约定次数上限'
  if (kind !== 'count' && isStated('expiry_refund')) return '只有次卡可以约定到期自动退'
  return (
    bookingFault(stated) ??
    shareFault(offer) ??
    (has_pauses ? pauseFault(offer, stated) : null) ??
    visitsFault(offer)
  )
}
const BOOKING_TERMS = ['no_show_bp', 'free_cancel_hours'] as const
const PAUSE_TERMS = ['pauses_max', 'pause_days_max', 'pause_days_min'] as const

function bookingFault({ no_show_bp = 0, free_cancel_hours }: StatedTerms): string | null {
  if (!isWithin(no_show_bp, 0, NO_SHOW_BP_MAX)) return '爽约最多按预约的一半结清'
  if (free_cancel_hours === undefined) return null
  if (!isWithin(free_cancel_hours, 0, FREE_CANCEL_HOURS_MAX))
    return `免费取消的时限须为 0 至 ${FREE_CANCEL_HOURS_MAX} 小时`
  return no_show_bp === 0 ? '不收爽约的，取消随时免费，不填时限' : null
}

/** A share of visits that comes to no whole visit even for the whole card could never be charged. */
function shareFault({ kind, face_units, stated = {} }: Stating): string | null {
  const { no_show_bp = 0 } = stated
  if (kind !== 'count' || no_show_bp === 0 || face_units * no_show_bp >= 10_000) return null
  return `爽约比例太低：整张卡 ${face_units} 次也不满一次，扣不到，请提高或不约定`
}

function pauseFault({ face_units }: Stating, stated: StatedTerms): string | null {
  const { pauses_max, pause_days_max, pause_days_min } = { ...UNSTATED, ...stated }
  if (!isWithin(pauses_max, 0, PAUSES_MAX)) return `停卡次数须为 0 至 ${PAUSES_MAX} 次`
  if (pauses_max === 0)
    return stated.pause_days_max || stated.pause_days_min ? '不能停卡的，不填停卡天数' : null
  if (!isWithin(pause_days_max, 1, PAUSE_DAYS_MAX))
    return `停卡总天数须为 1 至 ${PAUSE_DAYS_MAX} 天`
  if (!isWithin(pause_days_min, 1, pause_days_max)) return '每次停卡的最少天数不能多于停卡总天数'
  return pause_days_min < face_units ? null : '每次停卡的最少天数须少于卡的天数'
}

function visitsFault({ use_limit, stated = {} }: Stating): string | null {
  const { visits_max } = stated
  if (visits_max === undefined || visits_max === null) return null
  if (use_limit !== 'limited') return '不限次数的卡不填次数上限'
  return isWithin(visits_max, 1, VISITS_MAX) ? null : `次数上限须为 1 至 ${VISITS_MAX} 次`
}

/** 1,250 basis points: 12.5%. */
export function percent(bp: number): string {
  const tail = String(bp % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return `${Math.trunc(bp / 100)}${tail === '' ? '' : `.${tail}`}%`
}

/** Article 预约与爽约, if the offer states anything of it. */
export function bookingClauses({ kind, stated }: Stating): string[] {
  const { no_show_bp = 0, free_cancel_hours = UNSTATED.free_cancel_hours } = stated ?? {}
  if (no_show_bp === 0) return []
  const when = free_cancel_hours === 0 ? '开始前' : `开始前 ${free_cancel_hours} 小时`
  const rest = kind === 'count' ? '不足一次的不扣' : '不足一分的不扣'
  return [
    `预约先占用卡里的次数或金额，不付给商家。您在${when}取消的，全部退回卡里，不收任何费用。`,
    `之后取消、或者没有到店的，商家按所预约的 ${percent(no_show_bp)} 结清，${rest}，其余退回卡里。`,
    '商家不能按约提供服务的，全部退回卡里。',
  ]
}

/** Article 停卡, if the offer states anything of it. */
export function pauseClauses({ stated = {} }: Stating): string[] {
  if (!PAUSE_TERMS.some((term) => stated[term] !== undefined)) return []
  const { pauses_max, pause_days_max, pause_days_min } = { ...UNSTATED, ...stated }
  const always = '商家停止服务的日子不用您停卡，本来就不算在内（法释〔2025〕4号第二十二条）。'
  if (pauses_max === 0) return ['这张卡没有约定由您停卡。', always]
  return [
    `您可以停卡 ${pauses_max} 次，合计不超过 ${pause_days_max} 天，每次不少于 ${pause_days_min} 天，不收费。`,
    '停卡的日子不算天数，后面的日期顺延；可以提前恢复。',
    always,
  ]
}

/** Where the card is accepted: the listed shops, or all there are. One shop alone is 本店. */
export function shopClauses(
  listed: readonly string[],
  open_shops: readonly string[] = [],
): string[] {
  if (listed.length === 0 && open_shops.length < 2) return ['可用门店：本店。']
  if (listed.length === 0)
    return [`可用门店：商家的所有门店，现在有${open_shops.join('、')}；以后新开的也能用。`]
  const said = `可用门店：${listed.join('、')}。`
  return open_shops.length === 0
    ? [said]
    : [`${said}这些门店都关闭的，商家的其他门店照常接待您；您也可以依法解除合同。`]
}

const isWithin = (value: number, min: number, max: number): boolean =>
  Number.isSafeInteger(value) && min <= value && value <= max
