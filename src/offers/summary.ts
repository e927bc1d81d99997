import { yuan } from '../kernel/money'
import type { SaleRule } from '../law/sale-rule'
import { coolOffDays } from '../law/sale-rules'
import { percent } from '../law/use-terms'
import { SILENCE_STEPS } from './contract'
import type { StoredOffer } from './store'

/** A point of the contract in a sentence, in both languages; the contract itself binds, in Chinese. */
type Point = { is: PointName; text: string; text_en: string }
export const POINTS = [
  'cooling_off',
  'leaving',
  'closing',
  'prices',
  'lasting',
  'silence',
  'booking',
  'pausing',
  'own_clauses',
] as const
type PointName = (typeof POINTS)[number]
const point = (is: PointName, text: string, text_en: string): Point => ({ is, text, text_en })

/**
 * What somebody should know of an offer before she reads its contract: the way out first, then price, time and use.
 * `rules`: those in force on the day. Sums in yuan; nothing here is more than the contract's articles say.
 */
export function contractPoints(offer: StoredOffer, rules: readonly SaleRule[]): Point[] {
  const days = coolOffDays(rules)
  return [
    point(
      'cooling_off',
      `${days} 天内没用过：不用说理由，全额退 ${yuan(offer.price_fen)}。`,
      `Unused for ${days} days: all ${yuan(offer.price_fen)} back, no reason needed.`,
    ),
    point(
      'leaving',
      '以后不想用了：没用完的依法退，原路退回，不收手续费。',
      'Later: what you have not used is refunded by law, the way it was paid, without a fee.',
    ),
    point(
      'closing',
      '店关门了：没用完的自动退给您；有预支没还清的，先按同样的比例退，差的仍欠您。',
      'If the shop closes: what is left comes back by itself; with an advance unpaid, in equal parts first, the rest stays owed.',
    ),
    point(
      'prices',
      '价目表上的原价，从付款起对这张卡不变；涨价要您同意。',
      'List prices stay as they are for this card; raising them takes your consent.',
    ),
    lasting(offer),
    silence,
    ...use(offer),
    ...(offer.clauses.length === 0
      ? []
      : [
          point(
            'own_clauses',
            `店家另写了 ${offer.clauses.length} 条补充条款，在合同最后；和前面不一致的，按对您有利的算。`,
            `The shop added ${offer.clauses.length} clause(s), at the contract’s end; where they differ, what favours you counts.`,
          ),
        ]),
  ]
}

function lasting({ kind, face_units, valid_days, expiry_refund }: StoredOffer): Point {
  if (kind === 'period')
    return point(
      'lasting',
      `共 ${face_units} 天，付款当天算第一天；店家停业的日子不算。`,
      `${face_units} days, the day of payment counted; days on which the shop stops are not.`,
    )
  if (kind === 'stored_value' || valid_days === null)
    return point('lasting', '不过期，余额不会作废。', 'It does not lapse; no balance is ever lost.')
  return expiry_refund
    ? point(
        'lasting',
        `${valid_days} 天内用；到期没用完的，按实付价自动退给您。`,
        `Good for ${valid_days} days; what is left then comes back by itself at the price paid.`,
      )
    : point(
        'lasting',
        `${valid_days} 天内用；到期没用完的可以延期或申请退款，不会自动归店家。`,
        `Good for ${valid_days} days; what is left can be extended or refunded, and never falls to the shop by itself.`,
      )
}

const waits = SILENCE_STEPS.map(({ up_to_fen, waits, waits_en }) =>
  up_to_fen === null
    ? [`再高的等 ${waits}`, `more: ${waits_en}`]
    : [`${yuan(up_to_fen)} 以内等 ${waits}`, `up to ${yuan(up_to_fen)}: ${waits_en}`],
)
const silence = point(
  'silence',
  `没扫您的码就扣的，钱先留着等您确认：${waits.map(([zh]) => zh).join('，')}；不提异议才算同意。`,
  `What is claimed without your code waits for your word (${waits.map(([, en]) => en).join(', ')}); only silence after that is consent.`,
)

/** What is agreed about bookings and pauses, if anything is. */
function use(offer: StoredOffer): Point[] {
  const { kind, no_show_bp, free_cancel_hours, pauses_max, pause_days_max, pause_days_min } = offer
  if (kind === 'period')
    return pauses_max === 0
      ? [point('pausing', '不能停卡。', 'It cannot be paused.')]
      : [
          point(
            'pausing',
            `可以停卡 ${pauses_max} 次，每次至少 ${pause_days_min} 天，一共最多 ${pause_days_max} 天，到期日往后顺延。`,
            `It can be paused ${pauses_max} times, at least ${pause_days_min} days each and ${pause_days_max} in all; its end moves on.`,
          ),
        ]
  if (no_show_bp === 0)
    return [point('booking', '预约了不去，不收钱。', 'A booking you do not come to costs nothing.')]
  return [
    point(
      'booking',
      `预约开始前 ${free_cancel_hours} 小时取消不收钱；之后取消或没去，按约定的 ${percent(no_show_bp)} 结清。`,
      `Cancel up to ${free_cancel_hours} hours before for nothing; later, or not coming, ${percent(no_show_bp)} of it is charged.`,
    ),
  ]
}
