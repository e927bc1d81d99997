import { type LocalDate, localDate, plusDays } from '../../kernel/time'
import { type Body, list, number, text } from '../door'

/** What the lists of one visit held; a signal is only ever a reading of these, never a figure of its own. */
export type Seen = {
  today: LocalDate
  merchants: readonly Body[]
  endings: readonly Body[]
  breaks: readonly Body[]
  refunds: readonly Body[]
  holds: readonly Body[]
  changes: readonly Body[]
  /** Each shop's line of the newest closed day. */
  coverage: readonly Body[]
}
export type Signal = {
  merchant_id: string
  /** 1 (nothing to do) to 5 (today): the same five steps everywhere. */
  level: 1 | 2 | 3 | 4 | 5
  why: { zh: string; en: string }
  /** What is at stake in this matter, in fen, and how many cards. */
  money_fen: number
  cards_count: number
  next: { href: string; zh: string; en: string }
}
export type Work = {
  merchant: Body
  worst: Signal
  others: readonly Signal[]
  money_fen: number
  cards_count: number
}

/** One row per shop that has a reason to be looked at: the highest level first, then the most money. */
export function workOf(seen: Seen): Work[] {
  const shops = new Map(seen.merchants.map((merchant) => [text(merchant, 'id'), merchant]))
  const by_shop = new Map<string, Signal[]>()
  for (const signal of signalsOf(seen, shops)) {
    if (!shops.has(signal.merchant_id)) continue
    by_shop.set(signal.merchant_id, [...(by_shop.get(signal.merchant_id) ?? []), signal])
  }
  const rows = [...by_shop].flatMap(([id, signals]) => {
    const [worst, ...others] = [...signals].sort(worstFirst)
    const merchant = shops.get(id)
    if (!worst || !merchant) return []
    const money_fen = Math.max(...signals.map((signal) => signal.money_fen))
    const cards_count = Math.max(...signals.map((signal) => signal.cards_count))
    return [{ merchant, worst, others, money_fen, cards_count }]
  })
  return rows.sort((a, b) => b.worst.level - a.worst.level || b.money_fen - a.money_fen)
}
const worstFirst = (a: Signal, b: Signal) => b.level - a.level || b.money_fen - a.money_fen

/** The level of a shop nobody has a reason to visit is green. */
export const levelOf = (work: readonly Work[], merchant_id: string): 1 | 2 | 3 | 4 | 5 =>
  work.find(({ merchant }) => text(merchant, 'id') === merchant_id)?.worst.level ?? 1

function signalsOf(seen: Seen, shops: ReadonlyMap<string, Body>): Signal[] {
  const live = seen.endings.filter(({ phase }) => phase !== 'done' && phase !== 'dismissed')
  const ending = new Set(live.map((row) => text(row, 'merchant_id')))
  return [
    ...seen.endings.flatMap((ending) => endingSignal(ending, shops)),
    ...seen.coverage.flatMap(coverageSignal),
    ...seen.breaks.flatMap(breakSignal),
    ...seen.refunds.flatMap(refundSignal),
    ...seen.holds.map(holdSignal),
    ...seen.changes.flatMap(changeSignal),
    ...seen.merchants.flatMap((merchant) => shopSignals(merchant, seen.today, ending)),
  ]
}

/** Live matters stand for the whole shop: everything it owes its cards is at stake. */
function endingSignal(ending: Body, shops: ReadonlyMap<string, Body>): Signal[] {
  const merchant_id = text(ending, 'merchant_id')
  const shop = shops.get(merchant_id) ?? {}
  const phase = text(ending, 'phase')
  const incident = ending.kind === 'incident'
  const stake = {
    merchant_id,
    money_fen: number(ending, 'owed_fen') || number(shop, 'owed_fen'),
    cards_count: number(ending, 'cards_count') || number(shop, 'cards_count'),
    next: { href: `/r/incidents/${text(ending, 'id')}`, zh: '看进度', en: 'Progress' },
  }
  const short_fen = number(ending, 'shortfall_fen')
  if (phase === 'dismissed' || (phase === 'done' && short_fen === 0)) return []
  if (incident && ending.confirmed_at === null)
    return [
      {
        ...stake,
        level: 5,
        why: {
          zh: `报告失联，等另一位监管人员确认：${text(ending, 'reason')}`,
          en: `Reported unreachable, waits for a second official: ${text(ending, 'reason')}`,
        },
        next: { ...stake.next, zh: '去确认', en: 'Confirm' },
      },
    ]
  if (short_fen > 0)
    return [
      {
        ...stake,
        level: 5,
        money_fen: short_fen,
        why: { zh: '退款时店家的钱不够，缺的仍是顾客的债权', en: 'Refunds fall short' },
      },
    ]
  if (incident)
    return [{ ...stake, level: 4, why: { zh: '失联已确认，正在退款', en: 'Refunding everybody' } }]
  return [
    {
      ...stake,
      level: phase === 'telling' || phase === 'waiting' ? 2 : 3,
      why: {
        zh: `店家公告停业，最后营业日 ${text(ending, 'closes_on')}，之后自动退款`,
        en: `Closing down after ${text(ending, 'closes_on')}; refunds follow by themselves`,
      },
    },
  ]
}

