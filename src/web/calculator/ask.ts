import type { calculateRefundOperation } from '../../calculator/routes'
import type { FieldFault } from '../../kernel/refusals'
import { refuse } from '../../kernel/refusals'
import type { PartsOf } from '../door'
import { fenIn, wholeIn } from '../ui/yuan'

export const KINDS = ['stored_value', 'count', 'period'] as const
export type CardKind = (typeof KINDS)[number]
/** What the form asks, as the calculator's contract has it. */
export type Question = NonNullable<PartsOf<typeof calculateRefundOperation>['body']>
/** More payments than this on one card are a matter for the shop's own records. */
export const LOTS_MAX = 12

/** The calculator's form as somebody filled it: read field by field, each fault said in a sentence beside its field. */
type Filled = { of: URLSearchParams; faults: FieldFault[] }
const said = ({ of }: Filled, name: string): string => (of.get(name) ?? '').trim()
const wrong = ({ faults }: Filled, name: string, detail: string) =>
  void faults.push({ pointer: `/${name}`, code: 'invalid_value', detail })

type Need = { name: string; what: string; required?: boolean }
function money(form: Filled, { name, what, required }: Need): number | undefined {
  const typed = said(form, name)
  if (typed === '' && !required) return undefined
  const fen = fenIn(typed)
  if (fen === null) wrong(form, name, `${what}：请填金额，例如 380 或 380.50`)
  else if (fen === 0 && required) wrong(form, name, `${what}：要大于 0`)
  return fen ?? undefined
}
function whole(form: Filled, { name, what, required }: Need): number | undefined {
  const typed = said(form, name)
  if (typed === '' && !required) return undefined
  const n = wholeIn(typed)
  if (n === null) wrong(form, name, `${what}：请填整数`)
  else if (n === 0 && required) wrong(form, name, `${what}：要大于 0`)
  return n ?? undefined
}
function day(form: Filled, { name, what, required }: Need): string | undefined {
  const typed = said(form, name)
  if (typed === '' && !required) return undefined
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) wrong(form, name, `${what}：请填日期，例如 2026-03-02`)
  return typed
}
const yes = (form: Filled, name: string): boolean => said(form, name) === 'yes'

/** How many payments the form shows. */
export const lotsOf = (of: URLSearchParams): number =>
  Math.min(Math.max(wholeIn(of.get('lots') ?? '') ?? 1, 1), LOTS_MAX)
export const kindOf = (of: URLSearchParams): CardKind | null =>
  KINDS.find((kind) => kind === of.get('kind')) ?? null

/** What the form asks of `calculateRefund`. Refuses `request_invalid` with a sentence for each field at fault. */
export function requestFrom(of: URLSearchParams, kind: CardKind): Question {
  const form: Filled = { of, faults: [] }
  const terminated_on = day(form, { name: 'terminated_on', what: '哪天不用了', required: true })
  const refunded_on = day(form, { name: 'refunded_on', what: '哪天退到' })
  const lots = Array.from({ length: lotsOf(of) }, (_, i) => lotFrom(form, kind, i))
  const uses = usesFrom(form, kind)
  const claimed = money(form, { name: 'shop_claim', what: '店家要扣的钱' })
  const gift = money(form, { name: 'gift', what: '赠品' })
  if (terminated_on && lots.some(({ paid_on }) => (paid_on ?? '') > terminated_on))
    wrong(form, 'terminated_on', '哪天不用了：不能早于付款的日子')
  if (refunded_on && terminated_on && refunded_on < terminated_on)
    wrong(form, 'refunded_on', '哪天退到：不能早于不用的日子')
  if (form.faults.length > 0)
    refuse('request_invalid', { detail: '还差几样没填好，没有算', errors: form.faults })
  return {
    cause: of.get('cause') ?? 'consumer',
    terminated_on,
    ...(refunded_on ? { refunded_on } : {}),
    lots,
    ...(uses.length > 0 ? { uses } : {}),
    ...(claimed ? { shop_claims: [{ label: '店家要扣的钱', amount_fen: claimed }] } : {}),
    ...(gift ? { gifts: [{ label: '收到的赠品', value_fen: gift }] } : {}),
  }
}

