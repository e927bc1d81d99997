import { chargedByBalance } from '../../calculator/balance'
import type { calculateRefundOperation } from '../../calculator/routes'
import { refuse } from '../../kernel/refusals'
import { GROUND_NAMES, type GroundName } from '../../reckoning/grounds'
import type { RequestParts } from '../door'
import { lotFrom } from './ask-lot'
import {
  day,
  decimal,
  type Filled,
  filledIn,
  known,
  money,
  rate,
  some,
  whole,
  wrong,
  yes,
} from './filled'
import { type CardKind, KIND_NAMES, lotsAsked } from './words'

/** What the form asks, as the calculator's contract has it. */
export type Question = NonNullable<RequestParts<typeof calculateRefundOperation>['body']>

export const kindAsked = (of: URLSearchParams): CardKind | null =>
  KIND_NAMES.find((kind) => kind === of.get('kind')) ?? null
/** What happened; an address that only says whose cause it was still has its question. */
export const groundAsked = (of: URLSearchParams): GroundName | null =>
  GROUND_NAMES.find((ground) => ground === of.get('ground')) ??
  BY_CAUSE[of.get('cause') ?? ''] ??
  null
const BY_CAUSE: Readonly<Record<string, GroundName>> = {
  merchant: 'shop_closed',
  consumer: 'own_wish',
  neutral: 'force_majeure',
  cooling_off: 'cooling_off',
  void: 'void',
}

/** What the form asks of `calculateRefund`. Refuses `request_invalid` with a sentence for each field at fault. */
export function requestFrom(of: URLSearchParams, kind: CardKind, ground: GroundName): Question {
  const form: Filled = { of, faults: [] }
  const terminated_on = day(form, { name: 'terminated_on', what: '哪天不用了', required: true })
  const refunded_on = day(form, { name: 'refunded_on', what: '哪天退到' })
  const lots = Array.from({ length: lotsAsked(of) }, (_, i) => lotFrom(form, kind, ground, i))
  const uses = usesFrom(form, kind)
  const rest = restFrom(form, ground)
  if (terminated_on && lots.some(({ paid_on }) => (paid_on ?? '') > terminated_on))
    wrong(form, 'terminated_on', '哪天不用了：不能早于付款的日子')
  if (refunded_on && terminated_on && refunded_on < terminated_on)
    wrong(form, 'refunded_on', '哪天退到：不能早于不用的日子')
  if (form.faults.length > 0)
    refuse('request_invalid', { detail: '还差几样没填好，没有算', errors: form.faults })
  return {
    ground,
    terminated_on,
    ...some({ refunded_on }),
    lots,
    ...(uses.length > 0 ? { uses } : {}),
    ...rest,
  }
}

/** What was used of the whole card: the calculator takes it from the earliest payment first. */
function usesFrom(form: Filled, kind: CardKind) {
  if (kind === 'count') {
    const visits = decimal(form, { name: 'used_visits', what: '用掉几次' })
    return visits ? [{ visits }] : []
  }
  if (kind !== 'stored_value') return []
  if (
    filledIn(form, 'used_fen') !== '' &&
    [filledIn(form, 'balance_fen'), filledIn(form, 'balance_fen_0')].some((left) => left !== '')
  )
    wrong(form, 'used_fen', '还剩多少和用掉多少，填一样就行')
  const sum = money(form, { name: 'used_fen', what: '一共用掉多少' }) ?? usedByBalance(form)
  if (!sum) return []
  const market = money(form, { name: 'market_fen', what: '当地市场价' })
  const charged = filledIn(form, 'used_as') === 'charged' || filledIn(form, 'used_fen') === ''
  const undiscounted = money(form, { name: 'undiscounted_fen', what: '打折前的原价' })
  return [
    charged
      ? { charged_fen: sum, ...some({ undiscounted_fen: undiscounted, market_value_fen: market }) }
      : { list_value_fen: sum, ...some({ market_value_fen: market }) },
  ]
}
/** Several payments onto one card have one balance: what they brought, less what is left. */
function usedByBalance(form: Filled): number | undefined {
  if (lotsAsked(form.of) === 1) return undefined
  const left = money(form, { name: 'balance_fen', what: '卡上还剩多少' })
  if (left === undefined) return undefined
  const lots = Array.from({ length: lotsAsked(form.of) }, (_, i) => ({
    paid_fen: money(form, { name: `paid_fen_${i}`, what: '' }) ?? 0,
    bonus_fen: money(form, { name: `bonus_fen_${i}`, what: '' }) ?? 0,
  }))
  const charged_fen = chargedByBalance(lots, left)
  if (charged_fen === null) wrong(form, 'balance_fen', '卡上还剩多少：不能多于付的加送的')
  return charged_fen ?? 0
}

