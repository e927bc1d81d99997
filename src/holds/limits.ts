import { proportion } from '../kernel/money'
import { insist } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'

/** What a shop may start by itself, without its customer's code. A changed limit is a new row with its own day. */
export type ClaimLimits = {
  in_force_from: LocalDate
  /** Law that orders it, or `platform` for what the platform set for itself. */
  source: string
  a_card: { open: number; a_day: number }
  a_shop: {
    count_floor: number
    fen_floor: number
    usual_times: number
    /** How many days before today say what is usual. */
    usual_days: number
  }
  reasons: readonly string[]
}

export const CLAIM_LIMITS: readonly ClaimLimits[] = [
  {
    in_force_from: '2026-01-01',
    source: 'platform',
    a_card: { open: 3, a_day: 3 },
    a_shop: { count_floor: 20, fen_floor: 200_000, usual_times: 2, usual_days: 30 },
    reasons: [
      '关店前突击核销是已知的骗法：店家趁顾客没留意，一次把卡里的钱划走。',
      '一张卡一天三笔、同时三笔待确认：一个人来店很少更多，再多请用消费码。',
      '一家店一天的笔数和金额，以前 30 天平日的两倍为限；新店和小店有 20 笔、2,000 元的底数。',
      '平日只算顾客用码或密码付的：店家自己发起的不算，免得上限自己把自己抬高。',
    ],
  },
]

/** The limits of a day. */
export function claimLimitsOn(on: LocalDate): ClaimLimits {
  const found = CLAIM_LIMITS.filter(({ in_force_from }) => in_force_from <= on).at(-1)
  const [first] = CLAIM_LIMITS
  insist(first, 'there are limits')
  return found ?? first
}

/** What a shop's customers did in the days before: uses and the fen they released, those it started left out. */
type Usual = { uses_count: number; released_fen: number }

/** The ceiling of a shop's day: a multiple of an average day, never below the floor. */
export function claimCeiling(
  { a_shop }: ClaimLimits,
  usual: Usual,
): { count_max: number; fen_max: number } {
  const multiple = (sum: number) =>
    proportion(a_shop.usual_times, Math.max(sum, 0), a_shop.usual_days)
  return {
    count_max: Math.max(a_shop.count_floor, multiple(usual.uses_count)),
    fen_max: Math.max(a_shop.fen_floor, multiple(usual.released_fen)),
  }
}