function lotFrom(form: Filled, kind: CardKind, i: number) {
  const n = lotsOf(form.of) > 1 ? `第 ${i + 1} 笔` : ''
  const at = (name: string, what: string, required = false): Need => ({
    name: `${name}_${i}`,
    what: `${n}${what}`,
    required,
  })
  const paid_fen = money(form, at('paid_fen', '实际付的钱', true))
  const refunded_fen = money(form, at('refunded_fen', '已经退过的'))
  if (paid_fen !== undefined && (refunded_fen ?? 0) > paid_fen)
    wrong(form, `refunded_fen_${i}`, `${n}已经退过的：不能多于付过的`)
  const common = {
    kind,
    paid_on: day(form, at('paid_on', '付款日期', true)),
    paid_fen,
    ...(refunded_fen ? { refunded_fen } : {}),
    ...(yes(form, 'had_same_before') ? { had_same_before: true } : {}),
    ...(yes(form, 'list_price_unproven') ? { list_price_unproven: true } : {}),
  }
  if (kind === 'stored_value')
    return {
      ...common,
      ...some({ bonus_fen: money(form, at('bonus_fen', '送的金额')) }),
      ...some({ discount_bp: discountIn(form, `discount_${i}`) }),
    }
  if (kind === 'count')
    return {
      ...common,
      visits: whole(form, at('visits', '买的次数', true)),
      ...some({ bonus_visits: whole(form, at('bonus_visits', '送的次数')) }),
      list_price_fen: money(form, at('list_price_fen', '单次原价', true)),
    }
  const from_on = day(form, at('paused_from', '停卡从哪天'))
  return {
    ...common,
    days: whole(form, at('days', '一共多少天', true)),
    ...some({ starts_on: day(form, at('starts_on', '哪天起能用')) }),
    ...some({ list_price_fen: money(form, at('list_price_fen', '每天原价')) }),
    ...(from_on
      ? { paused: [{ from_on, to_on: day(form, at('paused_to', '停卡到哪天')) ?? null }] }
      : {}),
    ...some({ stopped_on: day(form, at('stopped_on', '店家哪天停的')) }),
    ...(yes(form, `used_${i}`) ? { used_before_cooling_off: true } : {}),
  }
}

/** Uses of the whole card in one sum: the calculator takes them from the earliest payment first. */
function usesFrom(form: Filled, kind: CardKind) {
  if (kind === 'period') return []
  if (kind === 'count') {
    const visits = whole(form, { name: 'used_visits', what: '用掉几次' })
    return visits ? [{ visits }] : []
  }
  const sum = money(form, { name: 'used_fen', what: '一共用掉多少' })
  if (!sum) return []
  const market = money(form, { name: 'market_fen', what: '当地市场价' })
  const charged = said(form, 'used_as') === 'charged'
  return [
    {
      ...(charged ? { charged_fen: sum } : { list_value_fen: sum }),
      ...some({ market_value_fen: market }),
    },
  ]
}

/** A discount in the words of a shop: 8 or 8.8 折, to basis points. */
function discountIn(form: Filled, name: string): number | undefined {
  const typed = said(form, name).normalize('NFKC').replace('折', '')
  if (typed === '') return undefined
  const [, fold = '', tenth = ''] = /^(\d)(?:\.(\d{1,2}))?$/.exec(typed) ?? []
  const bp = Number(fold) * 1_000 + Number(tenth.padEnd(2, '0')) * 10
  if (fold === '' || bp < 100) wrong(form, name, '会员折扣：请填几折，例如 8 或 8.8')
  return bp
}
const some = <N extends string, V>(fields: Record<N, V | undefined>): { [M in N]?: V } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [M in N]?: V
  }

/** Where the API names a field of a payment (`/lots/1/paid_fen`), the form's own name of it (`/paid_fen_1`). */
export const ownPointer = (pointer: string): string =>
  pointer.replace(/^\/lots\/(\d+)\/(\w+).*$/, '/$2_$1').replace(/^\/uses\/.*$/, '/used_fen')
