import { fen, yuan } from '../kernel/money'
import { spoken } from '../kernel/time'
import { type Wording, wording } from '../law/wording'
import type { Cause } from '../reckoning/facts'
import { isPending, type PartRow, type RefundDetail } from './store'

/** Why a holder may end a card, in plain words, and whose cause that is (法释〔2025〕4号 §13, §14). */
export const grounds = {
  cooling_off: { text: '冷静期内不想要了', cause: 'cooling_off' },
  own_wish: { text: '自己不想继续用了', cause: 'consumer' },
  shop_moved: { text: '店搬走了，去一趟明显不便', cause: 'merchant' },
  shop_closed: { text: '店停业、歇业或联系不上', cause: 'merchant' },
  shop_changed_hands: { text: '没有经我同意就换了人经营', cause: 'merchant' },
  service_not_delivered: { text: '约不上、不给用或服务缩水', cause: 'merchant' },
  price_or_quality_changed: { text: '涨价或质量下降', cause: 'merchant' },
  misled: { text: '买的时候说的和实际不一样', cause: 'merchant' },
  health: { text: '身体原因不能继续', cause: 'neutral' },
  moved_away: { text: '搬家、调动等自己无法控制的情况', cause: 'neutral' },
  force_majeure: { text: '不可抗力', cause: 'neutral' },
  card_expired: { text: '卡到期，剩余部分按合同退', cause: 'merchant' },
} as const satisfies Record<string, { text: string; cause: Cause }>
export type GroundName = keyof typeof grounds

/** What another reading would give beyond the figure: earned by days long ago, it is claimed of the shop. */
export const beyondSaid = (beyond_fen: number): Wording =>
  wording(
    `按次数算还可以多退 ${yuan(fen(beyond_fen))}。合同写按天，这部分已经按天结给店家，不在存管账户里，平台不能自动退；您可以向店家主张：先协商，不成的申请调解，或者向人民法院起诉`,
    `By visits ${yuan(fen(beyond_fen))} more may be due. It went to the shop day by day: claim it there, by talks or a court`,
  )

type Waits = 'shop' | 'mediator' | 'account' | 'bank' | 'hold' | 'funds' | 'nobody'
/** Whom a refund waits for now. */
export function waitsFor(r: RefundDetail): Waits {
  if (r.status === 'done' || r.status === 'withdrawn') return 'nobody'
  if (r.parts.some(({ state }) => state === 'awaiting_account')) return 'account'
  if (r.status === 'asked') return 'shop'
  if (r.status === 'contested') return 'mediator'
  if (r.parts.some(isPending)) return 'bank'
  return uncoveredFen(r) > 0 ? 'funds' : 'hold'
}

/** What the law gives beyond what was there when the shop ended with an advance out: still owed, and claimed. */
export function uncoveredFen({ cap_fen, undisputed_fen, status }: RefundDetail): number {
  if (cap_fen === null || status === 'withdrawn') return 0
  return Math.max(undisputed_fen - cap_fen, 0)
}

type Sums = { refunded_fen: number; on_the_way_fen: number; waits_for: Waits }
/** Where the money is, in one sentence, for the holder. */
export function refundMessage(r: RefundDetail, s: Sums): string {
  if (r.status === 'withdrawn') return '退款已撤回，一分钱没有动，卡照常使用'
  const money = moneySaid(s)
  if (r.status === 'done') return `${money}，全部办完`
  if (s.waits_for === 'account')
    return r.parts.some(
      ({ state, instead_of }) => state === 'awaiting_account' && instead_of !== null,
    )
      ? `${money}。有一笔原路退不回去，仍是您的：请填一个您自己的银行账户`
      : `${money}。卡是别人付款后转给您的，钱退给您本人，不退给付款人：请填一个您自己的银行账户`
  if (s.waits_for === 'shop')
    return `${money}。还有 ${yuan(fen(r.disputed_fen))} 等店家答复，${spoken(r.contest_by ?? '')}前${provisionalOf(r)}没有异议就退给您`
  if (s.waits_for === 'mediator')
    return `${money}。店家对 ${yuan(fen(r.disputed_fen))} 有异议，等调解；最迟 ${spoken(r.decide_by ?? '')}，到时没有结果就退给您`
  if (s.waits_for === 'funds')
    return `${money}。还欠您 ${yuan(fen(uncoveredFen(r)))}：店家有预支没有还清，有的钱已按同一比例先退；其余仍是您的债权`
  if (s.waits_for === 'hold') return `${money}。还有没结清的占用或差额，结清后自动办完`
  return `${money}，${waysOf(r)}`
}

const provisionalOf = ({ provisional_after }: RefundDetail): string =>
  provisional_after === null ? '' : '（暂定，明年放假安排公布后可能推迟，会通知您）'

/** By which way what is under way goes, and when it is there. */
function waysOf(r: RefundDetail): string {
  const open = r.parts.filter(isPending)
  const silent = silenceOf(open)
  if (silent !== null) return silent
  const bank = `付到您的银行账户（${r.account_mask ?? '核对中'}），一般当天到账`
  const original = '原路退回，一般几分钟到账，银行卡最多几个工作日'
  if (!open.some(({ route }) => route === 'bank')) return original
  return open.every(({ route }) => route === 'bank') ? bank : `一部分${original}；一部分${bank}`
}
const moneySaid = ({ refunded_fen, on_the_way_fen }: Sums): string => {
  const said = [
    ...(refunded_fen > 0 ? [`已退 ${yuan(fen(refunded_fen))}`] : []),
    ...(on_the_way_fen > 0 ? [`正在退 ${yuan(fen(on_the_way_fen))}`] : []),
  ]
  return said.length > 0 ? said.join('，') : '还没有退款到账'
}

/** What somebody was told and has not answered, or what is late: since when, and who looks at it. Null: neither. */
function silenceOf(open: readonly PartRow[]): string | null {
  const unclear = open.find(({ unclear_since }) => unclear_since != null)
  const late = open.find(({ escalated_at }) => escalated_at != null)
  const by = late ? '，已转人工核对' : ''
  if (unclear)
    return `${unclear.route === 'bank' ? '银行' : '支付机构'}${spoken(unclear.unclear_since ?? '')}起没有回音，正在查问，不会重复付${by}`
  return late ? `过了时限还没有到账${by}` : null
}

/** What a holder can still take back: all of it before any part was sent, then the disputed part while it is open. */
export function withdrawable(refund: RefundDetail): 'all' | 'difference' | 'nothing' {
  const { status, parts, origin, basis, difference_fen } = refund
  if (status === 'done' || status === 'withdrawn') return 'nothing'
  const nothing_left_us =
    difference_fen === 0 &&
    parts.every(
      ({ state, instead_of }) =>
        state === 'created' || (state === 'awaiting_account' && instead_of === null),
    )
  if (nothing_left_us && origin === 'holder') return 'all'
  return basis === null ? 'difference' : 'nothing'
}