function restFrom(form: Filled, ground: GroundName) {
  const claimed = money(form, { name: 'shop_claim', what: '店家要扣的钱' })
  const claim_kind = filledIn(form, 'shop_claim_kind')
  const gift = money(form, { name: 'gift', what: '赠品' })
  const cost = money(form, { name: 'cost', what: '您的合理费用' })
  const fee = money(form, { name: 'fee_fen', what: '会员费' })
  const region = filledIn(form, 'region')
  const unforeseeable = known(form, 'unforeseeable')
  const supervised_bp = rate(form, { name: 'supervised', what: '监管账户的利率' })
  return {
    ...(region === '' ? {} : { region }),
    ...(ground === 'moved_away' ? some({ unforeseeable }) : {}),
    ...(ground === 'own_wish' || ground === 'moved_away'
      ? some({ may_end: known(form, 'may_end') })
      : {}),
    ...(ground === 'minor' ? { minor: minorFrom(form) } : {}),
    ...(yes(form, 'fled') ? { fled: true } : {}),
    ...(yes(form, 'each_payment_apart') ? { each_payment_apart: true } : {}),
    ...(claimed
      ? {
          shop_claims: [
            {
              label: '店家要扣的钱',
              amount_fen: claimed,
              ...(claim_kind === '' ? {} : { kind: claim_kind }),
            },
          ],
        }
      : {}),
    ...(gift
      ? {
          gifts: [
            {
              label: '收到的赠品',
              value_fen: gift,
              ...(yes(form, 'gift_returned') ? { returned: true } : {}),
            },
          ],
        }
      : {}),
    ...(cost ? { costs: [{ label: '您的合理费用', amount_fen: cost }] } : {}),
    ...(fee ? { fees: [feeFrom(form, fee)] } : {}),
    ...termsFrom(form),
    ...some({ supervised_bp }),
  }
}

const minorFrom = (form: Filled) => ({
  ...some({ age: whole(form, { name: 'age', what: '办卡时几岁' }) }),
  ...some({ guardian_agreed: known(form, 'guardian_agreed'), fits_age: known(form, 'fits_age') }),
  ...(yes(form, 'unlawful_service') ? { unlawful_service: true } : {}),
})

const feeFrom = (form: Filled, paid_fen: number) => ({
  label: '会员费',
  paid_fen,
  paid_on: day(form, { name: 'fee_on', what: '会员费哪天付的', required: true }),
  days: whole(form, { name: 'fee_days', what: '会员费管多少天', required: true }),
})

function termsFrom(form: Filled) {
  const terms = {
    ...some({ promised_fen: money(form, { name: 'promised', what: '店家承诺退的' }) }),
    ...(yes(form, 'promised_after') ? { promised_after_refunds: true } : {}),
    ...(yes(form, 'own_wish_at_paid_price') ? { own_wish_at_paid_price: true } : {}),
    ...some({ cooling_off_days: whole(form, { name: 'cooling_off_days', what: '约定的冷静期' }) }),
    ...some({ interest_bp: rate(form, { name: 'interest', what: '约定的年利率' }) }),
    ...(yes(form, 'interest_from_payment') ? { interest_from: 'payment' as const } : {}),
  }
  return Object.keys(terms).length > 0 ? { terms } : {}
}

/** Where the API names a field of a payment (`/lots/1/paid_fen`), the form's own name of it (`/paid_fen_1`). */
export const ownPointer = (pointer: string): string =>
  pointer
    .replace(/^\/lots\/(\d+)\/left_visits.*$/, '/left_$1')
    .replace(/^\/lots\/(\d+)\/visits\/(\w+).*$/, '/visits_$2_$1')
    .replace(/^\/lots\/(\d+)\/uses.*$/, '/left_$1')
    .replace(/^\/lots\/(\d+)\/(\w+).*$/, '/$2_$1')
    .replace(/^\/lots$/, '/paid_on_0')
    .replace(/^\/uses(?:\/.*)?$/, '/used_fen')
    .replace(/^\/terms\/promised_fen$/, '/promised')
    .replace(/^\/minor\/(\w+)$/, '/$1')