function coverageSignal(row: Body): Signal[] {
  const day = text(row, 'day')
  const merchant_id = text(row, 'merchant_id')
  const next = { href: `/r/shops/${merchant_id}#coverage`, zh: '看逐日', en: 'Day by day' }
  const shared = { merchant_id, cards_count: number(row, 'cards_count'), next }
  const unexplained = number(row, 'unexplained_fen')
  if (unexplained !== 0)
    return [
      {
        ...shared,
        level: 5,
        money_fen: Math.abs(unexplained),
        why: { zh: `${day} 银行与平台有一笔说不清的差额`, en: `${day}: an unexplained difference` },
      },
    ]
  // Money on its way from the payment provider is not missing; without it the shop would be called short every day.
  const missing_fen = number(row, 'missing_fen')
  if (missing_fen === 0) return []
  return [
    {
      ...shared,
      level: 5,
      money_fen: missing_fen,
      why: { zh: `${day} 覆盖率不足：缺口说不清`, en: `${day}: coverage is short` },
    },
  ]
}

function breakSignal(found: Body): Signal[] {
  if (typeof found.merchant_id !== 'string') return []
  return [
    {
      merchant_id: found.merchant_id,
      level: 4,
      money_fen: Math.abs(number(found, 'difference_fen')),
      cards_count: 0,
      why: {
        zh: `银行对账差异过期未解决（${text(found, 'class_name')}，限 ${text(found, 'limit_on')}）`,
        en: `A bank difference is overdue (limit ${text(found, 'limit_on')})`,
      },
      next: { href: `/r/coverage/breaks/${text(found, 'id')}`, zh: '看差异', en: 'Look' },
    },
  ]
}

function refundSignal(refund: Body): Signal[] {
  if (refund.escalated_at === null && refund.status !== 'contested') return []
  const decide_by = text(refund, 'decide_by')
  return [
    {
      merchant_id: text(refund, 'merchant_id'),
      level: 3,
      money_fen: number(refund, 'disputed_fen'),
      cards_count: 1,
      why: {
        zh: decide_by ? `退款有争议，${localDate(decide_by)} 前要裁定` : '退款有争议，等调解',
        en: decide_by ? `Disputed refund, decide by ${localDate(decide_by)}` : 'Disputed refund',
      },
      next: { href: `/r/mediation/refunds/${text(refund, 'id')}`, zh: '去调解', en: 'Mediate' },
    },
  ]
}

const holdSignal = (hold: Body): Signal => ({
  merchant_id: text(hold, 'merchant_id'),
  level: 3,
  money_fen: number(hold, 'held_fen'),
  cards_count: 1,
  why: { zh: '顾客对一笔免码核销有异议，等处理', en: 'A customer contests a use' },
  next: { href: `/r/mediation/holds/${text(hold, 'id')}`, zh: '去处理', en: 'Decide' },
})

function changeSignal(change: Body): Signal[] {
  if (change.status !== 'announced') return []
  return [
    {
      merchant_id: text(change, 'merchant_id'),
      level: 2,
      money_fen: 0,
      cards_count: number(change, 'cards_count'),
      why: {
        zh: `店家变更待平台核验：${CHANGES[text(change, 'kind')]?.zh ?? ''}，${text(change, 'from_on')} 起`,
        en: `A change waits for its check, from ${text(change, 'from_on')}`,
      },
      next: { href: `/r/shops/${text(change, 'merchant_id')}#changes`, zh: '看变更', en: 'Look' },
    },
  ]
}
export const CHANGES: Record<string, { zh: string; en: string }> = {
  move: { zh: '迁址', en: 'moving' },
  legal_representative: { zh: '换法定代表人', en: 'legal representative' },
  licence: { zh: '换执照', en: 'licence' },
  takeover: { zh: '转让给新经营者', en: 'takeover' },
}

/** What the shop's own record says: a stop of sales, papers that run out, a low credit grade. */
function shopSignals(merchant: Body, today: LocalDate, ending: ReadonlySet<string>): Signal[] {
  const id = text(merchant, 'id')
  const money_fen = number(merchant, 'owed_fen')
  const cards_count = number(merchant, 'cards_count')
  if (merchant.admitted_at === null) return []
  const next = { href: `/r/shops/${id}`, zh: '看这家店', en: 'Open' }
  const said = (level: Signal['level'], zh: string, en: string): Signal => ({
    merchant_id: id,
    level,
    money_fen,
    cards_count,
    why: { zh, en },
    next,
  })
  const out: Signal[] = []
  // A shop that is ending has its sales stopped by that; it is not a matter of its own.
  if (merchant.sales_held_at && !ending.has(id))
    out.push(said(3, `已暂停充值：${text(merchant, 'sales_held_reason')}`, 'Top-ups are stopped'))
  const soon = plusDays(today, 30)
  const papers = [
    ['licence_expires_on', '执照', 'The licence'],
    ['lease_ends_on', '租约', 'The lease'],
  ] as const
  for (const [field, zh, en] of papers) {
    const day = merchant[field]
    if (typeof day !== 'string' || day > soon) continue
    if (day < today) out.push(said(4, `${zh} ${day} 已到期，还欠着顾客`, `${en} ended ${day}`))
    else out.push(said(2, `${zh} ${day} 到期`, `${en} ends ${day}`))
  }
  if (merchant.level === 'D') out.push(said(3, '信用等级 D', 'Credit grade D'))
  if (merchant.level === 'C') out.push(said(2, '信用等级 C', 'Credit grade C'))
  return out.filter(() => cards_count > 0 || merchant.sales_held_at)
}

export const rowsOf = (answer: Body): Body[] => list(answer.data)
