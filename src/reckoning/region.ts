import type { LocalDate } from '../kernel/time'
import type { SaleRegion, SaleRule } from '../law/sale-rule'
import { SALE_RULES } from '../law/sale-rules-table'
import { type Notice, notice, wording } from '../law/wording'

/** A place's own right to give an unused card back. */
type LocalCoolingOff = { days: number; source: string; gifts_back: boolean; less_costs: boolean }

const rulesOf = (region: SaleRegion, on: LocalDate): SaleRule[] =>
  SALE_RULES.filter(
    (rule) =>
      rule.region === region &&
      rule.in_force_from <= on &&
      (rule.in_force_until === null || on <= rule.in_force_until),
  )

/** The longest cooling-off time the place itself gave on the day of payment; null: none of its own. */
export function localCoolingOff(
  region: SaleRegion | null,
  paid_on: LocalDate,
): LocalCoolingOff | null {
  if (region === null) return null
  const [longest] = rulesOf(region, paid_on)
    .filter(({ limit }) => limit.cool_off_days !== undefined)
    .sort((a, b) => (b.limit.cool_off_days ?? 0) - (a.limit.cool_off_days ?? 0))
  if (longest === undefined) return null
  const { limit, source } = longest
  return {
    days: limit.cool_off_days ?? 0,
    source,
    gifts_back: limit.cool_off_gifts_back === true,
    less_costs: limit.cool_off_less_costs === true,
  }
}

/** What a place's own rules add to a refund without changing its sum: terms of payment, gifts, notice of closing. */
export function localNotices(region: SaleRegion | null, on: LocalDate, cool: boolean): Notice[] {
  if (region === null) return []
  return rulesOf(region, on).flatMap(({ limit, source }) => {
    const said: Notice[] = []
    const within = cool
      ? (limit.cool_off_refund_within_days ?? limit.refund_within_days)
      : limit.refund_within_days
    if (within !== undefined)
      said.push(
        notice(
          wording(
            `当地规定：自提出退款之日起 ${within} 天内一次退回（合同另有约定的按约定）`,
            `The place has it paid back at once within ${within} days of asking`,
          ),
          source,
        ),
      )
    if (cool && limit.cool_off_gifts_back === true)
      said.push(
        notice(
          wording(
            '当地规定：冷静期退卡的，赠品要退回或者付合理的价款',
            'The place has gifts given back or paid for when a card is returned',
          ),
          source,
        ),
      )
    if (cool && limit.cool_off_less_costs === true)
      said.push(
        notice(
          wording(
            '当地规定：店家可以扣除已经发生的合理费用，由店家证明',
            'The place lets the shop keep reasonable costs it proves',
          ),
          source,
        ),
      )
    if (limit.closure_notice_days !== undefined)
      said.push(
        notice(
          wording(
            `当地规定：停业、歇业或者迁移要提前 ${limit.closure_notice_days} 天告知`,
            `The place asks for ${limit.closure_notice_days} days’ notice of closing or moving`,
          ),
          source,
        ),
      )
    return said
  })
}
